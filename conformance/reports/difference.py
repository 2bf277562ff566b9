"""A difference as HTML: lines taken away and added, and within them what is not the same."""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from .markup import Child, Element, tag

_TAGS = {"-": "del", "+": "ins"}


def difference_block(lines: Sequence[str]) -> Element:
    """The lines of a unified diff, already visible and cut, its two heading lines first."""
    return tag("pre", *_lines(lines[2:]))


def _lines(lines: Sequence[str]) -> Iterator[Element]:
    place = 0
    while place < len(lines):
        removed = _run(lines[place:], "-")
        added = _run(lines[place + len(removed) :], "+")
        if len(removed) == len(added) > 0:
            pairs = [*zip(removed, added, strict=True)]
            yield from (_line(one, other) for one, other in pairs)
            yield from (_line(other, one) for one, other in pairs)
        else:
            yield from (_line(line) for line in [*removed, *added])
        place += len(removed) + len(added)
        if not removed and not added:
            yield _line(lines[place])
            place += 1


def _run(lines: Sequence[str], sign: str) -> list[str]:
    return [*takewhile(lambda line: line[:1] == sign, lines)]


def _line(line: str, beside: str = "") -> Element:
    name = _TAGS.get(line[:1], "span")
    return tag(name, *(_marked(line, beside) if beside else [line]))


def _marked(line: str, beside: str) -> Sequence[Child]:
    """The line with what it has not in common with the other one, in its middle, marked, if most of it is common."""
    most = min(len(line), len(beside))
    start = next((place for place in range(1, most) if line[place] != beside[place]), most)
    end = next((back for back in range(most - start) if line[-1 - back] != beside[-1 - back]), most - start)
    if start + end < most / 2:
        return [line]
    middle = line[start : len(line) - end]
    return [line[:start], tag("mark", middle) if middle else None, line[len(line) - end :]]
