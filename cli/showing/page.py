"""Drawing a text on a terminal: lines no wider than it, with nothing in them that it would obey."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

import click
from rich.cells import cell_len

DEAR, USUAL, UNMARKED = "^", ".", " "
"""What stands below a character: one to look at, one of the text's own script that could not be otherwise, none."""

_COLOURS = {DEAR: "red", USUAL: "magenta"}


class _Cell(NamedTuple):
    """A character as it is drawn."""

    character: str
    drawn: str
    width: int
    mark: str

    @property
    def is_itself(self) -> bool:
        return self.drawn == self.character


def _styled(drawn: str, mark: str, is_itself: bool) -> str:
    if mark == DEAR:
        return click.style(drawn, fg="bright_white", bg=_COLOURS[DEAR], bold=True)
    if mark == USUAL:
        return click.style(drawn, fg=_COLOURS[USUAL])
    return drawn if is_itself else click.style(drawn, dim=True)


class Page:
    """Lines no wider than the terminal, with nothing in them that it would obey."""

    def __init__(self, width: int, colour: bool, charset: str) -> None:
        self._width = max(width, _NARROWEST)
        self._colour = colour
        self._charset = charset
        self._drawn: dict[str, str] = {}
        self._paragraph_ended = False
        self._edge_space = _OPEN_BOX if self.drawn(_OPEN_BOX) == _OPEN_BOX else " "

    def drawn(self, character: str) -> str:
        """The character, or its name where it cannot be seen, could move others or is not in the terminal's charset."""
        if character not in self._drawn:
            self._drawn[character] = _drawn(character, self._charset)
        return self._drawn[character]

    def called(self, mark: str) -> str:
        return _COLOURS[mark] if self._colour else mark

    def end_paragraph(self) -> None:
        """Leave a line free before the next one that is said."""
        self._paragraph_ended = True

    def warn(self, text: str) -> None:
        self.say(text, title="warning:", title_colour="yellow")

    def say(self, text: str, *, title: str = "", title_colour: str | None = None, indent: int = 0) -> None:
        """Write *text*, whose foreign characters are :meth:`drawn`, in as many lines as it takes."""
        first, *words = f"{title} {text}".split()
        lines = [" " * indent + first]
        for word in words:
            if cell_len(f"{lines[-1]} {word}") <= self._width:
                lines[-1] += f" {word}"
            else:
                lines.append(" " * (indent + 2) + word)
        if title and lines[0].startswith(title):
            lines[0] = click.style(title, fg=title_colour, bold=True) + lines[0].removeprefix(title)
        if self._paragraph_ended:
            click.echo()
            self._paragraph_ended = False
        for line in lines:
            click.echo(line, color=self._colour)

    def draw(self, part: str, marks: dict[str, str]) -> None:
        """Draw *part*, and show which of its characters have *marks*."""
        for row in _rows(self._cells(part, marks), self._width - len(_GUTTER)):
            if self._colour:
                runs = (
                    _styled("".join(cell.drawn for cell in run), mark, is_itself)
                    for (mark, is_itself), run in groupby(row, key=lambda cell: (cell.mark, cell.is_itself))
                )
                click.echo(_GUTTER + "".join(runs), color=True)
                continue
            click.echo(_GUTTER + "".join(cell.drawn for cell in row), color=False)
            if below := "".join(cell.mark * cell.width for cell in row).rstrip():
                click.echo(" " * len(_GUTTER) + below)

    def _cells(self, part: str, marks: dict[str, str]) -> Iterator[_Cell]:
        at_edges = {offset for found in _EDGE_SPACES.finditer(part) for offset in range(*found.span())}
        for offset, character in enumerate(part):
            drawn = self._edge_space if offset in at_edges else self.drawn(character)
            yield _Cell(character, drawn, cell_len(drawn), marks.get(character, UNMARKED))


_GUTTER = "| "
"""Before each line of a text, so that none can pass for a line of ours."""

_NARROWEST = 20

_OPEN_BOX = "\N{OPEN BOX}"
_EDGE_SPACES = re.compile(r"(?m)^ +| +$")
"""Spaces that nobody would see."""


def _rows(cells: Iterable[_Cell], width: int) -> Iterator[list[_Cell]]:
    """Lines of at most *width*, broken after line breaks, else after a space if there is one not too far back."""
    row: list[_Cell] = []
    for cell in cells:
        while row and sum(one.width for one in row) + cell.width > width:
            spaces = [place for place, one in enumerate(row, 1) if one.character == " " and 2 * place > len(row)]
            end = spaces[-1] if spaces else len(row)
            yield row[:end]
            row = row[end:]
        row.append(cell)
        if cell.character == "\n":
            yield row
            row = []
    if row:
        yield row


# ---- Characters that are not shown as they are

_SYMBOLS = {"\n": "\N{RETURN SYMBOL}"}

_ABBREVIATIONS = {
    unicodedata.lookup(name): name
    for name in (
        *("NUL", "BEL", "BS", "TAB", "LF", "VT", "FF", "CR", "ESC", "DEL", "NEL", "NBSP", "NNBSP", "SHY", "BOM"),
        *("CGJ", "WJ", "ZWSP", "ZWNJ", "ZWJ", "LRM", "RLM", "ALM", "LRE", "RLE", "LRO", "RLO", "PDF"),
        *("LRI", "RLI", "FSI", "PDI", "VS15", "VS16"),
    )
}

_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""What is empty though it counts as printable: fillers, a blank, variation selectors."""

_JOINING = re.compile("[\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")
"""Halves of flags and colours of skin, of which each terminal makes something else."""


def _drawn(character: str, charset: str) -> str:
    if character in _SYMBOLS and _has(charset, _SYMBOLS[character]):
        return _SYMBOLS[character]
    if _can_be_shown(character) and _has(charset, character):
        if unicodedata.category(character) not in ("Mn", "Me"):
            return character
        # On a letter of its own, or it would sit on whatever comes before it.
        if _has(charset, on_circle := f"\N{DOTTED CIRCLE}{character}"):
            return on_circle
    name = _ABBREVIATIONS.get(character, f"U+{ord(character):04X}")
    return f"\u2039{name}\u203a" if _has(charset, "\u2039\u203a") else f"<{name}>"


def _can_be_shown(character: str) -> bool:
    if not character.isprintable() or _UNSEEN.match(character) or _JOINING.match(character):
        return False
    return cell_len(character) > 0 or unicodedata.category(character) in ("Mn", "Me")


def _has(charset: str, text: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
