"""What the subcommands read: files or standard input, as text and without the line breaks around it."""

import sys
from pathlib import Path

import click

STDIN = "-"


def _known_encoding(context: click.Context, parameter: click.Parameter, name: str) -> str:
    try:
        b" ".decode(name, "replace")
    except (LookupError, ValueError) as error:
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


def shown_name(name: str) -> str:
    """How the file *name* is called in output; one that is a request by mistake is not repeated, it holds a password."""
    if name == STDIN:
        return "<stdin>"
    if name.count(":") > 1 or "{" in name:
        return "an argument that looks like a request (give requests in a file or on standard input)"
    return click.format_filename(name)


def read_text(
    name: str, encoding: str, hint: str = "name the encoding with --encoding, for example --encoding koi8-r"
) -> str:
    """The text of the file *name*, or of standard input for ``-``; a byte order mark is no part of it."""
    shown = shown_name(name)
    try:
        text = (_read_stdin() if name == STDIN else Path(name).read_bytes()).decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"{shown}: byte {error.object[error.start]:#04x} at offset {error.start} is no {encoding}; {hint}"
        ) from error
    except ValueError as error:
        raise Unreadable(f"{shown}: {error}") from error
    except OSError as error:
        raise Unreadable(f"{shown}: {error.strerror}") from error
    return text.removeprefix("\ufeff")


def without_line_breaks_around(text: str) -> tuple[str, int]:
    """*text* without its first and last line breaks, which are transport (R-TRAILNL), and how many came first."""
    kept = text.lstrip("\r\n")
    return kept.rstrip("\r\n"), len(text) - len(kept)


def _read_stdin() -> bytes:
    # Closed by the caller, whatever the annotation says.
    if sys.stdin is None:  # pyright: ignore[reportUnnecessaryComparison]
        raise Unreadable("standard input is closed")
    if sys.stdin.isatty():
        click.echo("Reading from the terminal; end the input with Ctrl-D.", err=True)
    return sys.stdin.buffer.read()
