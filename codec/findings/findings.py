"""One text under examination: its line ends read, its findings collected with their places."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property

from msgspec.structs import replace

from ...grammar import terminal
from .diagnostic import Diagnostic, EncodeError
from .edits import Edit
from .rules import RULES

_LINE_END = terminal("LINE_END")
_SURROGATE = terminal("SURROGATE")

Span = tuple[int, int]
"""Start and end of a value in the text of the findings."""


def is_whole(text: str) -> bool:
    """Whether *text* has no lone surrogate (R-SURROGATE)."""
    if text.isascii():
        return True
    try:
        text.encode("utf-16")  # The quickest pass over a text that Python has.
    except UnicodeEncodeError:
        return False
    return True


class Findings:
    """Collects what is found in a text.

    In :attr:`text` every line end is read as a line feed (R-CR), which is noted. Offsets are given in it and reported
    in *original*, so that they hold for the text as the user has it. *field* is the path of *original* where it is a
    single value. In a reply line ends are not read, and findings have no error number, which would be of a request.
    """

    def __init__(self, original: str, field: str = "", *, is_reply: bool = False):
        self._is_reply = is_reply
        self.text = original
        self.original = original
        self._found: list[Diagnostic] = []
        if not is_reply and "\r" in original:
            self.text = _LINE_END.sub("\n", original)
            self._found.append(self._carriage_return(field))
        if not is_whole(original):
            for half in _SURROGATE.finditer(self.text):
                self.add("surrogate", field, *half.span())

    @classmethod
    def of_no_text(cls, says: str) -> "Findings":
        """What is found where something other than a text was given."""
        found = cls("")
        found.add("shape", "", 0, 0, says)
        return found

    def add(
        self,
        code: str,
        field: str,
        start: int,
        end: int,
        says: str | None = None,
        fix: str | None = None,
        remedy: str | None = None,
    ) -> None:
        """Note what :meth:`finding` gives."""
        self._found.append(self.finding(code, field, start, end, says, fix, remedy))

    def finding(
        self,
        code: str,
        field: str,
        start: int,
        end: int,
        says: str | None = None,
        fix: str | None = None,
        remedy: str | None = None,
    ) -> Diagnostic:
        """The finding that the rule *code* is broken between *start* and *end*.

        *says* and *remedy* are more exact than the rule's own words; *fix* is what must stand there instead, where that is
        certain.
        """
        rule = RULES[code]
        line, column = self._place(start)
        first, last = self.in_original(start), self.in_original(end)
        return Diagnostic(
            rule=code,
            severity=rule.severity,
            error=None if self._is_reply else rule.error,
            field=field,
            start=first,
            end=last,
            line=line,
            column=column,
            message=says or rule.says,
            expected=rule.expected,
            remedy=remedy or rule.remedy,
            clause=rule.clause,
            reading=rule.reading,
            fix=() if fix is None else (Edit(first, last, fix),),
        )

    def add_blank_line(self, field: str, start: int, end: int) -> None:
        """Note a blank line in a list; the fix takes a line break along, of which there is one before or behind it."""
        at = start - 1 if self.text[start - 1] == "\n" else start
        fix = Edit(self.in_original(at), self.in_original(at + end - start + 1), "")
        self._found.append(replace(self.finding("row-blank", field, start, end), fix=(fix,)))

    def _carriage_return(self, field: str) -> Diagnostic:
        """One finding for all of them, at the first."""
        ends = [match.span() for match in _LINE_END.finditer(self.original)]
        at = ends[0][0]
        found = self.finding("carriage-return", field, at, at + 1)
        return replace(found, fix=tuple(Edit(start, end, "\n") for start, end in ends))

    def moved(self, found: Diagnostic, start: int, end: int) -> Diagnostic:
        """*found*, which was made in another text, from *start* to *end* of this one."""
        line, column = self._place(start)
        start, end = self.in_original(start), self.in_original(max(start, end))
        return replace(found, start=start, end=end, line=line, column=column, fix=())

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def __iter__(self) -> Iterator[Diagnostic]:
        """The findings in the order of the text."""
        return iter(sorted(self._found, key=lambda found: (found.start, found.end)))

    @property
    def refused(self) -> bool:
        """Whether any finding is an error."""
        return any(found.severity == "error" for found in self._found)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(feed.end() for feed in re.finditer("\n", self.text))]

    @cached_property
    def _shortened(self) -> list[int]:
        """Where, in :attr:`text`, a line feed stands for the two characters CR LF."""
        if self.text is self.original:
            return []
        ends = [match.end() for match in _LINE_END.finditer(self.original) if match.end() - match.start() == 2]
        return [end - 1 - lost for lost, end in enumerate(ends, 1)]

    def in_original(self, offset: int) -> int:
        """Where the *offset* of :attr:`text` is in the text as it was given."""
        return offset + bisect_left(self._shortened, offset)

    def from_original(self, offset: int) -> int:
        """Where the *offset* of the text as it was given is in :attr:`text`."""
        return offset - sum(lost + at < offset for lost, at in enumerate(self._shortened))


def refusal(code: str, field: str = "", says: str | None = None) -> EncodeError:
    """The error for a value that breaks the rule *code* as a whole."""
    return EncodeError([of_value(code, field, "", says)])


def of_value(code: str, field: str, value: str, says: str | None = None) -> Diagnostic:
    """The finding that all of *value*, which *field* has, breaks the rule *code*."""
    found = Findings(value)
    return found.finding(code, field, 0, len(found.text), says)
