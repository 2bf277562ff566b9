"""Titles with paragraphs or lines below them, as the commands that explain something write them."""

from collections.abc import Iterable
from textwrap import fill

import click

from ...conformance.escape import escape

_WIDTH = 88


def paragraph(title: str, text: str) -> None:
    """*text* below its title, in lines that are not too long."""
    click.echo()
    click.secho(title, bold=True)
    shown = escape(text)
    click.echo(fill(shown, _WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False))


def lines(title: str, below: Iterable[str]) -> None:
    """Lines below their title, as they are but for what a terminal would obey."""
    click.echo()
    click.secho(title, bold=True)
    for line in below:
        click.echo(f"  {escape(line)}")
