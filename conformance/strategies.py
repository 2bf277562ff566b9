"""Hypothesis strategies for valid requests, contents and replies.

Whatever :func:`requests` gives, :func:`smsmail.codec.encode_request` writes; whatever :func:`contents` gives,
:func:`smsmail.codec.encode_content` writes; whatever :func:`replies` gives, :func:`smsmail.codec.encode_reply` writes.
They are built from the specification and call no codec, so that they can judge one. They need the package hypothesis
(``pip install 'smsmail[strategies]'``).
"""

import re
from collections.abc import Callable
from datetime import datetime
from functools import cache
from string import ascii_letters, digits
from typing import ParamSpec, TypeVar, cast

from hypothesis import strategies as st
from msgspec.structs import replace

from .. import codec

_TEXT_FORMATS = (
    codec.Format.TEXT,
    codec.Format.FLASH,
    codec.Format.WAP_PUSH,
    codec.Format.BINARY,
    codec.Format.PING,
    codec.Format.MMS,
    codec.Format.VIBER,
    codec.Format.WHATSAPP,
    codec.Format.SOCIAL,
)
_ATEXT = ascii_letters + digits + "!#$%&'*+/=?^_`{|}~-"
_PRINTABLE = "".join(chr(code) for code in range(0x20, 0x7F))
_LONGEST_MES = 1000
_LONGEST_PREFIX = len("__VIBER__:")
_PREFIX = re.compile(r"__(CALL|VIBER|SOC|MAIL|BOT)__:|__(PING|HLR)__[ \t\n]*\Z")
_MARK = "~~~"

_P = ParamSpec("_P")
_T = TypeVar("_T")


def _once(build: Callable[_P, _T]) -> Callable[_P, _T]:
    """Strategies that are built once for each size: that takes longer than to draw from them."""
    return cast("Callable[_P, _T]", cache(build))


@_once
def texts(min_size: int = 0, max_size: int = _LONGEST_MES, without: str = "") -> st.SearchStrategy[str]:
    """Texts that a request can hold: no lone surrogate, no carriage return (R-SURROGATE, R-CR), nothing of *without*."""
    any_character = st.characters(exclude_categories=["Cs"], exclude_characters=f"\r{without}")
    telling = st.sampled_from([one for one in ":;,\\n\n~_[]{}€ \tЖё \u2028\f\x0b\x85😀" if one not in without])
    return st.text(any_character | telling, min_size=min_size, max_size=max_size)


_SEEN = re.compile(r"[^\s\u200b-\u200d\u2060\ufeff]")
_CONTROLS = (
    "".join(
        chr(code)
        for codes in ((0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F), (0x200E, 0x200F), (0x2028, 0x202E), (0x2066, 0x2069))
        for code in range(codes[0], codes[1] + 1)
    )
    + "\ufeff"
)
"""What no login, password or subject holds (R-CONTROL)."""


def _is_seen(text: str) -> bool:
    """Whether a text is not blank (R-BLANK)."""
    return _SEEN.search(text) is not None


@_once
def _subjects(longest: int) -> st.SearchStrategy[str]:
    return texts(1, longest, f"\n{_CONTROLS}").filter(_is_seen)


@_once
def accounts() -> st.SearchStrategy[tuple[str, str]]:
    """Login and password; an empty login with an API key (C-APIKEY)."""
    field = texts(1, 20, f":\n{_CONTROLS}").map(lambda text: text.strip(" \t")).filter(bool)
    return st.tuples(st.just("") | field, field)


@_once
def ids() -> st.SearchStrategy[str]:
    """Numbers 1 to 2147483647, or up to 40 letters, digits, ``.``, ``-``, ``_`` that are no number (C-ID)."""
    words = st.text(ascii_letters + digits + ".-_", min_size=1, max_size=40)
    return st.integers(1, 2147483647).map(str) | words.filter(lambda word: not word.isdigit())


@_once
def times() -> st.SearchStrategy[codec.Time]:
    """All four forms that name a time (C-TIME-ABS, C-TIME-WIN, C-TIME-TS, C-TIME-REL)."""
    hours = st.tuples(st.integers(0, 23), st.integers(0, 24)).filter(lambda pair: pair[0] != pair[1])
    return st.one_of(
        st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31, 23, 59)).map(codec.At.on),
        hours.map(lambda pair: codec.Window(*pair)),
        st.integers(0, 99_999_999_999).map(codec.Timestamp),
        st.integers(0, 999_999).map(codec.After),
    )


@_once
def numbers() -> st.SearchStrategy[str]:
    """3 to 15 digits, with or without ``+`` (C-PHONES, C-PLUS)."""
    return st.tuples(st.sampled_from(["", "+"]), st.text(digits, min_size=3, max_size=15)).map("".join)


@_once
def groups() -> st.SearchStrategy[str]:
    """Stored groups (C-GROUP)."""
    return st.text(digits, min_size=1, max_size=9).map("G{}".format)


