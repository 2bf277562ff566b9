"""How a finding is shown to a person."""

from collections.abc import Iterable, Sequence

import click

from ..codec import Diagnostic

_COLOURS = {"error": "red", "warning": "yellow", "note": "blue"}


SHOWN = 100
"""How many findings of one text are shown; a person reads no more, and a text can be made to have a million."""

notes_option = click.option(
    "--notes",
    is_flag=True,
    help="Show notes too where there is neither an error nor a warning, and explain them.",
)


def of_interest(findings: Iterable[Diagnostic], *, notes: bool) -> list[Diagnostic]:
    """*findings*, unless they are notes alone and *notes* are not asked for: beside something else they explain it."""
    found = list(findings)
    return found if notes or any(one.severity != "note" for one in found) else []


def show_all(
    findings: Sequence[Diagnostic],
    source: str,
    *,
    part: str = "",
    notes: bool = False,
    in_value: bool = False,
    err: bool = False,
) -> None:
    """Print *findings*, as they were made in the text named *source*; no part of that text is shown.

    The text may be the *part* of a mail. With *in_value* places count in the value of the field, as those of an encoder
    do. What explains a finding is not repeated for the next ones of the same rule; *notes* are explained where asked for.
    """
    explained = ""
    for found in findings[:SHOWN]:
        severity = click.style(f"{found.severity}[{found.rule}]", fg=_COLOURS[found.severity], bold=True)
        click.echo(f"{_place(found, source, part, in_value)}: {severity}: {_harmless(found.message)}", err=err)
        if notes or found.severity != "note":
            click.echo(f"  where:    {_where(found)}", err=err)
            if found.rule != explained:
                _explain(found, err)
                explained = found.rule
    if len(findings) > SHOWN:
        click.echo(f"{source}: … and {len(findings) - SHOWN} more findings", err=err)


def _explain(found: Diagnostic, err: bool) -> None:
    answered = f", error {found.error}" if found.error else ""
    click.echo(f"  expected: {found.expected}", err=err)
    click.echo(f"  remedy:   {found.remedy}", err=err)
    click.echo(f"  basis:    {found.clause}{f', {found.reading}' if found.reading else ''}{answered}", err=err)


def _of_mail(found: Diagnostic) -> bool:
    """Whether *found* is about a mail, which has no lines to count, and not about the request in it."""
    return found.field.partition(".")[0] == "mail"


def _place(found: Diagnostic, source: str, part: str, in_value: bool) -> str:
    if in_value or _of_mail(found):
        return source
    return f"{source}{f' ({part})' if part else ''}:{found.line}:{found.column}"


def _where(found: Diagnostic) -> str:
    if _of_mail(found) and not found.end:
        return found.field  # all of it, or what is not there
    unit = "octet" if _of_mail(found) else "offset"
    field = f" in {found.field}" if found.field else ""
    if found.end - found.start <= 1:
        return f"{unit} {found.start}{field}"
    return f"{unit}s {found.start} to {found.end - 1}{field}"


def _harmless(message: str) -> str:
    """*message* without anything that a terminal would obey: it may quote what a stranger wrote in a header."""
    if message.isprintable():
        return message
    from ..conformance.visible import visible

    return visible(message)
