"""Passwords and API keys hidden in what is shown of a request, without moving anything."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from urllib.parse import parse_qsl

from ...codec import Diagnostic, check
from ...codec.findings.edits import Edit, edited
from ..reading.texts import without_line_breaks_around
from .secret_places import HARMLESS_PARAMETERS, Span, secret_places

MASK = "*"

_STRUCTURE = re.compile(r"(:|%3A|[\r\n])", re.IGNORECASE)
"""What stays within a secret, since findings are about it."""


def masked(text: str, findings: Sequence[Diagnostic]) -> str:
    """*text*, of which *findings* are all there are, with an asterisk for each character that may be a secret's."""
    return _without(text, secret_places(text, findings))


class Masking:
    """A request and the mends of its findings with their secrets hidden."""

    def __init__(self, raw: str) -> None:
        self._raw = raw

    @cached_property
    def text(self) -> str:
        return _without(self._raw, self._places)

    def mend(self, found: Diagnostic) -> tuple[Edit, ...]:
        """The edits of *found*, with asterisks for what they would write of a secret."""
        return tuple(Edit(edit.start, edit.end, self._replacement(found.rule, edit)) for edit in found.fix)

    def mended(self, found: Diagnostic) -> str:
        """The text after the edits of *found*."""
        return edited(self.text, self.mend(found))

    @cached_property
    def _places(self) -> list[Span]:
        request, before = without_line_breaks_around(self._raw)
        # Checked once more, since what tells where the password is may be none of the findings that are asked for.
        return [(start + before, end + before) for start, end in secret_places(request, check(request))]

    def _replacement(self, rule: str, edit: Edit) -> str:
        if rule == "query-string":
            return _without_values(edit.text, self._raw)
        moves_fields_only = rule != "url-encoded" and not edit.text.strip(":,.\n")
        if moves_fields_only or not any(_overlap(edit, start, end) for start, end in self._places):
            return edit.text
        return MASK * len(edit.text)


def _overlap(edit: Edit, start: int, end: int) -> bool:
    return edit.start < end and start < edit.end if edit.end > edit.start else start < edit.start < end


def _without(text: str, secrets: Sequence[Span]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in sorted(secrets):
        start = max(start, at)
        if start < end:
            pieces += [text[at:start], *_asterisks(text[start:end])]
            at = end
    return "".join([*pieces, text[at:]])


def _asterisks(secret: str) -> Iterator[str]:
    for index, piece in enumerate(_STRUCTURE.split(secret)):
        value = piece.strip(" \t")
        before, _, after = piece.partition(value) if value else (piece, "", "")
        yield piece if index % 2 else f"{before}{MASK * len(value)}{after}"


def _without_values(line: str, query: str) -> str:
    """The *line* that is made of *query*, without what the values in that say which may be secret."""
    for name, value in parse_qsl(query.partition("?")[2] or query):
        if name.lower() not in HARMLESS_PARAMETERS:
            line = line.replace(value, MASK * len(value))
    return _without(line, secret_places(line, ()))
