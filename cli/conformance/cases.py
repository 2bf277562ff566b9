"""Cases on the command line: choosing and listing them."""

import json
from typing import Any

import click

from ...conformance import Case, NothingSelected, load_cases, select
from ...conformance.corpus import LEVELS, OPS, Level, became
from ..usage import options

selection_options = options(
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
"""--case, --op and --level, passed on as patterns, ops and level."""


def selected(cases: list[Case], patterns: tuple[str, ...], ops: tuple[str, ...], level: Level) -> list[Case]:
    """The chosen cases; choosing none is wrong usage. What became of an id of an earlier version is told."""
    now = became(cases)
    for pattern in patterns:
        if pattern in now:
            click.echo(f"{pattern} is {now[pattern]} now", err=True)
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


def _about(case: Case) -> dict[str, Any]:
    """What a case is about, without what it asks."""
    members = ("id", "op", "level", "clauses", "readings", "catches", "kind", "effect")
    return {name: getattr(case, name) for name in members}
