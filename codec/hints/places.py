"""Where in a line that was accepted its values and the characters of its messages stand."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..findings.findings import Span
from ..model import Batch, Request, Row, Single
from ..syntax import BLANKS, ESCAPED_LINE_BREAK, PHONE_SEPARATORS, ROW_SEPARATORS, STRUCTURAL_COLONS

_FIELDS = ("login", "psw", "id", "schedule", "options", "phones", "body")
_LISTED = {"schedule": ("time", "tz"), "options": ("translit", "format", "sender", "test")}
_PUNCTUATION = re.compile("[ ().-]")
_ROW_SEPARATOR = re.compile(f"[{ROW_SEPARATORS}]")


class Placed(NamedTuple):
    """A message, and where it stands."""

    path: str
    message: Single | Row
    phones: tuple[Span, ...]
    mes: Span
    source: str
    """The text as it is written there: in a row with line breaks as ``\\n``."""

    def within(self, start: int, end: int) -> Span:
        """Where the characters from *start* to *end* of the message stand in the line."""
        return self._place(start), self._place(end)

    def _place(self, offset: int) -> int:
        if self.source != self.message.mes:
            for escape in re.finditer(re.escape(ESCAPED_LINE_BREAK), self.source):
                if escape.start() >= offset:
                    break
                offset += len(ESCAPED_LINE_BREAK) - 1
        return min(self.mes[0] + offset, self.mes[1])


def fields_of(text: str) -> dict[str, Span]:
    """Where each field of the line *text* is, without the blanks around it; a missing one is empty."""
    spans: dict[str, Span] = {}
    start = 0
    for name in _FIELDS[:STRUCTURAL_COLONS]:
        colon = text.index(":", start)
        spans[name] = (start, colon)
        start = colon + 1
    for field, names in _LISTED.items():
        missing: Span = (spans[field][1], spans[field][1])
        items = [*_items(text, spans[field], ","), *[missing] * len(names)]
        spans.update(zip(names, items, strict=False))
    return {**spans, "body": (start, len(text))}


def messages_of(text: str, request: Request) -> Iterator[Placed]:
    """The messages of *request*, which was read from *text*."""
    fields = fields_of(text)
    start, end = fields["body"]
    if isinstance(request.body, Single):
        yield Placed(
            "body", request.body, tuple(_items(text, fields["phones"], PHONE_SEPARATORS)), (start, end), text[start:]
        )
        return
    rows = list(_rows(text, start, request.body))
    for index, (row, (phones, mes)) in enumerate(zip(request.body.rows, rows, strict=True)):
        # With test 2 a message reaches to the next row; what stands behind it (blank lines, a tail) has no place in it.
        last = rows[index + 1][0][0] if index + 1 < len(rows) else end
        yield Placed(f"body.rows[{index}]", row, tuple(_items(text, phones, ",")), (mes, last), text[mes:last])


def _rows(text: str, start: int, body: Batch) -> Iterator[tuple[Span, int]]:
    """The phones of each row, and where its message begins: the next line that names its recipients."""
    for row in body.rows:
        while start <= len(text):
            end = text.find("\n", start)
            end = len(text) if end < 0 else end
            separator = _ROW_SEPARATOR.search(text, start, end)
            phones = (start, separator.start() if separator else start)
            start = end + 1
            if separator and tuple(_as_read(text[slice(*one)]) for one in _items(text, phones, ",")) == row.phones:
                yield phones, separator.end()
                break
        else:
            yield (len(text), len(text)), len(text)


def _as_read(phone: str) -> str:
    return phone if phone[:1] in "+#G" or "@" in phone else _PUNCTUATION.sub("", phone)


def _items(text: str, span: Span, separators: str) -> Iterator[Span]:
    """The spans of the values between *separators*, empty ones included, without the blanks around them."""
    start, end = span
    for separator in (*re.finditer(f"[{separators}]", text[start:end]), None):
        last = span[0] + separator.start() if separator else end
        value = text[start:last]
        left = start + len(value) - len(value.lstrip(BLANKS))
        yield left, max(left, start + len(value.rstrip(BLANKS)))
        start = last + 1
