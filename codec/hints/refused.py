"""The cause of a refusal in place of its symptoms, where one of the known mistakes explains them."""

from itertools import chain

from msgspec.structs import replace

from ..findings.diagnostic import Diagnostic
from ..findings.edits import before_edits, edited
from ..findings.findings import Findings
from ..request.line import read_request
from ..request.lines import Line
from .mistakes import Mistake, mistakes_in
from .surroundings import mistakes_around


def with_cause(found: Findings) -> list[Diagnostic]:
    """The findings of a refused text; if a mistake explains them, it and what is wrong beside it."""
    symptoms = list(found)
    errors = _errors(symptoms)
    readings = [
        (mistake, list(_read_without(found.text, mistake)))
        for mistake in chain(mistakes_in(found.text), mistakes_around(found.text))
    ]
    clearing = [(mistake, left) for mistake, left in readings if not _errors(left)]
    if not clearing:
        # Something else is wrong too; what is only supposed would hide it.
        clearing = [(mistake, left) for mistake, left in readings if mistake.edits and _errors(left) < errors]
    if not clearing:
        return symptoms
    mistake, left = clearing[0]
    # A colon too many may be one in the password, which is no field to be taken out.
    rivals = (mistake.code, "password-colon") if mistake.code == "field-extra" else (mistake.code,)
    lines = {_without(found.text, one) for one, _ in clearing if one.code in rivals}
    return _explained(found, symptoms, mistake, left, fixable=len(lines) == 1 and not _errors(left))


def _explained(
    found: Findings, symptoms: list[Diagnostic], mistake: Mistake, left: list[Diagnostic], *, fixable: bool
) -> list[Diagnostic]:
    number = next(one.error for one in symptoms if one.severity == "error")
    cause = found.finding(mistake.code, "", mistake.start, mistake.end, mistake.says)
    fix = tuple(
        replace(edit, start=found.in_original(edit.start), end=found.in_original(edit.end)) for edit in mistake.edits
    )
    cause = replace(cause, error=number, fix=fix if fixable else ())
    # Line ends were read before the line was fixed, so what is to be said of them is said by the symptoms alone.
    line_ends = [one for one in symptoms if one.rule == "carriage-return"]
    rest = left if mistake.edits else []
    return [*line_ends, cause, *(found.moved(one, *before_edits(one.start, one.end, mistake.edits)) for one in rest)]


def _without(text: str, mistake: Mistake) -> str:
    return edited(text, mistake.edits) if mistake.edits else mistake.supposed or ""


def _read_without(text: str, mistake: Mistake) -> Findings:
    found = Line(_without(text, mistake))
    read_request(found)
    return found


def _errors(found: list[Diagnostic]) -> int:
    """How many errors there are; a line with too few colons has been read no further, so it counts as all errors."""
    errors = [one.rule for one in found if one.severity == "error"]
    return _ALL if "field-count" in errors else len(errors)


_ALL = 1_000_000
