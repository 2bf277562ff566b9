"""What mail programs and people put around a request: above it, which refuses it, and below it, which is sent and paid for."""

import re
from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from ..findings.edits import Edit
from .mistakes import Mistake

_LINE = re.compile(
    r"^(?P<quotes>[>|][>| \t]*+|[ \t]*+)([^\n:]*+:[^\n:]++:[^\n:]*+:[^\n:]*+:[^\n:]*+:[^\n:]*+:)", re.MULTILINE
)
"""A line that could be the beginning of a request, and what quotes it."""
_CANDIDATES = 3
"""More such lines are not looked at."""

_FORWARDED = re.compile(r"-{4,}[^\n]*-{4,}|\bwrote:|\bпишет:|forwarded|пересыл", re.IGNORECASE)
_HEADERS = re.compile(r"\s*(?:[A-Za-z-]+: ?[^\n:]*\n\s*)+\Z")

_LINK = re.compile(r"(?<![ \t])[ \t]*+[<\[(](?:mailto|tel):[^<>\[\]()\s]{1,320}[>\])]", re.IGNORECASE)
"""What mail programs put behind an address, which they make a link of."""

_SIGNATURE = re.compile(
    r"\n(-- ?\n[^\n].*|(?:sent from my |sent from mail for |get outlook for |отправлено с |отправлено из |von meinem )[^\n]*)\Z",
    re.DOTALL | re.IGNORECASE,
)
_QUOTED = re.compile(
    r"\n(?:(?<=\n\n)(?=>)|(?=>[^\n]*\n>))((?:>[^\n]*\n?)+)"
    r"|\n(-{4,} ?(?:original message|forwarded message|исходное сообщение|пересылаемое сообщение)[^\n]*)",
    re.IGNORECASE,
)
"""Lines with quotation marks below an empty line, or more than one; a single one may be anything."""

_REQUEST = re.compile(
    r"\n[ \t]*([^\s:][^\n:]*:[^\s:][^\n:]*:[^\n:]*:[^\n:]*:[^\n:]*:(?:[ \t]*\+?[0-9(][0-9 ()+,;.-]{8,}|[^\s:@]+@[^\n:]+|)[ \t]*:[^\n]*)"
)
_LOST = re.compile(
    r"\ufffd|(?<![^\s(«\"])\?{4,}(?![^\s.,!)»\"])|(?<![^\s])\?{2,}[ \t]+\?{2,}(?![^\s.,!])|\A\?{3,}(?=\s)|[^\W\d_]\?{3,}[^\W\d_]"
)


QUOTATION_MARK = ">"

REMARKS = ("letters-lost", "text-request", "text-signature", "text-quoted")
"""The warnings about a message that is accepted."""


class Remark(Struct, frozen=True):
    """What stands in the text of a message and was hardly meant to be sent."""

    code: str
    start: int
    end: int


def remarks_on(mes: str) -> Iterator[Remark]:
    """What of the message *mes* was hardly meant to be sent."""
    if "?" in mes or "\ufffd" in mes:
        lost = _LOST.search(mes)
        if lost and (mes.isascii() or lost[0] == "\ufffd"):
            yield Remark("letters-lost", lost.start(), lost.end())
    if "\n" not in mes:
        return
    request = _REQUEST.search(mes)
    if request:
        yield Remark("text-request", *request.span(1))
    signature = _SIGNATURE.search(mes)
    if signature:
        yield Remark("text-signature", *signature.span(1))
    quoted = _QUOTED.search(mes)
    if quoted and not request:
        yield Remark("text-quoted", *quoted.span(quoted.lastindex or 0))


def mistakes_around(text: str) -> Iterator[Mistake]:
    """The causes that would explain why *text* is refused: links in its fields, and what stands above the request."""
    links = list(_LINK.finditer(text.partition("\n")[0]))
    if links:
        yield Mistake(
            "link-in-field", links[0].start(), links[-1].end(), edits=tuple(Edit(*link.span(), "") for link in links)
        )
    below = (line for line in _LINE.finditer(text) if line.start() or line["quotes"].strip())
    for line in islice(below, _CANDIDATES):
        start, quotes = line.start(), line["quotes"].rstrip()
        says = "something stands above the request, which must begin the text"
        if quotes or _FORWARDED.search(text, 0, start):
            says = "the text begins with a forwarded or quoted mail, and the request stands further down"
        elif _HEADERS.match(text[:start]):
            says = "headers of a mail stand above the request, which must begin the text"
        marks = re.compile(rf"^{re.escape(quotes)}[ \t]?", re.MULTILINE).finditer(text, start) if quotes else ()
        edits = (*((Edit(0, start, ""),) if start else ()), *(Edit(*mark.span(), "") for mark in marks))
        yield Mistake("login-value", 0, start or len(quotes), says, edits)
