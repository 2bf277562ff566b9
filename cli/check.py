"""``smsmail check``: what is to be said of requests, alone or in mails."""

import signal
from collections.abc import Sequence

import click
from msgspec.structs import replace

from ..codec import Diagnostic, check_mail
from ..codec import check as check_text
from .findings import notes_option, of_interest, show_all
from .mails import Given, given_in, kind_options, with_true_size
from .progress import progress
from .recognise import Forced
from .texts import STDIN, Unreadable, encoding_option, shown_name, text_of, without_line_breaks_around
from .verdicts import Tally

INTERRUPTED = 128 + signal.SIGINT


@click.command(short_help="Check request lines and mails.")
@click.argument("files", nargs=-1, metavar="[FILE…|-]", type=click.Path(allow_dash=True))
@kind_options
@notes_option
@encoding_option
@click.pass_context
def check(context: click.Context, files: tuple[str, ...], forced: Forced, notes: bool, encoding: str) -> None:
    """Say of each request whether it is accepted, and what is wrong or doubtful in it.

    A FILE is the text of one request, a mail with one, or a mailbox (mbox or Maildir) with many. Without FILE, or with
    -, it is read from standard input. Line breaks before and after a request do not count. Passwords are never shown.

    \b
    What a FILE is, unless --mail or --line says it:
      Maildir   a folder with the folders cur and new in it (its subfolders are not read);
                a folder with a file mbox in it is that mailbox
      mail      its name ends in .eml
      mbox      its name ends in .mbox, or its first line is one that stands between the
                mails of a mailbox: "From " with a time and a year behind, or with nothing
      mail      its first line is a header such as Received, From, To, Subject, Date,
                Message-ID, MIME-Version, Content-… or X-…, in capitals or not, there are
                only headers down to an empty line, and the first line is not login:psw:…
                with six colons itself
      request   everything else

    \b
    Where a finding is:
      order.txt:1:14              line and column of the request
      shop.eml                    of the mail; octets count in the part that is named
      shop.eml (request):1:14     line and column of the request that the mail carries
      inbox.mbox#17               the 17th mail of a mailbox

    Notes say what is neither wrong nor doubtful and yet worth knowing, such as the charset that a mail was read in where
    it names none. They are shown and counted beside an error or a warning, and always with --notes.

    \b
    Exit status:
      0  every request is accepted, perhaps with warnings; so is a mailbox without mails
      1  a request is refused
      2  wrong usage, or a file that cannot be read; the others are checked all the same
    """
    tally = Tally()
    try:
        _check_all(files or (STDIN,), forced, notes, encoding, tally)
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    if tally.total > 1:
        click.echo(str(tally))
    context.exit(2 if tally.unreadable else 1 if tally.refused else 0)


def _check_all(names: Sequence[str], forced: Forced, notes: bool, encoding: str, tally: Tally) -> None:
    with progress(names) as bar:
        for name in names:
            before = tally.total
            for given in given_in(name, forced, bar.advance):
                try:
                    _check_one(given, notes, encoding, tally)
                except Unreadable as error:
                    tally.unreadable += 1
                    bar.make_way()
                    error.show()
            if tally.total == before:
                click.echo(f"{shown_name(name)}: no mails")


def _check_one(given: Given | Unreadable, notes: bool, encoding: str, tally: Tally) -> None:
    if isinstance(given, Unreadable):
        raise given
    findings = with_true_size(check_mail(given.octets), given) if given.is_mail else _check_text(given, encoding)
    found = of_interest(findings, notes=notes)
    show_all(found, given.shown, part="request" if given.is_mail else "", notes=notes)
    click.echo(tally.add(given.shown, found, is_mail=given.is_mail))


def _check_text(given: Given, encoding: str) -> list[Diagnostic]:
    """The findings, with places that hold for the file as it is."""
    text = text_of(given.octets, given.shown, encoding)
    request, before = without_line_breaks_around(text)
    lines = text[:before].replace("\r\n", "\n").count("\n") + text[:before].replace("\r\n", "").count("\r")
    return [
        replace(
            found,
            start=found.start + before,
            end=found.end + before,
            line=found.line + lines,
            fix=tuple(replace(edit, start=edit.start + before, end=edit.end + before) for edit in found.fix),
        )
        for found in check_text(request)
    ]
