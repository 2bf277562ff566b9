"""Markdown in which foreign text is only ever code.

Elsewhere GitHub would make links, pictures, mentions, emoji and markup of it; in a code span or block, whose fence is
longer than any run of backticks within, nothing of that happens.
"""

import re
from collections.abc import Sequence

from ..escape import escape

_BACKTICKS = re.compile("`+")


def code(text: str) -> str:
    """The text in one line, as code."""
    text = escape(text)
    fence = "`" * (_longest_run(text) + 1)
    # A space on either side is taken away again; without, a backtick there would belong to the fence.
    return f"{fence} {text} {fence}" if text.strip(" ") else f"{fence}(empty){fence}"


def cell(text: str) -> str:
    """The text as code in a table, where a bar would end the cell even within code."""
    return code(text).replace("|", "\\|")


def block(lines: Sequence[str], language: str = "") -> list[str]:
    """Lines that are already visible, as a block of code."""
    fence = "`" * max(3, _longest_run("\n".join(lines)) + 1)
    return [fence + language, *lines, fence]


def table(rows: Sequence[Sequence[str]], texts: int = 1) -> list[str]:
    """A table, its first row the headings; the first so many columns hold texts, the others numbers."""
    head, *body = rows
    rule = [":--" if place < texts else "--:" for place in range(len(head))]
    return [f"| {' | '.join(row)} |" for row in (head, rule, *body)]


def _longest_run(text: str) -> int:
    return max(map(len, _BACKTICKS.findall(text)), default=0)
