"""The structs that the codec works on; as JSON they are the shapes that testees, fixtures and the command line speak.

All are immutable and hashable, and since nothing in them can lead back to them the garbage collector need not look at
them. They hold what a text says, not whether it is allowed: :func:`encode_request` and
:func:`encode_reply` are what refuses a value that no text can carry.
"""

from datetime import datetime
from enum import IntEnum
from typing import Annotated, Any

from msgspec import Meta, field

from .syntax import MAX_MINUTES, MAX_TIMESTAMP, MAX_TZ, MIN_TZ
from .values import Value


class Translit(IntEnum):
    """Transliteration by the server (C-TRANSLIT).

    >>> decode_request("alex:psw:::1:79991234567:Привет").translit
    <Translit.TRANSLIT: 1>
    """

    NONE = 0
    TRANSLIT = 1
    """``translit`` style."""
    MPAHCLIT = 2
    """``mpaHc/Ium`` style."""


class Format(IntEnum):
    """The kind of message that the options name (C-FORMAT).

    >>> decode_request("alex:psw:::,1:79991234567:Fire!").format
    <Format.FLASH: 1>
    """

    TEXT = 0
    FLASH = 1
    WAP_PUSH = 2
    HLR = 3
    BINARY = 4
    BINARY_HEX = 5
    PING = 6
    MMS = 7
    EMAIL = 8
    VOICE = 9
    VIBER = 10
    WHATSAPP = 11
    SOCIAL = 12


class At(Value, frozen=True, gc=False, forbid_unknown_fields=True, tag_field="kind", tag="at"):
    """A moment on the clock of the request's ``tz`` (C-TIME-ABS).

    >>> body = Single(("79991234567",), "hi")
    >>> encode_request(Request(login="alex", psw="psw", time=At("2030-01-31T12:00"), body=body))
    'alex:psw::3101301200::79991234567:hi'
    """

    at: Annotated[str, Meta(pattern="^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$", max_length=16)]
    """ISO 8601 to the minute and without offset, ``2030-01-31T12:00``; years 2000 to 2099 (R-CENTURY)."""

    @classmethod
    def on(cls, moment: datetime) -> "At":
        """The minute of *moment*, whose time zone, if it has one, is left to the request's ``tz``."""
        return cls(f"{moment:%Y-%m-%dT%H:%M}")


class Window(Value, frozen=True, gc=False, forbid_unknown_fields=True, tag_field="kind", tag="window"):
    """From one whole hour until another, ``[from:00, to:00)``; from > to wraps midnight (C-TIME-WIN, R-WINDOW).

    >>> decode_request("alex:psw::9-21::79991234567:hi").time
    Window(from_hour=9, to_hour=21)
    """

    from_hour: Annotated[int, Meta(ge=0, le=23)] = field(name="from")
    """0 to 23."""
    to_hour: Annotated[int, Meta(ge=0, le=24)] = field(name="to")
    """0 to 23, or 24 for the end of the day; never equal to ``from_hour``."""


class Timestamp(Value, frozen=True, gc=False, forbid_unknown_fields=True, tag_field="kind", tag="timestamp"):
    """Seconds since 1970-01-01 UTC (C-TIME-TS).

    >>> decode_request("alex:psw::01893456000::79991234567:hi").time
    Timestamp(ts=1893456000)
    """

    ts: Annotated[int, Meta(ge=0, le=MAX_TIMESTAMP)]
    """0 to 99999999999 (R-TSLEN)."""


class After(Value, frozen=True, gc=False, forbid_unknown_fields=True, tag_field="kind", tag="after"):
    """Minutes from now (C-TIME-REL, R-REL).

    >>> decode_request("alex:psw::+30::79991234567:hi").time
    After(minutes=30)
    """

    minutes: Annotated[int, Meta(ge=0, le=MAX_MINUTES)]
    """0 to 999999."""


Time = At | Window | Timestamp | After
"""When to send, in any of its forms; no time at all is now (C-TIME-ABS, C-TIME-WIN, C-TIME-TS, C-TIME-REL)."""

TimeZone = Annotated[int, Meta(ge=MIN_TZ, le=MAX_TZ)]
"""Whole hours from Moscow time, -15 to 11 (C-TZ, R-TZ)."""


