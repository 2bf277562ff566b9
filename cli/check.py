"""``smsmail check``: what is to be said of request lines."""

import click
from msgspec.structs import replace

from ..codec import Diagnostic
from ..codec import check as check_text
from .findings import show_all
from .texts import STDIN, encoding_option, read_text, shown_name, without_line_breaks_around


@click.command(short_help="Check request lines.")
@click.argument("files", nargs=-1, metavar="[FILE…|-]", type=click.Path(allow_dash=True, dir_okay=False))
@encoding_option
@click.pass_context
def check(context: click.Context, files: tuple[str, ...], encoding: str) -> None:
    """Say of each FILE, one request a file, whether it is accepted and what is wrong or doubtful in it.

    Without FILE, or with -, the request is read from standard input. Line breaks before and after the request do not
    count. Passwords are never shown.

    \b
    Exit status:
      0  every request is accepted, perhaps with warnings
      1  a request is refused
      2  wrong usage, or a file that cannot be read
    """
    refused = False
    for name in files or (STDIN,):
        findings = _check(read_text(name, encoding))
        shown = shown_name(name)
        show_all(findings, shown)
        refused |= _verdict(shown, findings)
    context.exit(1 if refused else 0)


def _check(text: str) -> list[Diagnostic]:
    """The findings, with places that hold for the file as it is."""
    request, before = without_line_breaks_around(text)
    lines = text[:before].replace("\r\n", "\n").count("\n") + text[:before].replace("\r\n", "").count("\r")
    return [
        replace(found, start=found.start + before, end=found.end + before, line=found.line + lines)
        for found in check_text(request)
    ]


def _verdict(shown: str, findings: list[Diagnostic]) -> bool:
    """Print the verdict, and tell whether it is a refusal."""
    errors = [found for found in findings if found.severity == "error"]
    warnings = len(findings) - len(errors)
    if errors:
        verdict = click.style("refused", fg="red", bold=True) + f": {_count(len(errors), 'error')}"
    else:
        verdict = click.style("accepted", fg="green", bold=True)
    if warnings:
        verdict += f", {_count(warnings, 'warning')}"
    click.echo(f"{shown}: {verdict}")
    return bool(errors)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
