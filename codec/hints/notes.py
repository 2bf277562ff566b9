"""What is worth knowing of a request that is accepted: notes, which neither refuse nor change anything."""

import re
from collections.abc import Iterator

from ..content.kinds import Kind, kind_of, split_prefix
from ..findings.diagnostic import Diagnostic
from ..findings.findings import Findings
from ..model import Batch, Request, Row, Single
from ..sms.alphabet import DEFAULT, EXTENSION
from ..sms.charsets import GSM7, as_gsm7, unencodable
from ..sms.lookalikes import LOOKALIKES
from ..sms.segments import segment
from .places import messages_of

_SHORT = 35
"""So few characters fit in one part, whatever they are."""

_FEW = 3
"""So few units in the last part are worth a word."""

# The quickest passes that Python has over the texts that nearly all messages are.
_ONE_SEPTET_EACH = "".join(filter(str.isascii, DEFAULT)).encode("ascii")
_RUSSIAN = re.compile("[\0-\x7fА-яЁё]*+")
_COULD_BE_GSM7 = re.compile(f"[{re.escape(DEFAULT + EXTENSION + ''.join(LOOKALIKES))}]*+")
_DIALLED = re.compile("8[0-9]{10}")


def advice(text: str, request: Request) -> list[Diagnostic]:
    """The notes on *request*, which was read from *text*: what costs parts, what the default charset lacks, and numbers
    as they are dialled within Russia."""
    messages = request.body.rows if isinstance(request.body, Batch) else (request.body,)
    if all(map(_is_plain, messages)):
        return []
    found = Findings(text)
    for placed in messages_of(found.text, request):
        mes = placed.message.mes
        for index, (phone, span) in enumerate(zip(placed.message.phones, placed.phones, strict=True)):
            if _DIALLED.fullmatch(phone):
                found.add("number-dialled", f"{placed.path}.phones[{index}]", *span)
        for code, start, end, says in _notes(mes, kind_of(request.format, split_prefix(mes)[0])):
            found.add(code, f"{placed.path}.mes", *placed.within(start, end), says)
    # Those on the line as such were found when it was read.
    return [one for one in found if one.severity == "note"]


def _is_plain(message: Row | Single) -> bool:
    """Whether there is nothing to say, as far as a quick look can tell; that is so of nearly all messages."""
    mes = message.mes
    size = len(mes)
    for phone in message.phones:
        if phone[0] == "8":
            return False
    if mes.isascii():
        if size <= _SHORT:
            return True
        just_over = (size > 160 and (size - 1) % 153 < _FEW) or 160 < size <= 160 + _FEW
        return not just_over and not mes.encode("ascii").translate(None, _ONE_SEPTET_EACH)
    if not _RUSSIAN.fullmatch(mes):
        return False
    just_over = (size > 70 and (size - 1) % 67 < _FEW) or 70 < size <= 70 + _FEW
    return size <= _SHORT or (not just_over and not _COULD_BE_GSM7.fullmatch(mes))


def _notes(mes: str, kind: Kind) -> Iterator[tuple[str, int, int, str]]:
    if kind in (Kind.TEXT, Kind.FLASH):
        yield from _costs(mes)
    if not _is_koi8(mes):
        first = unencodable(mes, "koi8-r")[0]
        says = (
            f"koi8-r, the default, does not have {first.character!r} ({first.name}): the mail must name another charset"
        )
        yield "charset-needed", first.offset, first.offset + 1, says


def _costs(mes: str) -> Iterator[tuple[str, int, int, str]]:
    cut = segment(mes)
    parts = len(cut.parts)
    unit = "septets" if cut.encoding == "gsm7" else "UTF-16 code units"
    one_part = 160 if cut.encoding == "gsm7" else 70
    over = cut.units - one_part if parts == 2 else cut.room - cut.left
    if parts > 1 and over <= _FEW:
        says = f"{cut.units} {unit} make {parts} SMS; with {over} less it would be {_sms(parts - 1)}"
        yield "part-boundary", len(mes) - over, len(mes), says
    if cut.encoding == "ucs2" and parts > 1 and (plain := as_gsm7(mes)):
        fewer = len(segment(plain).parts)
        if fewer < parts:
            first = unencodable(mes, GSM7)[0]
            likeness = f" looks like {first.lookalike!r}" if first.lookalike else " cannot be seen"
            says = f"{first.character!r} ({first.name}){likeness}; with look-alikes these {parts} SMS would be {_sms(fewer)}"
            yield "part-lookalike", first.offset, first.offset + 1, says


def _sms(number: int) -> str:
    return "one SMS" if number == 1 else f"{number} SMS"


def _is_koi8(text: str) -> bool:
    try:
        text.encode("koi8-r")
    except UnicodeEncodeError:
        return False
    return True
