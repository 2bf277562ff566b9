"""A request line under examination, and how values stand between its separators."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property

from msgspec.structs import replace

from ..findings.diagnostic import Diagnostic
from ..findings.edits import Edit
from ..findings.findings import Findings, Span
from ..syntax import BLANKS, STRUCTURAL_COLONS
from .certainty import harmless

_NAMED = 12
"""So many fields with white space around them are named."""


class RequestLine(Findings):
    """The findings of a request line, which quote nothing that may be its password."""

    def __init__(self, original: str) -> None:
        super().__init__(original)
        self._blanks: list[tuple[str, Span]] = []

    def add_blank(self, field: str, start: int, end: int) -> None:
        """Note white space beside a value (R-OWS); all of it is one finding."""
        self._blanks.append((field, (start, end)))

    def __iter__(self) -> Iterator[Diagnostic]:
        if not self._blanks:
            return super().__iter__()
        fields = dict.fromkeys(field.rpartition(".")[2] for field, _ in self._blanks)
        named = ", ".join([*fields][:_NAMED]) + (" and others" if len(fields) > _NAMED else "")
        says = f"white space around {len(fields)} values is no part of them and is dropped: {named}"
        field, span = self._blanks[0]
        first = self.finding("white-space", field, *span, says if len(fields) > 1 else None)
        places = [(self.in_original(start), self.in_original(end)) for _, (start, end) in self._blanks]
        whole = replace(first, fix=tuple(Edit(start, end, "") for start, end in sorted(places)))
        return iter(sorted([*super().__iter__(), whole], key=lambda one: (one.start, one.end)))

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


def trimmed(line: RequestLine, field: str, start: int, end: int) -> Span:
    """The span without the white space at its ends, which is noted (R-OWS)."""
    value = line.text[start:end]
    left = start + len(value) - len(value.lstrip(BLANKS))
    right = max(left, start + len(value.rstrip(BLANKS)))
    if left > start:
        line.add_blank(field, start, left)
    if right < end and right > start:
        line.add_blank(field, right, end)
    return left, right


def items(
    line: RequestLine, name: Callable[[int], str], start: int, end: int, separator: re.Pattern[str]
) -> list[Span]:
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
