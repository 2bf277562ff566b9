"""What the subcommands read: files or standard input, in octets, and as text without the line breaks around it."""

import codecs
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from typing import BinaryIO

import click

from ..showing import harmless
from ..usage import Failed, looks_like_a_request

STDIN = "-"

CHUNK = 1 << 17
"""So much is read at once; more than a mail may have, so that the first chunk shows what a file is."""

MAX_TEXT_OCTETS = 1 << 18
"""Of a text no more is read: no mail can carry half of that (C-SIZE), and its findings take many times its size."""

MAX_JSON_OCTETS = 6 * MAX_TEXT_OCTETS
"""JSON may write each character as an escape of six."""

MARK = "\ufeff"
"""The byte order mark."""

_TOO_MUCH = "which is too much for a text"
_HINT = "name the encoding with --encoding, for example --encoding koi8-r"


def problem_of_encoding(name: str) -> str:
    """Why nothing can be encoded so; nothing where it can."""
    try:
        b" ".decode(name, "replace")
    except (LookupError, ValueError) as error:
        return str(error)
    return ""


def _known_encoding(context: click.Context, parameter: click.Parameter, name: str) -> str:
    if problem := problem_of_encoding(name):
        raise click.BadParameter(problem, context, parameter)
    return name


encoding_option = click.option(
    "--encoding",
    default="utf-8",
    show_default=True,
    callback=_known_encoding,
    metavar="NAME",
    help="The encoding of the text; a mail names its own.",
)


class Unreadable(Failed):
    """A file that cannot be read."""


def shown_name(name: str) -> str:
    """How the file *name* is called in output; one that is a request by mistake is not repeated, it holds a password."""
    if name == STDIN:
        return "<stdin>"
    if looks_like_a_request(name):
        return "an argument that looks like a request (give requests in a file or on standard input)"
    return harmless(click.format_filename(name))


def chunks_of(name: str, shown: str, advance: Callable[[int], object] = int) -> Iterator[bytes]:
    """The octets of the file *name*, or of standard input for ``-``, in one chunk at least.

    *advance* is told how many have been dealt with.
    """
    try:
        with nullcontext(_stdin()) if name == STDIN else open(name, "rb") as file:
            size = CHUNK
            while size == CHUNK:  # A terminal has to be told only once that this is the end.
                chunk = file.read(CHUNK)
                size = len(chunk)
                yield chunk
                advance(size)
    except OSError as error:
        raise Unreadable(f"{shown}: {error.strerror}") from error
    except ValueError as error:  # no name of a file at all
        raise Unreadable(f"{shown}: {error}") from error


def whole(chunks: Iterable[bytes], shown: str, what: str, most: int = MAX_TEXT_OCTETS) -> bytes:
    """All octets of *chunks*, unless there are too many, which *what* they should be says."""
    gathered = bytearray()
    for chunk in chunks:
        gathered += chunk
        if len(gathered) > most:
            raise Unreadable(f"{shown}: more than {most} octets, {what}")
    return bytes(gathered)


def exact_encoding(encoding: str, first: bytes) -> str:
    """The *encoding* of a text that begins with the octets *first*, as one that gives back the same octets.

    A byte order mark is a character of its own in it.
    """
    name = codecs.lookup(encoding).name
    if name == "utf-8-sig":
        return "utf-8"
    if name in ("utf-16", "utf-32"):
        is_big = first.startswith(MARK.encode(f"{name}-be")) or (
            sys.byteorder == "big" and not first.startswith(MARK.encode(f"{name}-le"))
        )
        return f"{name}-{'be' if is_big else 'le'}"
    return encoding


def text_of(octets: bytes, shown: str, encoding: str, hint: str = _HINT) -> str:
    """The text that *octets* are; a byte order mark is no part of it."""
    return decoded(octets, shown, encoding, hint).removeprefix(MARK)


def decoded(octets: bytes, shown: str, encoding: str, hint: str = _HINT) -> str:
    """The text that *octets* are, with its byte order mark."""
    try:
        return octets.decode(encoding)
    except UnicodeDecodeError as error:
        if octets.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            hint = "it begins as UTF-16 does: --encoding utf-16"
        raise Unreadable(
            f"{shown}: byte {error.object[error.start]:#04x} at offset {error.start} is no {encoding}; {hint}"
        ) from error
    except ValueError as error:
        raise Unreadable(f"{shown}: {error}") from error


def read_text(name: str, encoding: str, hint: str = _HINT, most: int = MAX_TEXT_OCTETS, of: str = _TOO_MUCH) -> str:
    """The text of the file *name*, or of standard input for ``-``, of which no more is read than there may be *of* it."""
    shown = shown_name(name)
    return text_of(whole(chunks_of(name, shown), shown, of, most), shown, encoding, hint)


def _stdin() -> BinaryIO:
    # Closed by the caller, whatever the annotation says.
    if sys.stdin is None:  # pyright: ignore[reportUnnecessaryComparison]
        raise Unreadable("standard input is closed")
    if sys.stdin.isatty():
        click.echo("Reading from the terminal; end the input with Ctrl-D.", err=True)
    return sys.stdin.buffer