@_once
def telegram_names() -> st.SearchStrategy[str]:
    """Telegram recipients (C-TELEGRAM)."""
    return st.text(ascii_letters + digits + "_", min_size=1, max_size=64).map("#{}".format)


@_once
def addresses() -> st.SearchStrategy[str]:
    """E-mail addresses (C-MAILTO, R-EMAIL)."""
    local = st.lists(st.text(_ATEXT, min_size=1, max_size=8), min_size=1, max_size=3).map(".".join)
    word = st.text(ascii_letters + digits, min_size=1, max_size=8)
    label = st.lists(word, min_size=1, max_size=2).map("-".join)
    domain = st.lists(label, min_size=1, max_size=3).map(".".join)
    return st.tuples(local, domain).map("@".join)


@_once
def sender_names() -> st.SearchStrategy[str]:
    """1 to 11 printable characters, or up to 15 digits (C-SENDER)."""
    characters = "".join(character for character in _PRINTABLE if character not in ":,")
    names = st.text(characters, min_size=1, max_size=11).filter(lambda name: name.strip(" ") == name)
    return names | st.text(digits, min_size=1, max_size=15)


@st.composite
def requests(draw: st.DrawFn) -> codec.Request:
    """Valid requests of both forms, all formats and all prefixes."""
    login, psw = draw(accounts())
    kind = draw(st.sampled_from(["text", "prefixed", "voice", "hlr", "hex", "email", "bot"]))
    format, prefix = draw(_FORMATS[kind])
    bodies, senders = _bodies(kind, prefix)
    body = draw(bodies)
    request = codec.Request(
        login=login,
        psw=psw,
        id=draw(_IDS),
        time=draw(_TIMES),
        tz=draw(_ZONES),
        translit=draw(st.sampled_from(codec.Translit)),
        format=format,
        sender=draw(senders),
        test=draw(st.integers(0, 2 if _begins_rows_plainly(body, kind) else 1)),
        body=body,
    )
    return request if request.test != 2 or _can_be_written(request) else replace(request, test=1)


_FORMATS: dict[str, st.SearchStrategy[tuple[codec.Format, str]]] = {
    "text": st.sampled_from([(format, "") for format in _TEXT_FORMATS]),
    "prefixed": st.sampled_from([(codec.Format.TEXT, prefix) for prefix in ("__CALL__:", "__VIBER__:", "__SOC__:")]),
    "voice": st.just((codec.Format.VOICE, "")),
    "hlr": st.just((codec.Format.HLR, "")),
    "hex": st.just((codec.Format.BINARY_HEX, "")),
    "email": st.sampled_from([(codec.Format.EMAIL, ""), (codec.Format.TEXT, "__MAIL__: ")]),
    "bot": st.just((codec.Format.TEXT, "__BOT__:")),
}
"""The format of a request of each kind, and the prefix of its messages."""
_IDS, _TIMES, _ZONES = st.none() | ids(), st.none() | times(), st.none() | st.integers(-15, 11)


@_once
def _bodies(
    kind: str, prefix: str
) -> tuple[st.SearchStrategy[codec.Single | codec.Batch], st.SearchStrategy[str | None]]:
    """The bodies of requests of a kind, and the senders."""
    senders: st.SearchStrategy[str | None] = st.none() | sender_names()
    recipients = numbers() | groups()
    tails: st.SearchStrategy[str | None] = st.none()
    match kind:
        case "text":
            mes = texts(1).filter(lambda text: not text.startswith("__") and _is_seen(text))
        case "prefixed":
            mes = texts(0, 900).map(f"{prefix}x{{}}".format) | st.sampled_from(["__PING__", "__HLR__"])
        case "voice":
            mes = texts(0, 900).map("x{}".format)
            tails = st.none() | texts(0, 20, "\n").map("voice:{}".format)
        case "hlr":
            mes = texts(0, 900).filter(lambda text: not text.startswith("__"))
        case "hex":
            mes = st.binary(min_size=1, max_size=140).map(bytes.hex)
        case "bot":
            mes = texts(0, 900).map(f"{prefix}x{{}}".format)
            recipients = recipients | telegram_names()
        case _:
            recipients, senders = addresses() | groups(), addresses()
            subject = _subjects(50).map("subj:{}".format)
            letter = texts(1, 800).map(lambda text: f"{prefix}x{text}")
            mes = st.tuples(letter, subject).map("\n".join)
            tails = st.none() | subject
    return st.builds(codec.Single, _some(recipients), mes) | _batches(recipients, mes, tails), senders


def _can_be_written(request: codec.Request) -> bool:
    """Whether each row of a list with test 2 begins as one must that is not the first (R-ROWSTART)."""
    try:
        codec.encode_request(request)
    except codec.EncodeError:
        return False
    return True


def _begins_rows_plainly(body: codec.Single | codec.Batch, kind: str) -> bool:
    """Whether test 2 leaves the rows what they are: each begins with what is plainly a recipient (R-ROWSTART)."""
    plainly = {"email": r".*@.*", "bot": r"#.*|\+[0-9]{8,15}|[0-9]{11,15}"}.get(kind, r"\+[0-9]{8,15}|[0-9]{11,15}")
    return isinstance(body, codec.Single) or all(re.fullmatch(plainly, row.phones[0]) for row in body.rows[1:])


