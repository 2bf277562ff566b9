"""Hypothesis strategies for valid requests and replies.

Whatever :func:`requests` gives, :func:`smsmail.codec.encode_request` writes; whatever :func:`replies` gives,
:func:`smsmail.codec.encode_reply` writes. They are built from the specification and call no codec, so that they can
judge one. They need the package hypothesis (``pip install 'smsmail[strategies]'``).
"""

from datetime import datetime
from string import ascii_letters, digits

from hypothesis import strategies as st

from ..codec import (
    Accepted,
    After,
    At,
    Batch,
    Format,
    Rejected,
    Reply,
    Request,
    Row,
    Single,
    Time,
    Timestamp,
    Translit,
    Window,
)

_TEXT_FORMATS = (
    Format.TEXT,
    Format.FLASH,
    Format.WAP_PUSH,
    Format.BINARY,
    Format.PING,
    Format.MMS,
    Format.VIBER,
    Format.WHATSAPP,
    Format.SOCIAL,
)
_ATEXT = ascii_letters + digits + "!#$%&'*+/=?^_`{|}~-"
_PRINTABLE = "".join(chr(code) for code in range(0x20, 0x7F))
_LONGEST_MES = 1000


def texts(min_size: int = 0, max_size: int = _LONGEST_MES, without: str = "") -> st.SearchStrategy[str]:
    """Texts that a request can hold: no lone surrogate, no carriage return (R-SURROGATE, R-CR), nothing of *without*."""
    any_character = st.characters(exclude_categories=["Cs"], exclude_characters=f"\r{without}")
    telling = st.sampled_from([one for one in ":;,\\n\n~_[]{}€ \tЖё \u2028\f\x0b\x85😀" if one not in without])
    return st.text(any_character | telling, min_size=min_size, max_size=max_size)


def accounts() -> st.SearchStrategy[tuple[str, str]]:
    """Login and password; an empty login with an API key (C-APIKEY)."""
    field = texts(1, 20, ":\n").map(lambda text: text.strip(" \t")).filter(bool)
    return st.tuples(st.just("") | field, field)


def ids() -> st.SearchStrategy[str]:
    """Numbers 1 to 2147483647, or up to 40 letters, digits, ``.``, ``-``, ``_`` that are no number (C-ID)."""
    words = st.text(ascii_letters + digits + ".-_", min_size=1, max_size=40)
    return st.integers(1, 2147483647).map(str) | words.filter(lambda word: not word.isdigit())


def times() -> st.SearchStrategy[Time]:
    """All four forms that name a time (C-TIME-ABS, C-TIME-WIN, C-TIME-TS, C-TIME-REL)."""
    hours = st.tuples(st.integers(0, 23), st.integers(0, 24)).filter(lambda pair: pair[0] != pair[1])
    return st.one_of(
        st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31, 23, 59)).map(At.on),
        hours.map(lambda pair: Window(*pair)),
        st.integers(0, 99_999_999_999).map(Timestamp),
        st.integers(0, 999_999).map(After),
    )


def numbers() -> st.SearchStrategy[str]:
    """3 to 15 digits, with or without ``+`` (C-PHONES, C-PLUS)."""
    return st.tuples(st.sampled_from(["", "+"]), st.text(digits, min_size=3, max_size=15)).map("".join)


def groups() -> st.SearchStrategy[str]:
    """Stored groups (C-GROUP)."""
    return st.text(digits, min_size=1, max_size=9).map("G{}".format)


def telegram_names() -> st.SearchStrategy[str]:
    """Telegram recipients (C-TELEGRAM)."""
    return st.text(ascii_letters + digits + "_", min_size=1, max_size=64).map("#{}".format)


def addresses() -> st.SearchStrategy[str]:
    """E-mail addresses (C-MAILTO, R-EMAIL)."""
    local = st.lists(st.text(_ATEXT, min_size=1, max_size=8), min_size=1, max_size=3).map(".".join)
    word = st.text(ascii_letters + digits, min_size=1, max_size=8)
    label = st.lists(word, min_size=1, max_size=2).map("-".join)
    domain = st.lists(label, min_size=1, max_size=3).map(".".join)
    return st.tuples(local, domain).map("@".join)


