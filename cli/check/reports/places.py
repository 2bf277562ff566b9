"""Where a finding is, as editors and web pages count."""

import re
from bisect import bisect_right
from typing import NamedTuple

from ....codec import Diagnostic
from ...showing.findings import is_of_mail
from ..checked import Checked

_LINE_END = re.compile(r"\r\n|[\r\n]")


class Region(NamedTuple):
    """A half-open span in a file; lines and columns begin with 1."""

    line: int
    column: int
    end_line: int
    end_column: int


class Places:
    """Lines and columns in the file of a request. In the file of a mail there are none."""

    def __init__(self, checked: Checked) -> None:
        text = checked.text or ""
        self._lines_before = (checked.line or 1) - 1
        self._starts = [0, *(end.end() for end in _LINE_END.finditer(text))]

    def region(self, start: int, end: int) -> Region:
        return Region(*self._place(start), *self._place(end))

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return self._lines_before + line, offset - self._starts[line - 1] + 1


def place_in_mail(found: Diagnostic) -> str:
    """Where in a mail *found* is; a line of the request is no line of the file."""
    return found.field if is_of_mail(found) else f"line {found.line}, column {found.column} of the request"
