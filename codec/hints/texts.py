"""What in the text of a message was hardly meant to be sent: what a mail program adds, pieces of templates and of other
interfaces, letters that were lost.

Each is a warning where meaning or money is probably lost, and a note where the text may well be right. Ordinary messages
draw none of them: tests/data/ordinary.txt was written before these rules.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..content.kinds import Kind
from ..sms.letters import misread, read_wrongly
from .templates import PLACEHOLDER, SIGNS

_SIGNATURE = re.compile(
    r"\n(-- ?\n[^\n].*|(?:sent from my |sent from mail for |get outlook for |отправлено с |отправлено из |von meinem |"
    r"envoyé de mon |enviado desde mi |inviato da )[^\n]*)\Z",
    re.DOTALL | re.IGNORECASE,
)
_QUOTED = re.compile(
    r"\n(?:(?<=\n\n)(?=>)|(?=>[^\n]*\n>))((?:>[^\n]*\n?)+)"
    r"|\n([-_]{4,} ?(?:original message|forwarded message|исходное сообщение|пересылаемое сообщение)[^\n]*)"
    r"|\n([^\n]{6,120}\b(?:wrote|schrieb|пишет|написал|написала|a écrit|escribió|ha scritto):[ \t]*\n>[^\n]*)"
    r"|\n(?:_{8,}\n)?((?:From|От|Von|De): [^\n]+\n(?:Sent|Date|Отправлено|Дата|Gesendet|Enviado|Envoyé): [^\n]+(?:\n[^\n]+)*)",
    re.IGNORECASE,
)
"""Lines with quotation marks below an empty line, or more than one; a single one may be anything."""
_REQUEST = re.compile(
    r"\n[ \t]*((?:[^\s:][^\n:]*)?:[^\s:][^\n:]*:[^\n:]*:[^\n:]*:[^\n:]*:(?:[ \t]*\+?[0-9(][0-9 ()+,;.-]{8,}|[^\s:@]+@[^\n:]+|)[ \t]*:[^\n]*)"
    r"|(?<=\s)([^\s:]+:[^\s:]+:[^\s:]*:[^\s:]*:[^\n:]*:[ \t]*\+?[0-9]{10,15}[0-9 +,;]*:[^\n]*)"
)
_LOST = re.compile(
    r"\ufffd|(?<![^\s(«\"])\?{4,}(?![^\s.,!)»\"])|(?<![^\s])\?{2,}[ \t]+\?{2,}(?![^\s.,!])|\A\?{3,}(?=\s)|[^\W\d_]\?{3,}[^\W\d_]"
)
_TAG = re.compile(r"\[/?text\]", re.IGNORECASE)
_CONTROL = re.compile(r"[\0-\x08\x0e-\x1f\x7f]")

_ADDRESS = re.compile(r"\b\w++://\S++|www\.\S++")
_CASED = re.compile(r"[A-Z{}$\[\]%#<(*_]|null|undefined|NaN|None")
_MARKUP = re.compile(
    r"(?P<entity>&(?:nbsp|quot|amp|lt|gt|apos|laquo|raquo|[mn]dash|hellip|#\d{2,5}|#x[0-9a-f]{2,4});)"
    r"|(?P<element><br[ /]*>|</?(?:p|b|i|u|strong|em|div|span)>)"
    r"|(?P<escape>(?<=[^\W\d_])%(?:[0-9A-F]{2}(?=\w)|2[0-9A-F]|3[A-F])|(?<=\w)%20(?=[^\W\d_])|%0[AD]|(?:%[CD][0-9A-F]%?[0-9A-F]{2}){2})"
    r"|(?P<plus>\A[^\s+]*[^\W\d_]{2}(?:\+[^\s+]*[^\W\d_]{2}[^\s+]*){2,}\Z)"
    r"|(?P<json>\\u[0-9a-f]{4})|(?P<line>(?<=[^\W_])[.,!?:;)]?\\n(?=[^\W\d_]|\s|\Z))",
    re.IGNORECASE,
)
_DECODE = "Decode the text before it is sent: "
_REMEDIES = {
    "entity": _DECODE + "&quot; is a quotation mark, &nbsp; a space, &#8470; a numero sign.",
    "element": "Write a line break where a line ends, and leave out the other tags: an SMS has no markup.",
    "escape": _DECODE + "%20 is a space, %0A a line break.",
    "plus": _DECODE + "in an HTTP request + stands for a space, and in a mail it does not.",
    "json": _DECODE + "in JSON \\u0416 is one letter.",
    "line": "Break the line itself: \\n stands for a line break in the rows of a list alone.",
}


class Doubt(NamedTuple):
    """A rule, where in the text of a message, and what is said of it."""

    code: str
    start: int
    end: int
    says: str | None = None
    remedy: str | None = None


def doubts_of_text(mes: str, kind: Kind, *, is_row: bool = False, is_wrapped: bool = False) -> Iterator[Doubt]:
    """What of the message *mes* was hardly meant to be sent, one finding for each cause.

    A line that *is_wrapped* in markup ends in some, which is said of the line.
    """
    if kind is Kind.BINARY:
        return
    if control := _CONTROL.search(mes):
        yield Doubt("mes-control", *control.span(), f"U+{ord(control[0]):04X}, a control character, stands in the text")
    if not is_wrapped and (tag := _TAG.search(mes)):
        yield Doubt("text-tags", *tag.span())
    yield from _letters(mes)
    yield from _around(mes, kind)
    if SIGNS.search(mes):
        for found in PLACEHOLDER.finditer(mes):
            if _CASED.search(found[0]):
                yield Doubt("placeholder", *found.span())
                break
    addresses = [found.span() for found in _ADDRESS.finditer(mes)]
    for found in _MARKUP.finditer(mes) if not is_wrapped else ():
        sort = str(found.lastgroup)
        if not any(start <= found.start() < end for start, end in addresses) and not (is_row and sort == "line"):
            says = f"{found[0]!r} is sent as it stands, character by character"
            if sort == "plus":
                says = "a + stands in place of each space, and is sent so"
            yield Doubt("text-markup", *found.span(), says, _REMEDIES[sort])
            break


def _letters(mes: str) -> Iterator[Doubt]:
    lost = _LOST.search(mes) if "?" in mes or "\ufffd" in mes else None
    if lost and (mes.isascii() or lost[0] == "\ufffd"):
        yield Doubt("letters-lost", *lost.span())
    elif not mes.isascii() and (charsets := read_wrongly(mes)):
        read, written = charsets
        start = next(at for at, letter in enumerate(mes) if letter > "\x7f")
        says = f"these letters are likely {written} that was read as {read}, in which {misread(read, written)}"
        yield Doubt("letters-wrong", start, len(mes), says, f"Read the text as {written} where it comes from.")


def _around(mes: str, kind: Kind) -> Iterator[Doubt]:
    """What a mail program puts below a text, and a second request in it."""
    request = _REQUEST.search(mes)
    if request:
        yield Doubt("text-request", *request.span(request.lastindex or 0))
    if "\n" not in mes or kind is Kind.EMAIL:
        return  # The text of an e-mail is a mail.
    if signature := _SIGNATURE.search(mes):
        yield Doubt("text-signature", *signature.span(1))
    elif (quoted := _QUOTED.search(mes)) and not request:
        yield Doubt("text-quoted", *quoted.span(quoted.lastindex or 0))
