"""What the subcommands read: files or standard input, as text and without the line breaks around it."""

import sys
from pathlib import Path

import click

STDIN = "-"


def _known_encoding(context: click.Context, parameter: click.Parameter, name: str) -> str:
    try:
        b" ".decode(name, "replace")
    except LookupError as error:
        raise click.BadParameter(str(error), context, parameter) from error
    return name


encoding_option = click.option(
    "--encoding",
    default="utf-8",
    show_default=True,
    callback=_known_encoding,
    metavar="NAME",
    help="The encoding of the text.",
)


class Unreadable(click.ClickException):
    """A file that cannot be read; wrong usage, so exit status 2."""

    exit_code = 2


def read_text(name: str, encoding: str) -> str:
    """The text of the file *name*, or of standard input for ``-``; a byte order mark is no part of it."""
    shown = click.format_filename(name)
    try:
        text = (_read_stdin() if name == STDIN else Path(name).read_bytes()).decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"{shown}: byte {error.object[error.start]:#04x} at offset {error.start} is no {encoding}; "
            "name the encoding with --encoding, for example --encoding koi8-r"
        ) from error
    except OSError as error:
        raise Unreadable(f"{shown}: {error.strerror}") from error
    return text.removeprefix("\ufeff")


def without_line_breaks_around(text: str) -> tuple[str, int]:
    """*text* without its first and last line breaks, which are transport (R-TRAILNL), and how many came first."""
    kept = text.lstrip("\r\n")
    return kept.rstrip("\r\n"), len(text) - len(kept)


def _read_stdin() -> bytes:
    if sys.stdin.isatty():
        click.echo("Reading from the terminal; end the input with Ctrl-D.", err=True)
    return sys.stdin.buffer.read()
