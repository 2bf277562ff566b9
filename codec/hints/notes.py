"""What is worth knowing of a request that is accepted: notes, which neither refuse nor change anything."""

import re
from collections.abc import Iterator

from ..content.kinds import Kind, kind_of, split_prefix
from ..findings.diagnostic import Diagnostic
from ..findings.findings import Findings
from ..model import Request
from ..sms.charsets import GSM7, as_gsm7, unencodable
from ..sms.segments import segment
from .places import messages_of
from .quick import FEW

_DIALLED = re.compile("8[0-9]{10}")


def advice(text: str, request: Request) -> list[Diagnostic]:
    """The notes on *request*, which was read from *text*: what costs parts, what the default charset lacks, and numbers
    as they are dialled within Russia."""
    found = Findings(text)
    for placed in messages_of(found.text, request):
        mes = placed.message.mes
        for index, (phone, span) in enumerate(zip(placed.message.phones, placed.phones, strict=False)):
            if _DIALLED.fullmatch(phone):
                found.add("number-dialled", f"{placed.path}.phones[{index}]", *span)
        for code, start, end, says in _notes(mes, kind_of(request.format, split_prefix(mes)[0])):
            found.add(code, f"{placed.path}.mes", *placed.within(start, end), says)
    # Those on the line as such were found when it was read.
    return [one for one in found if one.severity == "note"]


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
    if parts > 1 and over <= FEW:
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
