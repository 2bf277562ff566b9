"""The requests to be read, each in a file of its own, in a mail, or in one of the mails of a mailbox."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import NamedTuple

import click
from msgspec.structs import replace

from ...codec import Diagnostic
from ...codec.mail.parse import MAX_MAIL_OCTETS
from ..usage import options
from .file_kind import Forced, kind_of, without_mark
from .mailbox import MailOctets, NotAMailbox, mail_of, mails_of
from .texts import Unreadable, chunks_of, shown_name, whole

Advance = Callable[[int], object]


class Given(NamedTuple):
    """A request as it was given."""

    shown: str
    """How it is called in output."""
    is_mail: bool
    octets: bytes
    """All of a text; of a mail that is too large just so many that this is seen."""
    size: int


kind_options = options(
    *(
        click.option(f"--{name}", "forced", flag_value=name, help=f"The input is {what}, whatever it looks like.")
        for name, what in (("mail", "a mail or a mailbox"), ("line", "the text of a request"))
    )
)
"""--mail and --line, passed on as forced."""


class Source(NamedTuple):
    """A file with requests."""

    name: str
    shown: str
    """How it is called in output."""
    forced: Forced = None
    is_one_mail: bool = False
    """As each file of a Maildir is, whatever it looks like."""


def given_in(name: str, forced: Forced) -> Iterator[Given | Unreadable]:
    """The requests in the file or standard input called *name*; what cannot be read of it is among them."""
    return given_of(Source(name, shown_name(name), forced))


def given_of(source: Source, advance: Advance = int) -> Iterator[Given | Unreadable]:
    """The requests in *source*; what cannot be read of it is among them.

    *advance* is told how many octets have been dealt with.
    """
    chunks = chunks_of(source.name, source.shown, advance)
    try:
        yield from _one_mail(source.shown, chunks) if source.is_one_mail else _recognised(source, chunks)
    except Unreadable as error:
        yield error


def with_true_size(findings: Iterable[Diagnostic], given: Given) -> list[Diagnostic]:
    """*findings*, where a mail that is too large is called as large as it is, and not as what is held of it."""
    says = f"the mail has {given.size} octets"
    return [
        replace(found, start=MAX_MAIL_OCTETS, end=given.size, message=says) if found.rule == "mail-size" else found
        for found in findings
    ]


def _recognised(source: Source, chunks: Iterator[bytes]) -> Iterator[Given]:
    first = next(chunks)
    kind = kind_of(source.name, first, source.forced)
    chunks = chain([first], chunks)
    if kind == "line":
        text = whole(chunks, source.shown, "which is too much for a request; if each line is one, say --lines")
        yield Given(source.shown, False, text, len(text))
    elif kind == "mail":
        yield from _one_mail(source.shown, chunks)
    else:
        try:
            for number, mail in enumerate(mails_of(chunks), 1):
                yield _given(f"{source.shown}#{number}", mail)
        except NotAMailbox:
            raise Unreadable(f"{source.shown}: a mailbox begins with a line From, and this does not") from None


def _one_mail(shown: str, chunks: Iterator[bytes]) -> Iterator[Given]:
    first = without_mark(next(chunks))
    yield _given(shown, mail_of(chain([first], chunks)))


def _given(shown: str, mail: MailOctets) -> Given:
    return Given(shown, True, mail.octets, mail.size)
