"""The cause of a refusal in place of its symptoms, where one of the known mistakes explains them."""

from msgspec.structs import replace

from ..findings.diagnostic import Diagnostic
from ..findings.edits import before_edits, edited
from ..request.line import read_request
from ..request.lines import RequestLine
from .meant import as_meant
from .mistakes import Mistake, mistakes_in
from .templates import NOTHING, is_unfilled

_ALL = 1_000_000
"""So many errors has a line with too few colons, which has been read no further."""

_OF_ONE_VALUE = (
    *("id-format", "time-format", "tz-format", "translit-value", "format-value", "options-count", "test-value"),
    *("sender-format", "phone-format", "phone-empty", "email-sender", "recipient-kind"),
)
"""What is complained of where a field holds the name of a variable."""

_OF_MEANING = {
    *("binary-hex", "email-sender", "email-subject", "email-text", "mes-empty", "mes-length", "recipient-kind"),
    *("sender-format", "tail-misplaced", "time-calendar", "window-empty"),
}
"""Where nothing else is wrong, the structure of the line is right, and no mistake in it is looked for."""


def with_cause(found: RequestLine) -> list[Diagnostic]:
    """The findings of a refused text; if a mistake explains them, it and what is wrong beside it."""
    symptoms = _unfilled(found, [as_meant(found, one) for one in found])
    errors = _errors(symptoms)
    is_structure = any(one.severity == "error" and one.rule not in _OF_MEANING for one in symptoms)
    readings = [
        (mistake, _read_without(found.text, mistake))
        for mistake in mistakes_in(found.text)
        if is_structure or mistake.code == "email-numbers"
    ]
    clearing = [(mistake, left) for mistake, left in readings if not _errors(left)]
    if not clearing:
        # Something else is wrong too; what is only supposed would hide it.
        clearing = [(mistake, left) for mistake, left in readings if mistake.edits and _errors(left) < errors]
    if not clearing or any(one.rule == "placeholder-field" for one in symptoms):
        return symptoms
    mistake, left = clearing[0]
    # A colon too many may be one in the password, which is no field to be taken out, or one for a comma.
    rivals = ("password-colon", "colons-for-commas") if mistake.code == "field-extra" else ()
    lines = {
        _without(found.text, one)
        for one, _ in clearing
        if (one.code == mistake.code and bool(one.edits) == bool(mistake.edits)) or one.code in rivals
    }
    return _explained(found, symptoms, mistake, left, fixable=len(lines) == 1 and not _errors(left))


def _unfilled(found: RequestLine, symptoms: list[Diagnostic]) -> list[Diagnostic]:
    """*symptoms*, with one finding in place of those that complain of the name of a variable.

    Its place reaches over all fields that hold one, also where these were taken for values.
    """
    complained = [
        one
        for one in symptoms
        if one.rule in _OF_ONE_VALUE and _holds_no_value(found.original[one.start : one.end], one)
    ]
    # Of a line that keeps the grammar what is complained of is a value, whatever it looks like.
    if not any(one.rule not in _OF_MEANING or one.rule == "sender-format" for one in complained):
        return symptoms
    at = [one.start for one in complained] + [one.end for one in complained]
    account = found.text.split(":", 2)[:2]
    if any(map(is_unfilled, account)) or any(value in NOTHING for value in account):
        at.append(0)
    field = complained[0].field if at == [complained[0].start, complained[0].end] else ""
    whole = found.finding("placeholder-field", field, found.from_original(min(at)), found.from_original(max(at)))
    number = next(one.error for one in symptoms if one.severity == "error")
    # What else is said between them is of such names too.
    left = [
        one
        for one in symptoms
        if (one.severity == "error" and one not in complained) or not min(at) <= one.start < max(at)
    ]
    return sorted([*left, replace(whole, error=number)], key=lambda one: (one.start, one.end))


def _holds_no_value(value: str, found: Diagnostic) -> bool:
    name = found.field.rpartition(".")[2].partition("[")[0]
    return is_unfilled(value) or (value.strip() == name and name not in ("", "body"))


def _explained(
    found: RequestLine, symptoms: list[Diagnostic], mistake: Mistake, left: list[Diagnostic], *, fixable: bool
) -> list[Diagnostic]:
    number = next(one.error for one in symptoms if one.severity == "error")
    cause = found.finding(mistake.code, "", mistake.start, mistake.end, mistake.says, remedy=mistake.remedy)
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


def _read_without(text: str, mistake: Mistake) -> list[Diagnostic]:
    found = RequestLine(_without(text, mistake))
    read_request(found)
    return [as_meant(found, one) for one in found]


def _errors(found: list[Diagnostic]) -> int:
    errors = [one.rule for one in found if one.severity == "error"]
    return _ALL if "field-count" in errors else len(errors)
