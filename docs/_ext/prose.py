"""Pieces of text that several directives make."""

import re
from collections.abc import Iterable, Iterator

from docutils import nodes

_CODE = re.compile(r"`([^`]*)`")
_LEVELS = ("must", "should", "may")


def marked_up(text: str) -> list[nodes.Node]:
    """A text of the corpus, in which backquotes enclose code."""
    pieces = _CODE.split(text)
    return [nodes.literal(one, one) if index % 2 else nodes.Text(one) for index, one in enumerate(pieces) if one]


def paragraph(*children: nodes.Node, classes: Iterable[str] = ()) -> nodes.paragraph:
    """*children* as a paragraph."""
    return nodes.paragraph("", "", *children, classes=[*classes])


def levels(said: str) -> list[str]:
    """The levels that *said*, how binding something is, speaks of, the most binding first."""
    return [level for level in _LEVELS if re.search(rf"\b{level}\b", said)]


def badge(level: str) -> nodes.inline:
    """One level."""
    return nodes.inline("", level, classes=["level", level])


def badges(said: str) -> Iterator[nodes.Node]:
    """The levels that *said* speaks of."""
    return separated((badge(level) for level in levels(said)), " ")


def separated(items: Iterable[nodes.Node], between: str = ", ") -> Iterator[nodes.Node]:
    """*items* with commas between them."""
    for index, item in enumerate(items):
        if index:
            yield nodes.Text(between)
        yield item


def counted(number: int, what: str) -> str:
    """So many of *what*."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def documented() -> nodes.inline:
    """What marks a line that the vendor prints."""
    return nodes.inline("", "an example of the vendor's description", classes=["documented"])
