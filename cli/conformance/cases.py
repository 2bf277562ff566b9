"""Cases on the command line: choosing them, listing them, explaining one."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

import click

from ...conformance import Case, NothingSelected, load_cases, select
from ...conformance.corpus import LEVELS, OPS, Level
from ...conformance.register import load_clauses, load_readings
from ...conformance.visible import visible

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
        click.echo(json.dumps({"cases": [_about(case) for case in cases]}, indent=1))
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
    case = cases[0]
    click.secho(case.id, bold=True)
    click.echo(f"operation {case.op}, level {case.level}" + _origin(case))
    _paragraph("Catches", case.catches)
    clauses, readings = load_clauses(), load_readings()
    for name in case.clauses:
        _paragraph(name, clauses[name].text if name in clauses else "(not in the index)")
    for name in case.readings:
        if entry := readings.get(name):
            _paragraph(name, f"{entry.question} {entry.reading} ({entry.why}) Binding: {entry.level}.")
        else:
            _paragraph(name, "(not in the register)")
    _value("Input", case.input)
    _value("Expected", case.expect)
    if case.findings is not None:
        _paragraph("Findings", ", ".join(case.findings) or "none")
    _paragraph("Run it", f"smsmail conformance --case {case.id}")


def _about(case: Case) -> dict[str, Any]:
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


def _paragraph(title: str, text: str) -> None:
    click.echo()
    click.secho(title, bold=True)
    click.echo(click.wrap_text(visible(text), 88, "  ", "  "))


def _value(title: str, value: dict[str, Any]) -> None:
    click.echo()
    click.secho(title, bold=True)
    for line in json.dumps(value, indent=2, ensure_ascii=False).split("\n"):
        click.echo(f"  {visible(line)}")