def _batches(
    recipients: st.SearchStrategy[str], mes: st.SearchStrategy[str], tails: st.SearchStrategy[str | None]
) -> st.SearchStrategy[codec.Batch]:
    # A list writes a newline as \n, so that a text which holds just that cannot be sent in one (R-ROWNL).
    row_mes = mes.filter(lambda text: "\\n" not in text)
    rows = st.lists(st.builds(codec.Row, _some(recipients), row_mes), min_size=1, max_size=4).map(tuple)
    return st.builds(codec.Batch, rows, tails)


def _some(recipients: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(recipients, min_size=1, max_size=4).map(tuple)


def contents(*, by_prefix: bool = False) -> st.SearchStrategy[codec.Content]:
    """Contents of every kind, or of the kinds that a prefix can name (C-FORMAT, C-PREFIX).

    None would be read as something else: no text begins like another kind (R-PREFIX, R-PINGALONE), ends with a line that
    its kind has a use for (R-TAIL), or holds the mark of a param (R-CALLPARAM, R-BINSEG).
    """
    return _prefixed_contents() if by_prefix else _formatted_contents()


def _formatted_contents() -> st.SearchStrategy[codec.Content]:
    text = _messages(_LONGEST_MES).filter(lambda text: not _PREFIX.match(text))
    part = _messages(600).filter(lambda text: not _PREFIX.match(text))
    line = texts(1, 300, "\n")
    links = st.builds(codec.WapPush, line, line).filter(
        lambda push: _is_seen(f"{push.url}{push.title}") and not _PREFIX.match(f"{push.url}\n{push.title}")
    )
    octets = st.binary(min_size=1, max_size=_LONGEST_MES // 2).map(bytes.hex)
    return st.one_of(
        *(
            st.builds(kind, text)
            for kind in (codec.Text, codec.Flash, codec.Mms, codec.Viber, codec.WhatsApp, codec.Social)
        ),
        st.builds(codec.Binary, hex=octets | octets.map(str.upper)),
        st.builds(codec.Binary, text=text.filter(lambda text: f"\n{_MARK}\n" not in text)),
        links,
        _emails(part),
        _calls(part),
        # These two have a prefix in any case.
        st.builds(codec.Bot, _messages_after_prefix(_LONGEST_MES)),
        st.just(codec.Ping()),
        st.just(codec.Hlr()),
    )


def _prefixed_contents() -> st.SearchStrategy[codec.Content]:
    text, part = _messages_after_prefix(_LONGEST_MES), _messages_after_prefix(600)
    return st.one_of(
        *(st.builds(kind, text) for kind in (codec.Viber, codec.Social, codec.Bot)),
        _emails(part),
        _calls(part),
        st.sampled_from((codec.Ping(), codec.Hlr())),
    )


def _messages(max_size: int) -> st.SearchStrategy[str]:
    """Texts of at least one character, also such as have lines that mean something in another place."""
    telling = st.sampled_from(
        [_MARK, f"{_MARK}~", "subj:Theme", "voice:m2", "__PING__", "__BOT__: x", "__call__:", "", " "]
    )
    lines = st.lists(telling | texts(0, 40, "\n"), min_size=1, max_size=6).map("\n".join)
    return (texts(1, max_size) | lines).filter(_is_seen)


def _messages_after_prefix(max_size: int) -> st.SearchStrategy[str]:
    # White space there would be dropped (R-PREFIX); another prefix is text.
    return _messages(max_size - _LONGEST_PREFIX).filter(lambda text: text[0] not in " \t")


def _emails(text: st.SearchStrategy[str]) -> st.SearchStrategy[codec.Email]:
    subject = _subjects(80)
    return st.builds(codec.Email, text, subject, addresses())


def _calls(text: st.SearchStrategy[str]) -> st.SearchStrategy[codec.Voice]:
    return st.builds(codec.Voice, text, st.none() | texts(1, 40, "\n"), st.none() | _messages(300)).filter(_is_read_so)


def _is_read_so(call: codec.Voice) -> bool:
    """Whether the lines of *call* mean what they are there for (C-VOICE, C-CALL-PARAM)."""
    _, *lines = call.text.split("\n")
    if call.voice is None and (call.param or call.text).rpartition("\n")[2].startswith("voice:"):
        return False
    return _MARK not in (lines[:-1] if call.voice is None and call.param is None else lines)


@st.composite
def replies(draw: st.DrawFn) -> codec.Reply:
    """Valid replies: accepting, and refusing with each error (C-OK, C-ERR, C-ERR-ID)."""
    id = draw(ids())
    if draw(st.booleans()):
        return codec.Accepted(draw(st.integers(1, 999_999_999)), id)
    error = draw(st.integers(1, 9))
    return codec.Rejected(error, draw(texts(0, 60, "\n")), id if error in (3, 6, 7, 8) else None)
