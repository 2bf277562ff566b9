"""A request line under examination, and how values stand between its separators."""

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property

from ..findings.findings import Findings, Span
from ..syntax import BLANKS, STRUCTURAL_COLONS
from .certainty import harmless


class Line(Findings):
    """The findings of a request line, which quote nothing that may be its password."""

    def colons(self) -> list[int]:
        """Where the structural colons are, or as many of them as there are (R-COLON)."""
        colons: list[int] = []
        at = self.text.find(":")
        while at >= 0 and len(colons) < STRUCTURAL_COLONS:
            colons.append(at)
            at = self.text.find(":", at + 1)
        return colons

    def may_quote(self, start: int, end: int) -> bool:
        """Whether what stands there surely is no part of a password."""
        at = bisect_right(self._harmless, (start, len(self.text))) - 1
        return at >= 0 and end <= self._harmless[at][1]

    @cached_property
    def _harmless(self) -> list[Span]:
        return harmless(self.text)


def trimmed(line: Line, field: str, start: int, end: int) -> Span:
    """The span without the white space at its ends, which is noted (R-OWS)."""
    value = line.text[start:end]
    left = start + len(value) - len(value.lstrip(BLANKS))
    right = max(left, start + len(value.rstrip(BLANKS)))
    if left > start:
        line.add("white-space", field, start, left, fix="")
    if right < end and right > start:
        line.add("white-space", field, right, end, fix="")
    return left, right


def items(line: Line, name: Callable[[int], str], start: int, end: int, separator: re.Pattern[str]) -> list[Span]:
    """The trimmed spans of the items between the separators; *name* gives the path of the n-th."""
    spans: list[Span] = []
    for between in separator.finditer(line.text, start, end):
        spans.append(trimmed(line, name(len(spans)), start, between.start()))
        start = between.end()
    spans.append(trimmed(line, name(len(spans)), start, end))
    return spans


def without_line_breaks_around(text: str) -> tuple[str, int]:
    """*text* without its first and last line breaks, which are transport (R-TRAILNL), and how many came first."""
    kept = text.lstrip("\r\n")
    return kept.rstrip("\r\n"), len(text) - len(kept)
