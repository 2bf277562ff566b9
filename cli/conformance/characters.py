"""`smsmail conformance characters`: the accumulated case, put to a testee, and what differs."""

from collections.abc import Iterator

import click

from ...codec import segment
from ...conformance import SessionLimits
from ...conformance.accumulated import Accumulated, digest, line, load_accumulated
from ...conformance.escape import escape
from ...conformance.protocol import Ok
from .generate import introduced, session_of

_SHOWN = 10


@click.command("characters")
@click.option("--testee", metavar="'COMMAND'", help="How to start the implementation under test.")
@click.option("--list", "listed", is_flag=True, help="Print a line for each character: those that are hashed.")
@click.pass_context
def check_characters(context: click.Context, testee: str | None, listed: bool) -> None:
    """Ask a testee for the encoding of each character of the basic plane, and show the first that differ.

    It answers `segment` for 63,488 texts of one character each, which takes a fast one some seconds. Without a testee, --list prints
    what is right: compare the list that your own program makes with it, or just its SHA-256 with that of accumulated.json.

    \b
    Examples:
      smsmail conformance characters --testee 'node testee.js'
      smsmail conformance characters --list | diff - mine.txt | head
      smsmail conformance characters --list | sha256sum

    \b
    Exit status:
      0  all are right, or the list was asked for
      1  some differ
      2  wrong usage, or a testee that cannot be started
    """
    if testee is None and not listed:
        raise click.UsageError("name a --testee, or ask for the --list of what is right")
    [case] = load_accumulated()
    lines = list(_right(case) if testee is None else _of_testee(case, testee))
    if listed:
        click.echo("\n".join(map(escape, lines)))
        return
    if digest(lines) == case.sha256:
        click.echo(f"{case.id}: all {case.lines:,} characters are right")
        return
    differing = [(said, right) for said, right in zip(lines, _right(case), strict=True) if said != right]
    click.echo(f"{case.id}: {len(differing):,} of {case.lines:,} characters differ ({', '.join(case.readings)})")
    for said, right in differing[:_SHOWN]:
        click.echo(f"  {escape(said)}, and right is {right.partition(' ')[2]}")
    if len(differing) > _SHOWN:
        click.echo(f"  and {len(differing) - _SHOWN:,} more")
    context.exit(1)


def _right(case: Accumulated) -> Iterator[str]:
    """The lines of the reference, whose hash a test holds to that of the case."""
    for character in case.each():
        found = segment(character)
        yield line(character, Ok({"encoding": found.encoding, "units": found.units}))


def _of_testee(case: Accumulated, command: str) -> Iterator[str]:
    with session_of(command, SessionLimits()) as session:
        if case.op not in introduced(session):
            raise click.UsageError(f"the testee does not offer {case.op}")
        yield from map(line, case.each(), session.answers(case.questions()))
