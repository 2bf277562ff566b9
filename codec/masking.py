"""What of a request may be shown: what is known to be no password. All else is an asterisk, and nothing moves."""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, cast

import msgspec

from .findings.diagnostic import Diagnostic
from .findings.edits import Edit, edited
from .findings.rules import RULES
from .model import MASK as NO_VALUE
from .model import Request
from .request.certainty import harmless, is_certain
from .request.lines import without_line_breaks_around

MASK = "*"

_SEPARATOR = re.compile(r"(?:(?<=:)|(?<![^\r\n]))[ \t]+|[ \t]+(?=[:\r\n]|\Z)|[:,\r\n]+")
"""What stands between values and is none of their characters, white space around a value included."""

_OBEYED = re.compile(r"##(?=(?:vso|teamcity)?\[)", re.IGNORECASE)
"""What build servers obey wherever in a line it stands."""

_LOGIN = re.compile(r"[a-z]++(?:[.@_-][a-z]++)*+[.@_-]?\d{0,4}")
"""A login that nobody could take for a password in its place."""

_NORMALISED = ("phones", "at")
"""Members that are not spelt as they were in the text."""


class Masking:
    """A request, and its findings and fixes, with all hidden that may be its password."""

    def __init__(self, raw: str) -> None:
        self._raw = raw

    @cached_property
    def text(self) -> str:
        """The text, with an asterisk for each character that is neither known to be harmless nor a separator."""
        return masked(self._raw, self._shown)

    @cached_property
    def is_certain(self) -> bool:
        """Whether it is certain which field each character belongs to."""
        return is_certain(self._request[0])

    def shows(self, found: Diagnostic) -> bool:
        """Whether what is complained of can be seen."""
        return self.text[found.start : found.end] == self._raw[found.start : found.end]

    def message(self, found: Diagnostic) -> str:
        """What *found* says; where that quotes what is not shown, what its rule says."""
        is_told = "'" not in found.message or self.shows(found)
        return found.message if is_told else RULES[found.rule].says

    def edits(self, edits: Iterable[Edit]) -> tuple[Edit, ...]:
        """*edits*, with asterisks for what they would write of what is not shown."""
        return tuple(Edit(edit.start, edit.end, self._written(edit)) for edit in edits)

    def allows(self, edits: Iterable[Edit]) -> bool:
        """Whether *edits* surely move no piece of the password: their line is certain, or they are where it is not."""
        return self.is_certain or all(self._shows(edit.start, edit.end) for edit in edits)

    def fixed(self, found: Diagnostic) -> str | None:
        """The text after the fix of *found*; ``None`` where it must not be shown."""
        return edited(self.text, self.edits(found.fix)) if self.allows(found.fix) else None

    def values(self, request: Request) -> object:
        """The members of *request*, which was read from the text, with a mask in place of what is not shown of it."""
        return self._value("", msgspec.to_builtins(request))

    def _value(self, name: str, value: Any) -> object:
        match value:
            case dict():
                return {key: self._value(key, one) for key, one in cast("dict[str, object]", value).items()}
            case list() | tuple():
                return [self._value(name, one) for one in cast("Sequence[object]", value)]
            case str() if name != "kind":
                return "\n".join(line if self.knows(name, line) else NO_VALUE for line in value.split("\n"))
            case int() if not self.is_certain and str(value) not in self.text:
                return None
            case _:
                return value

    def knows(self, name: str, line: str) -> bool:
        """Whether *line* of the member *name* is known to be no password."""
        if name == "psw":
            return False
        if name == "login":
            return self.is_certain and _LOGIN.fullmatch(line) is not None
        return line in self.text or (self.is_certain and name in _NORMALISED)

    @cached_property
    def _request(self) -> tuple[str, int]:
        return without_line_breaks_around(self._raw)

    @cached_property
    def _shown(self) -> list[tuple[int, int]]:
        request, before = self._request
        return [(start + before, end + before) for start, end in harmless(request)]

    def _shows(self, start: int, end: int) -> bool:
        return any(first <= start and end <= last for first, last in self._shown)

    def _written(self, edit: Edit) -> str:
        return edit.text if self._shows(edit.start, edit.end) else _masked(edit.text)


def masked(text: str, shown: Iterable[tuple[int, int]]) -> str:
    """*text*, with an asterisk for each character that is neither in the spans *shown*, in its order, nor a separator."""
    hidden = _masked(text)
    pieces: list[str] = []
    at = 0
    for start, end in shown:
        pieces += [hidden[at:start], _disarmed(text[start:end])]
        at = end
    return "".join([*pieces, hidden[at:]])


def _masked(text: str) -> str:
    pieces: list[str] = []
    at = 0
    for found in _SEPARATOR.finditer(text):
        pieces += [MASK * (found.start() - at), found[0]]
        at = found.end()
    return "".join([*pieces, MASK * (len(text) - at)])


def _disarmed(text: str) -> str:
    return _OBEYED.sub(lambda found: MASK * len(found[0]), text)
