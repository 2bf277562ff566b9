"""Writing fixed texts, and what fixes them, on standard output."""

import sys

import click

from ..reading.texts import Unreadable
from .checking import Output

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}


class Writer:
    """Writes texts in their encoding as they are; on a terminal in its own, with nothing in them that it would obey."""

    def __init__(self) -> None:
        self._stream = sys.stdout  # Later on, reports may be led elsewhere.
        self._in_a_line = False

    def write(self, output: Output) -> None:
        if not output.text:
            return
        text = f"\n{output.text}" if self._in_a_line else output.text
        in_a_line, self._in_a_line = self._in_a_line, not text.endswith("\n")
        if self._stream.isatty():
            from ...conformance.escape import escape

            lines = escape(text, keep="\n\t").splitlines(keepends=True)
            click.echo("".join(map(_coloured, lines) if output.is_diff else lines), file=self._stream, nl=False)
            return
        octets = _encoded(output) if output.octets is None else output.octets
        self._stream.flush()
        self._stream.buffer.write("\n".encode(output.encoding) * in_a_line + octets)


def _encoded(output: Output) -> bytes:
    """The octets of *output*. Raises :class:`Unreadable` where its encoding lacks a character."""
    try:
        return output.text.encode(output.encoding)
    except UnicodeEncodeError as error:
        raise Unreadable(
            f"{output.shown}: {output.encoding} does not have {error.object[error.start]!a}; "
            "name an encoding that does with --encoding"
        ) from error


def _coloured(line: str) -> str:
    return click.style(line, fg=_COLOURS.get(line[0]))
