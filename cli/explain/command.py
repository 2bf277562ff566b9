"""``smsmail explain``: the command, and what it shows of clauses, readings and cases."""

import json
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

import click
import msgspec
from msgspec.structs import asdict

from ...codec import RULES, Request, Single
from ...conformance import Case, register
from ...grammar.abnf import name_of
from ..showing import harmless, lines, paragraph
from ..usage import REQUESTS_ARE_READ, looks_like_a_request
from .rules import explanation_of, list_rules, rule_as_json, rules_as_json, show_rule
from .words import WordFound, about, found_as_json, meanings, show_found

_MOST = 10
"""So many cases are named; there may be a hundred."""

_LONGEST = 80

_Named = tuple[register.Citable, str] | WordFound | None


def _known(context: click.Context, parameter: click.Parameter, words: tuple[str, ...]) -> _Named:
    if not words:
        return None
    name = " ".join(words)
    if found := register.find(name) or (about(name) if len(name) <= _LONGEST else None):
        return found
    if looks_like_a_request(name):
        raise click.UsageError(f"that looks like a request; {REQUESTS_ARE_READ}")
    raise click.BadParameter(f"Nothing is named {harmless(name[:_LONGEST])!r}. {_hint(name)}", context, parameter)


def _hint(name: str) -> str:
    topic = name.strip("/").lower()
    inside = [id for id in register.cases() if id.startswith(f"{topic}/")]
    if inside:
        return f"It is where {len(inside)} cases are: {inside[0]}, … (`smsmail conformance list --case {topic}`)."
    fields = (*Request.__struct_fields__, *Single.__struct_fields__)
    spelt = {name.lower(): name for name in (*fields, *register.every_id())}
    if close := get_close_matches(name[:_LONGEST].strip().lower(), spelt, n=3):
        return f"Did you mean {' or '.join(spelt[one] for one in close)}?"
    return "Clauses are named like C-ID, readings like R-ID0, rules like id-zero, cases like request/id/one."


