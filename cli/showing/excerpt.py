"""The piece of a line that a finding is about, cut to the width of the terminal and fit to be seen."""

from typing import NamedTuple

_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"


class _Cell(NamedTuple):
    """A character as it is drawn, perhaps by its name, and how many cells of a terminal that takes."""

    drawn: str
    width: int


class Excerpt(NamedTuple):
    """A line around a place in it, as it is to be drawn."""

    before: str
    marked: str
    after: str
    indent: int
    """How many cells stand before what is marked."""
    width: int
    """How many cells are marked."""


def excerpt(text: str, start: int, end: int, room: int, charset: str) -> Excerpt:
    """The line of *text* in which *start* is, of at most *room* cells, marked from there to *end* or its own end.

    What cannot be seen, would move other characters or is not in *charset* appears as its name.
    """
    first = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    breaks = (text.find("\n", start), text.find("\r", start))
    last = min((at for at in breaks if at >= 0), default=len(text))
    end = max(start, min(end, last))
    whole = text[first:last]
    if len(whole) <= room and whole.isascii() and whole.isprintable():
        return Excerpt(text[first:start], text[start:end], text[end:last], start - first, end - start)
    # No character is narrower than a cell, so that what is further away has no room in any case.
    before = _cells(text[max(first, start - room - 1) : start], charset)
    marked = _cells(text[start : min(end, start + room + 1)], charset)
    after = _cells(text[end : min(last, end + room + 1)], charset)
    before = _cut(before[::-1], max(room // 3, room - _width(marked + after)), charset)[::-1]
    rest = _cut(marked + after, room - _width(before), charset)
    marked, after = rest[: len(marked)], rest[len(marked) :]
    return Excerpt(_drawn(before), _drawn(marked), _drawn(after), _width(before), _width(marked))


def _cells(text: str, charset: str) -> list[_Cell]:
    if text.isascii() and text.isprintable():
        return [_Cell(character, 1) for character in text]
    from rich.cells import cell_len  # Most lines are plain.

    from .page import Page

    page = Page(0, colour=False, charset=charset)
    return [_Cell(drawn := page.drawn(character), cell_len(drawn)) for character in text]


def _cut(cells: list[_Cell], room: int, charset: str) -> list[_Cell]:
    """So many of *cells* as there is *room* for, with an ellipsis in place of the others."""
    if _width(cells) <= room:
        return cells
    ellipsis = _ELLIPSIS if charset.lower().startswith("utf") else "..."
    left = room - len(ellipsis)
    kept: list[_Cell] = []
    for cell in cells:
        left -= cell.width
        if left < 0:
            break
        kept.append(cell)
    return [*kept, _Cell(ellipsis, len(ellipsis))]


def _width(cells: list[_Cell]) -> int:
    return sum(cell.width for cell in cells)


def _drawn(cells: list[_Cell]) -> str:
    return "".join(cell.drawn for cell in cells)