def sender_names() -> st.SearchStrategy[str]:
    """1 to 11 printable characters, or up to 15 digits (C-SENDER)."""
    characters = "".join(character for character in _PRINTABLE if character not in ":,")
    names = st.text(characters, min_size=1, max_size=11).filter(lambda name: name.strip(" ") == name)
    return names | st.text(digits, min_size=1, max_size=15)


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """Valid requests of both forms, all formats and all prefixes."""
    login, psw = draw(accounts())
    kind = draw(st.sampled_from(["text", "prefixed", "voice", "hlr", "hex", "email", "bot"]))
    format = Format.TEXT
    recipients = numbers() | groups()
    mes = texts(1).filter(lambda text: not text.startswith("__"))
    sender = st.none() | sender_names()
    tails: st.SearchStrategy[str | None] = st.none()
    match kind:
        case "text":
            format = draw(st.sampled_from(_TEXT_FORMATS))
        case "prefixed":
            prefix = draw(st.sampled_from(["__CALL__:", "__VIBER__:", "__SOC__:"]))
            mes = texts(0, 900).map(f"{prefix}x{{}}".format) | st.sampled_from(["__PING__", "__HLR__"])
        case "voice":
            format, mes = Format.VOICE, texts(0, 900).map("x{}".format)
            tails = st.none() | texts(0, 20, "\n").map("voice:{}".format)
        case "hlr":
            format, mes = Format.HLR, texts(0, 900)
            mes = mes.filter(lambda text: not text.startswith("__"))
        case "hex":
            format, mes = Format.BINARY_HEX, st.binary(min_size=1, max_size=140).map(bytes.hex)
        case "bot":
            mes = texts(0, 900).map("__BOT__:x{}".format)
            recipients = recipients | telegram_names()
        case _:
            format, prefix = draw(st.sampled_from([(Format.EMAIL, ""), (Format.TEXT, "__MAIL__: ")]))
            recipients, sender = addresses() | groups(), addresses()
            subject = texts(1, 50, "\n").filter(lambda text: bool(text.strip(" \t"))).map("subj:{}".format)
            letter = texts(1, 800).map(lambda text: f"{prefix}x{text}")
            mes = st.tuples(letter, subject).map("\n".join)
            tails = st.none() | subject
    body = draw(_singles(recipients, mes) | _batches(recipients, mes, tails))
    return Request(
        login=login,
        psw=psw,
        id=draw(st.none() | ids()),
        time=draw(st.none() | times()),
        tz=draw(st.none() | st.integers(-15, 11)),
        translit=draw(st.sampled_from(Translit)),
        format=format,
        sender=draw(sender),
        test=draw(st.integers(0, 2)),
        body=body,
    )


def _singles(recipients: st.SearchStrategy[str], mes: st.SearchStrategy[str]) -> st.SearchStrategy[Single]:
    return st.builds(Single, _some(recipients), mes)


def _batches(
    recipients: st.SearchStrategy[str], mes: st.SearchStrategy[str], tails: st.SearchStrategy[str | None]
) -> st.SearchStrategy[Batch]:
    # A list writes a newline as \n, so that a text which holds just that cannot be sent in one (R-ROWNL).
    row_mes = mes.filter(lambda text: "\\n" not in text)
    rows = st.lists(st.builds(Row, _some(recipients), row_mes), min_size=1, max_size=4).map(tuple)
    return st.builds(Batch, rows, tails)


def _some(recipients: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(recipients, min_size=1, max_size=4).map(tuple)


@st.composite
def replies(draw: st.DrawFn) -> Reply:
    """Valid replies: accepting, and refusing with each error (C-OK, C-ERR, C-ERR-ID)."""
    id = draw(ids())
    if draw(st.booleans()):
        return Accepted(draw(st.integers(1, 999_999_999)), id)
    error = draw(st.integers(1, 9))
    return Rejected(error, draw(texts(0, 60, "\n")), id if error in (3, 6, 7, 8) else None)
