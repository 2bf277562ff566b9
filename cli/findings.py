"""How a finding is shown to a person."""

from collections.abc import Sequence

import click

from ..codec import Diagnostic

_COLOURS = {"error": "red", "warning": "yellow", "note": "blue"}


SHOWN = 100
"""How many findings of one text are shown; a person reads no more, and a text can be made to have a million."""


def show_all(findings: Sequence[Diagnostic], source: str, *, in_value: bool = False, err: bool = False) -> None:
    """Print *findings* as :func:`show` does, and how many more there are."""
    for found in findings[:SHOWN]:
        show(found, source, in_value=in_value, err=err)
    if len(findings) > SHOWN:
        click.echo(f"{source}: … and {len(findings) - SHOWN} more findings", err=err)


def show(found: Diagnostic, source: str, *, in_value: bool = False, err: bool = False) -> None:
    """Print *found*, as it was made in the text named *source*; no part of that text is shown.

    With *in_value* places count in the value of the field, as those of an encoder do.
    """
    where = source if in_value else f"{source}:{found.line}:{found.column}"
    severity = click.style(f"{found.severity}[{found.rule}]", fg=_COLOURS[found.severity], bold=True)
    answered = f", error {found.error}" if found.error else ""
    field = f" in {found.field}" if found.field else ""
    click.echo(f"{where}: {severity}: {found.message}", err=err)
    click.echo(f"  where:    {_span(found)}{field}", err=err)
    click.echo(f"  expected: {found.expected}", err=err)
    click.echo(f"  remedy:   {found.remedy}", err=err)
    click.echo(f"  basis:    {found.clause}{f', {found.reading}' if found.reading else ''}{answered}", err=err)


def _span(found: Diagnostic) -> str:
    if found.end - found.start <= 1:
        return f"offset {found.start}"
    return f"offsets {found.start} to {found.end - 1}"
