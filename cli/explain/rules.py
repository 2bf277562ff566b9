"""A rule of the validator: what is wrong, what breaks and fixes it, and what it rests on."""

import json
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any

import click
import msgspec
from msgspec.structs import asdict

from ...codec import RULES, Diagnostic, Rule
from ...conformance import Case, load_cases
from ...conformance.escape import escape
from ...conformance.operations import findings
from ...conformance.register import Clause, RegisteredReading, clauses, readings
from ..showing import lines, paragraph
from .examples import found_in, written_out

_MOST_CASES = 10

OPERATIONS = {
    "decode_request": "a request",
    "decode_mail": "a mail, its text in UTF-8",
    "decode_reply": "a reply",
    "encode_request": "a request to write",
    "encode_content": "a message to write",
    "encode_mail": "a mail to write",
    "sms_count": "a request to count",
}
"""What the example of each operation is."""


class Explanation(msgspec.Struct, frozen=True):
    """All that is to be said of a rule."""

    rule: Rule
    finding: Diagnostic
    """What the example draws."""
    clause: Clause
    reading: RegisteredReading | None
    cases: tuple[str, ...]
    """Cases of the corpus in which the rule is broken, those first that are about what it rests on."""
    neighbours: tuple[str, ...]
    """The other rules of its section."""


def explanation_of(rule: Rule) -> Explanation:
    """The explanation of *rule*."""
    return Explanation(
        rule=rule,
        finding=next(found for found in found_in(rule, rule.breaks) if found.rule == rule.code),
        clause=clauses()[rule.clause],
        reading=readings()[rule.reading] if rule.reading else None,
        cases=tuple(_cases_of(rule)[:_MOST_CASES]),
        neighbours=tuple(code for code, other in RULES.items() if other.section == rule.section and code != rule.code),
    )


def sections() -> Iterator[tuple[str, list[Rule]]]:
    """The rules by section, in the order in which people should meet them."""
    for title, rules in groupby(RULES.values(), key=lambda rule: rule.section):
        yield title, list(rules)


def _cases_of(rule: Rule) -> list[str]:
    about = {rule.clause, rule.reading}
    showing = [case for case, codes in _codes_of_cases() if rule.code in codes]
    return [case.id for case in sorted(showing, key=lambda case: about.isdisjoint(case.basis))]


@cache
def _codes_of_cases() -> list[tuple[Case, set[str]]]:
    """Each case with the rules that are broken in it."""
    return [(case, {found.rule for found in findings(case.op, case.input)}) for case in load_cases()]


def shown(value: Any) -> list[str]:
    """The lines of what breaks or fixes a rule, as a person can read them."""
    if isinstance(value, dict):
        return json.dumps(value, indent=2, ensure_ascii=False).split("\n")
    pieces: list[object] = [value] if isinstance(value, str) else list(value)
    return escape("".join(map(_shown_piece, pieces)), keep="\n").strip("\n").split("\n")


def _shown_piece(piece: object) -> str:
    match piece:
        case {"repeat": str(repeat), "times": int(times)}:
            text = repeat.replace("{n}", "0001")
            line_break = "\n" if text.endswith("\n") else ""
            return f"{text}… ({times} times in all){line_break}"
        case _:
            return written_out(piece)


def answer(rule: Rule) -> str:
    """How grave a breach of *rule* is, and the number that the protocol has for it."""
    if rule.encoder_error:
        return f"{rule.severity}; `smsmail encode` refuses it, with error number {rule.encoder_error}"
    return f"{rule.severity}, number {rule.error} of the protocol" if rule.error else rule.severity


def list_rules() -> None:
    """Print every rule in its section, with what is wrong."""
    width = max(map(len, RULES))
    for title, rules in sections():
        click.secho(title, bold=True)
        for one in rules:
            click.echo(f"  {one.code:<{width}}  {one.severity:<7}  {one.says}")
        click.echo()


def show_rule(about: Explanation) -> None:
    """Print all that is to be said of a rule."""
    rule = about.rule
    click.secho(rule.code, bold=True)
    click.echo(answer(rule))
    paragraph("What is wrong", f"{rule.says[0].upper()}{rule.says[1:]}.")
    paragraph("Expected", rule.expected)
    paragraph("Remedy", rule.remedy)
    paragraph("Who writes that, and why", rule.why)
    lines(f"Breaks it ({OPERATIONS[rule.op]})", shown(rule.breaks))
    paragraph("What is said of it", f"{place(about.finding)}{about.finding.message}")
    lines("Fixed", shown(rule.fixed))
    paragraph(about.clause.id, about.clause.text)
    if about.reading:
        paragraph(about.reading.id, f"{about.reading.question} {about.reading.reading} {about.reading.why}")
    if about.cases:
        lines("Cases that show it (smsmail explain CASE)", about.cases)
    paragraph("See also", ", ".join(about.neighbours))


def place(found: Diagnostic) -> str:
    """Where in the example *found* is, for the beginning of a sentence; nothing where it concerns the whole."""
    if not found.field or found.field == "mail":
        return ""
    return f"{found.field}: "


def rules_as_json() -> list[dict[str, Any]]:
    """Every rule in short, as JSON values."""
    return [_entry(rule) for rule in RULES.values()]


def _entry(rule: Rule) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in ("code", "severity", "error", "section", "says")}


def rule_as_json(about: Explanation) -> dict[str, Any]:
    """All that is to be said of a rule, as JSON values."""
    more = {name: getattr(about.rule, name) for name in ("expected", "remedy", "why", "op", "breaks", "fixed")}
    others = {name: value for name, value in asdict(about).items() if name != "rule"}
    return _entry(about.rule) | more | msgspec.to_builtins(others)
