"""What people see: findings with their places, excerpts, and nothing in foreign text that anything would obey."""

from collections.abc import Iterable

import click

_WIDTH = 88


def harmless(text: str) -> str:
    """*text* without anything that a terminal or a build server would obey: a stranger may have written it."""
    if text.isprintable() and "##" not in text and not text.lstrip().startswith("::"):
        return text
    from ...conformance.escape import escape  # Few texts need it.

    return escape(text)


def many(number: int, noun: str) -> str:
    """So many of them, in words.

    >>> many(1, "part"), many(2, "part")
    ('1 part', '2 parts')
    """
    return f"{number} {noun}{'' if number == 1 else 's'}"


def paragraph(title: str, text: str) -> None:
    """Print *text* below its title, in lines that are not too long."""
    from textwrap import fill

    click.echo()
    click.secho(title, bold=True)
    click.echo(fill(harmless(text), _WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False))


def lines(title: str, below: Iterable[str]) -> None:
    """Print lines below their title as they are, but for what a terminal would obey."""
    click.echo()
    click.secho(title, bold=True)
    for line in below:
        click.echo(f"  {harmless(line)}")
