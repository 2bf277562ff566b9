"""Writing mended texts, and what mends them, on standard output."""

import sys

import click

from ..reading.texts import Unreadable
from .checking import Output

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


class Writer:
    """Writes texts in their *encoding* as they are; on a terminal in its own, with nothing in them that it would obey."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._stream = sys.stdout  # Later on, reports may be led elsewhere.
        self._in_a_line = False

    def write(self, output: Output) -> None:
        if not output.text:
            return
        text = f"\n{output.text}" if self._in_a_line else output.text
        self._in_a_line = not text.endswith("\n")
        if self._stream.isatty():
            from ...conformance.escape import escape

            lines = escape(text, keep="\n\t").splitlines(keepends=True)
            click.echo("".join(map(_coloured, lines) if output.is_diff else lines), file=self._stream, nl=False)
            return
        try:
            octets = text.encode(self._encoding)
        except UnicodeEncodeError as error:
            raise Unreadable(
                f"{output.shown}: {self._encoding} does not have {error.object[error.start]!a}; "
                "name an encoding that does with --encoding"
            ) from error
        self._stream.flush()
        self._stream.buffer.write(octets)


def _coloured(line: str) -> str:
    return click.style(line, fg=_COLOURS.get(line[0]))
