"""``smsmail explain``: a clause, a reading, a rule or a case, and what it has to do with others."""

import json
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

import click
import msgspec

from ..codec import RULES
from ..conformance import Case
from ..conformance.escape import escape
from ..conformance.register import (
    Citable,
    Clause,
    Reading,
    beside,
    cases,
    cases_on,
    clauses,
    every_id,
    find,
    grammar_on,
    readings,
    readings_of,
    rules_on,
)
from ..grammar.abnf import name_of
from .conformance.cases import about_case, show_case
from .rule import explanation_of, rule_as_json, show_rule
from .showing.telling import lines, paragraph

_MOST = 10
"""So many cases are named; there may be a hundred."""


def _known(context: click.Context, parameter: click.Parameter, id: str) -> tuple[Citable, str]:
    found = find(id)
    if not found:
        raise click.BadParameter(f"Nothing is named {escape(id[:80])!r}. {_hint(id)}", context, parameter)
    return found


def _hint(id: str) -> str:
    topic = id.strip("/").lower()
    inside = [name for name in cases() if name.startswith(f"{topic}/")]
    if inside:
        return f"It is where {len(inside)} cases are: {inside[0]}, … (`smsmail conformance list --case {topic}`)."
    word = id[:80].strip()
    close = [*get_close_matches(word.upper(), [*clauses(), *readings()], n=3)]
    close += get_close_matches(word.lower(), [*RULES, *cases()], n=3)
    if close:
        return f"Did you mean {' or '.join(close)}?"
    return "Clauses are named like C-ID, readings like R-ID0, rules like id-zero, cases like request/id/one."


def _completions(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    return [id for id in every_id() if id.lower().startswith(incomplete.lower())]


@click.command(short_help="Explain a clause, reading, rule or case.")
@click.argument("found", metavar="ID", callback=_known, shell_complete=_completions)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def explain(found: tuple[Citable, str], as_json: bool) -> None:
    """Explain what findings, cases and the specification cite: a clause of the vendor's description (C-…), a reading by
    which this project closes a gap of it (R-…), a rule of the codec, or a case of the suite; and what it has to do with
    others.

    \b
    Examples:
      smsmail explain C-ID
      smsmail explain R-ID0
      smsmail explain id-zero
      smsmail explain request/id/one
    """
    kind, name = found
    if as_json:
        click.echo(json.dumps(_as_json(kind, name), indent=1))
        return
    match kind:
        case "clause":
            _show_clause(clauses()[name])
        case "reading":
            _show_reading(readings()[name])
        case "rule":
            show_rule(explanation_of(RULES[name]))
        case "case":
            show_case(cases()[name])


def _show_clause(clause: Clause) -> None:
    click.secho(clause.id, bold=True)
    click.echo(f"what the vendor's description says, {clause.section}")
    paragraph("It says", clause.text)
    for reading in readings_of(clause.id):
        paragraph(reading.id, f"{reading.question} {reading.reading} Binding: {reading.level}.")
    _show_what_rests_on(clause.id)
    of_section = [one.id for one in clauses().values() if one.section == clause.section]
    paragraph("Beside it", ", ".join(beside(clause.id, of_section)))


def _show_reading(reading: Reading) -> None:
    click.secho(reading.id, bold=True)
    click.echo("how this project closes a gap of the vendor's description")
    paragraph("Question", reading.question)
    paragraph("Reading", reading.reading)
    paragraph("Why", reading.why)
    if reading.alternatives:
        lines("Alternatives", (f"- {one}" for one in reading.alternatives))
    lines("Evidence", (f"- {one}" for one in reading.evidence))
    paragraph("Binding", reading.level)
    for clause in reading.clauses:
        paragraph(clause, clauses()[clause].text)
    _show_what_rests_on(reading.id)
    others = _others_of(reading)
    paragraph("Beside it", ", ".join(others or beside(reading.id, readings())))


def _others_of(reading: Reading) -> list[str]:
    """The other readings of the same clauses."""
    found = (one.id for clause in reading.clauses for one in readings_of(clause))
    return list(dict.fromkeys(id for id in found if id != reading.id))


def _show_what_rests_on(id: str) -> None:
    if stated := grammar_on(id):
        paragraph("Grammar (smsmail grammar --rule RULE)", ", ".join(name_of(one.name) for one in stated))
    if rules := rules_on(id):
        paragraph("Rules (smsmail explain CODE)", ", ".join(rule.code for rule in rules))
    _show_cases(id, cases_on(id))


def _show_cases(id: str, about: Sequence[Case]) -> None:
    if not about:
        paragraph("Cases", "none")
        return
    shown = [f"{case.id}  {case.level}" for case in about[:_MOST]]
    if len(about) > _MOST:
        shown.append(f"… and {len(about) - _MOST} more")
    lines("Cases, the most binding first (smsmail explain CASE)", shown)


def _as_json(kind: Citable, name: str) -> dict[str, Any]:
    match kind:
        case "clause":
            about = msgspec.to_builtins(clauses()[name]) | {"readings": [one.id for one in readings_of(name)]}
        case "reading":
            about = msgspec.to_builtins(readings()[name])
        case "rule":
            return {"kind": kind, **rule_as_json(explanation_of(RULES[name]))}
        case "case":
            case = cases()[name]
            return {"kind": kind, **about_case(case), "input": case.input, "expect": case.expect}
    return {
        "kind": kind,
        **about,
        "grammar": [name_of(one.name) for one in grammar_on(name)],
        "rules": [rule.code for rule in rules_on(name)],
        "cases": [case.id for case in cases_on(name)],
    }