class Single(Value, frozen=True, gc=False, forbid_unknown_fields=True, tag_field="kind", tag="single"):
    """One message to one or more recipients (C-SINGLE).

    >>> decode_request("alex:psw::::79991234567,+79998887766:hi").body
    Single(phones=('79991234567', '+79998887766'), mes='hi')
    """

    phones: tuple[str, ...]
    """Recipients as they stand on the wire, white space and, without ``+``, punctuation dropped (R-NUMBER)."""
    mes: str
    """The message exactly as sent, prefix and trailing lines included; at most 1000 code points (R-MESLEN)."""


class Row(Value, frozen=True, gc=False, forbid_unknown_fields=True):
    """One message of a list, to one or more recipients (C-LISTROW).

    >>> decode_request(r"alex:psw:::::79991234567:one\\ntwo").body.rows
    (Row(phones=('79991234567',), mes='one\\ntwo'),)
    """

    phones: tuple[str, ...]
    mes: str
    """As in :class:`Single`; a newline is a newline here and ``\\n`` on the wire (R-ROWNL)."""


class Batch(Value, frozen=True, gc=False, forbid_unknown_fields=True, tag_field="kind", tag="list"):
    """Several messages under one id (C-LIST, C-LIST-ID).

    >>> [row.mes for row in decode_request("alex:psw:::::79991234567:one\\n79997654321:two").body.rows]
    ['one', 'two']
    """

    rows: tuple[Row, ...]
    tail: str | None = None
    """The line after the last row that belongs to all of them, ``subj:…`` or ``voice:…`` (C-LIST-TAIL)."""


class Request(Value, frozen=True, gc=False, forbid_unknown_fields=True, kw_only=True):
    """One request, in either form.

    >>> request = Request(login="alex", psw="psw", id="order-7", body=Single(("79991234567",), "hi"))
    >>> encode_request(request)
    'alex:psw:order-7:::79991234567:hi'
    >>> "psw='***'" in repr(request)
    True
    """

    login: str
    """Empty where ``psw`` is an API key (C-APIKEY)."""
    psw: str
    """The password or API key. It is in no ``repr`` and in no error."""
    id: str | None = None
    time: Time | None = None
    """When to send; ``None`` is now (R-TIMEEMPTY)."""
    tz: TimeZone | None = None
    """``None`` is the account's own setting (C-TZ, R-TZ)."""
    translit: Translit = Translit.NONE
    format: Format = Format.TEXT
    sender: str | None = None
    test: Annotated[int, Meta(ge=0, le=2)] = 0
    """0, 1 (always reply) or 2 (multi-line list) (C-TEST)."""
    body: Single | Batch

    def __repr__(self) -> str:
        shown = (f"{name}={value!r}" for name, value in self.__rich_repr__())
        return f"Request({', '.join(shown)})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        return [(name, MASK if name == "psw" else getattr(self, name)) for name in self.__struct_fields__]


MASK = "***"
"""What stands where a password or an API key would."""


class Accepted(Value, frozen=True, gc=False, forbid_unknown_fields=True, tag_field="kind", tag="accepted"):
    """The answer to a request that was taken (C-OK).

    >>> encode_reply(Accepted(2, "42"))
    'OK - 2 SMS, ID - 42'
    """

    sms: Annotated[int, Meta(ge=1, le=999_999_999)]
    """Parts of the message times recipients, 1 to 999999999 (R-REPLYN, R-REPLYCOUNT)."""
    id: str
    """The client's id, or the one that the server assigned."""


class Rejected(Value, frozen=True, gc=False, forbid_unknown_fields=True, tag_field="kind", tag="rejected"):
    """The answer to a request that was refused (C-ERR, C-ERR-ID).

    >>> encode_reply(Rejected(3, "no funds", "42"))
    'ERROR = 3 (no funds), ID - 42'
    """

    error: Annotated[int, Meta(ge=1, le=9)]
    """1 to 9 (C-ERRNO)."""
    description: str
    """Any text without a line break (R-REPLYDESC)."""
    id: str | None = None
    """There for errors 3, 6, 7 and 8 (R-REPLYID)."""


Reply = Accepted | Rejected
"""What a server answers (C-OK, C-ERR, C-ERR-ID)."""
