"""Cases on the command line: choosing them, listing them, explaining one."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

import click

from ...conformance import Case, NothingSelected, load_cases, select
from ...conformance.corpus import LEVELS, OPS, Level
from ...conformance.register import beside, clauses, readings
from ..showing.telling import lines, paragraph

Command = TypeVar("Command", bound=Callable[..., Any])


def selection_options(command: Command) -> Command:
    """Add --case, --op and --level, passed on as patterns, ops and level."""
    options = (
        click.option(
            "--case",
            "patterns",
            multiple=True,
            metavar="PREFIX|GLOB",
            help="Only cases with this address or beginning, or matching this glob. Repeatable.",
        ),
        click.option(
            "--op",
            "ops",
            multiple=True,
            type=click.Choice(OPS),
            metavar="OP",
            help="Only cases of this operation, such as decode_request. Repeatable.",
        ),
        click.option(
            "--level",
            type=click.Choice(LEVELS),
            default="may",
            show_default=True,
            help="Only cases at least as binding: must alone, must and should, or all.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def selected(cases: list[Case], patterns: tuple[str, ...], ops: tuple[str, ...], level: Level) -> list[Case]:
    """The chosen cases; choosing none is wrong usage."""
    try:
        return select(cases, patterns, ops, level)
    except NothingSelected as error:
        raise click.UsageError(str(error)) from error


@click.command("list")
@selection_options
@click.option("--json", "as_json", is_flag=True, help="As JSON, with what each case is about.")
def list_cases(patterns: tuple[str, ...], ops: tuple[str, ...], level: Level, as_json: bool) -> None:
    """List the cases of the suite: id, operation, level."""
    cases = selected(load_cases(), patterns, ops, level)
    if as_json:
        click.echo(json.dumps({"cases": [about_case(case) for case in cases]}, indent=1))
        return
    width = max(len(case.id) for case in cases)
    for case in cases:
        click.echo(f"{case.id:<{width}}  {case.op:<14}  {case.level}")


@click.command("explain")
@click.argument("case_id", metavar="CASE")
def explain_case(case_id: str) -> None:
    """Explain one case: what it asks, what is right, which mistake it catches, and why."""
    cases = selected(load_cases(), (case_id,), (), "may")
    if len(cases) > 1:
        names = ", ".join(case.id for case in cases[:3])
        raise click.UsageError(f"{case_id!r} names {len(cases)} cases ({names}, …); explain one")
    show_case(cases[0])


def show_case(case: Case) -> None:
    """Write what a case asks, what is right, which mistake it catches, on what it rests, and what stands beside it."""
    click.secho(case.id, bold=True)
    click.echo(f"operation {case.op}, level {case.level}" + _origin(case))
    paragraph("Catches", case.catches)
    for name in case.clauses:
        paragraph(name, clauses()[name].text if name in clauses() else "(not in the index)")
    for name in case.readings:
        if entry := readings().get(name):
            paragraph(name, f"{entry.question} {entry.reading} ({entry.why}) Binding: {entry.level}.")
        else:
            paragraph(name, "(not in the register)")
    _value("Input", case.input)
    _value("Expected", case.expect)
    if case.findings is not None:
        paragraph("Findings", ", ".join(case.findings) or "none")
    paragraph("Run it", f"smsmail conformance --case {case.id}")
    topic = [other.id for other in load_cases() if other.topic == case.topic]
    if case.id in topic and len(topic) > 1:
        lines(f"Beside it in {case.topic}", beside(case.id, topic))


def about_case(case: Case) -> dict[str, Any]:
    """What a case is about, without what it asks."""
    return {
        "id": case.id,
        "op": case.op,
        "level": case.level,
        "clauses": case.clauses,
        "readings": case.readings,
        "catches": case.catches,
    }


def _origin(case: Case) -> str:
    return ", an example of the vendor's description" if case.documented else ""


def _value(title: str, value: dict[str, Any]) -> None:
    lines(title, json.dumps(value, indent=2, ensure_ascii=False).split("\n"))
