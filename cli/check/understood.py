"""What an accepted request is understood as: a line for people, members for programs."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Literal

from msgspec import Struct

from ... import codec
from ...codec.content.kinds import Kind, kind_of, split_prefix
from ...codec.content.model import Flash, Text
from ...codec.masking import NO_VALUE, Masking
from ..showing import many

_NAMED = 3
"""So many recipients are named; of more, their number tells enough."""

_MOSCOW = 3
"""Hours from UTC (R-MSK)."""

_CALLED = {
    Kind.TEXT: "SMS",
    Kind.FLASH: "flash SMS",
    Kind.WAP_PUSH: "WAP push",
    Kind.HLR: "HLR query",
    Kind.BINARY: "binary SMS",
    Kind.BINARY_HEX: "binary SMS",
    Kind.PING: "ping",
    Kind.MMS: "MMS",
    Kind.EMAIL: "e-mail",
    Kind.VOICE: "voice call",
    Kind.VIBER: "Viber message",
    Kind.WHATSAPP: "WhatsApp message",
    Kind.SOCIAL: "message in social networks",
    Kind.BOT: "message of a Telegram bot",
}


class Understood(Struct, frozen=True):
    """What an accepted request is understood as."""

    form: Literal["single", "list"]
    kinds: tuple[str, ...]
    rows: int
    recipients: int
    named: tuple[str, ...]
    """The first recipients, as they may be shown."""
    characters: int | None
    """Of the only text; ``None`` where there are several, or none."""
    room: int | None
    """How many units fit in one part of it, and"""
    parts: int | None
    """how many it takes."""
    sms: int | None
    """``None`` where it is not certain, and"""
    why: str | None
    """why it is not."""
    at: str | None
    """The instant in UTC, if it is sent later and does not depend on the account's zone."""
    when: str
    """In words."""
    charset: str | None = None
    """In which the mail was read, and"""
    part: str | None = None
    """from which part of it."""

    def __str__(self) -> str:
        form = "single message" if self.form == "single" else f"list of {many(self.rows, 'row')}"
        pieces = [form, self._whom(), *self._size(), self.when]
        if self.charset:
            pieces.append(f"read in {self.charset} from {self.part}")
        return ", ".join(pieces)

    def _whom(self) -> str:
        named = self.named[:_NAMED]
        others = self.recipients - len(named)
        rest = f"{others} more" if named else many(others, "recipient")
        *first, last = [*named, *([rest] if others else [])]
        return f"{' and '.join(self.kinds)} to {', '.join(first)}{' and ' if first else ''}{last}"

    def _size(self) -> Iterable[str]:
        if self.parts is not None:
            room = f" of {self.room}" if self.parts == 1 else ""
            yield f"{self.characters}{room} characters"
            yield f"{many(self.parts, 'part')}{' each' if self.recipients > 1 else ''}"
        yield f"{self.sms} SMS" if self.why is None else f"the number of SMS is not certain, since {self.why}"


def understood(request: codec.Request, text: str, now: datetime, mail: codec.DecodedMail | None = None) -> Understood:
    """What *request*, which was read from *text* or from the *mail* with it, is understood as at *now*."""
    shown: Any = Masking(text).values(request)
    rows = request.body.rows if isinstance(request.body, codec.Batch) else (request.body,)
    shown_rows = shown["body"]["rows"] if isinstance(request.body, codec.Batch) else (shown["body"],)
    kinds = dict.fromkeys(_CALLED[kind_of(request.format, split_prefix(row.mes)[0])] for row in rows)
    contents = codec.contents_of(request)
    content = contents[0]
    cut = codec.segment(content.text) if len(contents) == 1 and isinstance(content, Text | Flash) else None
    at, when = _time(request, now)
    reasons: list[codec.Diagnostic] = []
    return Understood(
        form="list" if isinstance(request.body, codec.Batch) else "single",
        kinds=tuple(kinds),
        rows=len(rows),
        recipients=sum(len(row.phones) for row in rows),
        named=tuple(one for row in shown_rows[:_NAMED] for one in row["phones"][:_NAMED] if one != NO_VALUE)[:_NAMED],
        characters=len(content.text) if cut and isinstance(content, Text | Flash) else None,
        room=cut and cut.room,
        parts=cut and len(cut.parts),
        sms=codec.sms_count(request, report=reasons.append),
        why=reasons[0].message.partition(", and so")[0] if reasons else None,
        at=at,
        when=when,
        charset=mail and mail.charset,
        part=mail and mail.part,
    )


def _time(request: codec.Request, now: datetime) -> tuple[str | None, str]:
    zone = "in the time zone of the account" if request.tz is None else _zone(request.tz)
    match request.time:
        case None:
            return None, "sent at once"
        case codec.Window(first, last):
            return None, f"sent between {first}:00 and {last}:00 {zone}"
        case codec.After(minutes):
            when = f"sent in {many(minutes, 'minute')}"
        case codec.Timestamp(ts):
            when = f"sent on {datetime.fromtimestamp(ts, UTC):%Y-%m-%d at %H:%M:%S} UTC"
        case codec.At(at):
            when = f"sent on {at.replace('T', ' at ')} {zone}"
    try:
        instant = codec.send_at(request.time, request.tz, now)
    except codec.EncodeError:
        return None, when
    if isinstance(request.time, codec.At) and request.tz is None:
        is_over = datetime.fromisoformat(request.time.at).replace(tzinfo=timezone(timedelta(hours=-12))) <= now
        return None, f"{when}, which is over: at once" if is_over else when
    if instant is None:
        return None, f"{when}, which is over: at once"
    return instant.isoformat().replace("+00:00", "Z"), when


def _zone(tz: int) -> str:
    return "Moscow time" if tz == 0 else f"at UTC{tz + _MOSCOW:+}, which is Moscow time {tz:+}"