def _completions(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    return [id for id in register.every_id() if id.lower().startswith(incomplete.lower())]


@click.command()
@click.argument("found", metavar="[ID|WORD]", nargs=-1, callback=_known, shell_complete=_completions)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def explain(found: _Named, as_json: bool) -> None:
    """Explain what findings, replies, cases and the specification name: a rule of the validator, a clause of the
    vendor's description (C-…), a reading by which this project closes a gap of it (R-…), a case of the suite, the number
    of an error, or a word such as a field; and what it has to do with others.

    Without an ID it lists the rules, and where the rest is.

    \b
    Examples:
      smsmail explain field-missing
      smsmail explain 7
      smsmail explain phones
      smsmail explain R-ID0
      smsmail explain request/id/one
      smsmail explain --json | jq -r '.rules[].code'
    """
    if as_json:
        click.echo(json.dumps(_as_json(found), indent=1))
        return
    match found:
        case None:
            _list_all()
        case WordFound():
            show_found(found)
        case "clause", name:
            _show_clause(register.clauses()[name])
        case "reading", name:
            _show_reading(register.readings()[name])
        case "rule", name:
            show_rule(explanation_of(RULES[name]))
        case "case", name:
            _show_case(register.cases()[name])


def _list_all() -> None:
    list_rules()
    lines("Errors of a reply", (f"{number}  {meaning}" for number, meaning in meanings().items()))
    paragraph("Clauses", ", ".join(register.clauses()))
    paragraph("Readings", ", ".join(register.readings()))
    paragraph("Cases", f"{len(register.cases())}: `smsmail conformance list` lists them")
    click.echo("\n`smsmail explain ID` explains one.")


def _show_clause(clause: register.Clause) -> None:
    click.secho(clause.id, bold=True)
    click.echo(f"what the vendor's description says, {clause.section}")
    paragraph("It says", clause.text)
    for reading in register.readings_of(clause.id):
        paragraph(reading.id, f"{reading.question} {reading.reading} Binding: {reading.level}.")
    _show_what_rests_on(clause.id)
    of_section = [one.id for one in register.clauses().values() if one.section == clause.section]
    paragraph("Beside it", ", ".join(register.beside(clause.id, of_section)))


def _show_reading(reading: register.RegisteredReading) -> None:
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
        paragraph(clause, register.clauses()[clause].text)
    _show_what_rests_on(reading.id)
    others = _others_of(reading)
    paragraph("Beside it", ", ".join(others or register.beside(reading.id, register.readings())))


def _others_of(reading: register.RegisteredReading) -> list[str]:
    """The other readings of the same clauses."""
    found = (one.id for clause in reading.clauses for one in register.readings_of(clause))
    return list(dict.fromkeys(id for id in found if id != reading.id))


def _show_what_rests_on(id: str) -> None:
    if stated := register.grammar_on(id):
        paragraph("Grammar (smsmail grammar --rule RULE)", ", ".join(name_of(one.name) for one in stated))
    if rules := register.rules_on(id):
        paragraph("Rules (smsmail explain CODE)", ", ".join(rule.code for rule in rules))
    _show_cases(register.cases_on(id))


def _show_cases(about: Sequence[Case]) -> None:
    if not about:
        paragraph("Cases", "none")
        return
    shown = [f"{case.id}  {case.level}" for case in about[:_MOST]]
    if len(about) > _MOST:
        shown.append(f"… and {len(about) - _MOST} more")
    lines("Cases, the most binding first (smsmail explain CASE)", shown)


def _show_case(case: Case) -> None:
    """What it asks, what is right, which mistake it catches, on what it rests, and what stands beside it."""
    origin = ", an example of the vendor's description" if case.documented else ""
    click.secho(case.id, bold=True)
    click.echo(f"operation {case.op}, level {case.level}{origin}, since version {case.since} of the corpus")
    if case.aliases:
        click.echo(f"in earlier versions: {', '.join(case.aliases)}")
    paragraph("Catches", f"{case.catches} ({case.kind}, {case.effect})")
    for name in case.clauses:
        paragraph(name, register.clauses()[name].text)
    for name in case.readings:
        about = register.readings()[name]
        paragraph(name, f"{about.question} {about.reading} ({about.why}) Binding: {about.level}.")
    for title, value in (("Input", case.input), ("Expected", case.expect)):
        lines(title, json.dumps(value, indent=2, ensure_ascii=False).split("\n"))
    if case.findings is not None:
        paragraph("Findings", ", ".join(case.findings) or "none")
    paragraph("Run it", f"smsmail conformance --case {case.id}")
    topic = [other.id for other in register.cases().values() if other.topic == case.topic]
    if len(topic) > 1:
        lines(f"Beside it in {case.topic}", register.beside(case.id, topic))


def _as_json(found: _Named) -> dict[str, Any]:
    match found:
        case None:
            return {
                "rules": rules_as_json(),
                "errors": [{"number": number, "means": meaning} for number, meaning in meanings().items()],
                "clauses": list(register.clauses()),
                "readings": list(register.readings()),
                "cases": list(register.cases()),
            }
        case WordFound():
            return found_as_json(found)
        case "clause", name:
            about = msgspec.to_builtins(register.clauses()[name]) | {
                "readings": [one.id for one in register.readings_of(name)]
            }
        case "reading", name:
            about = msgspec.to_builtins(register.readings()[name])
        case "rule", name:
            return {"kind": "rule", **rule_as_json(explanation_of(RULES[name]))}
        case "case", name:
            case = register.cases()[name]
            left_out = ("kind", "findings", "documented")
            about = {name: value for name, value in asdict(case).items() if name not in left_out}
            return {"kind": "case", **about, "mistake": case.kind}
    return {
        "kind": found[0],
        **about,
        "grammar": [name_of(one.name) for one in register.grammar_on(name)],
        "rules": [rule.code for rule in register.rules_on(name)],
        "cases": [case.id for case in register.cases_on(name)],
    }
