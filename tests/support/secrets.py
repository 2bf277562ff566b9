"""Requests with a secret in any place, and what of a secret is in what is shown."""

import json
import re
from base64 import encodebytes
from collections.abc import Callable
from quopri import encodestring
from urllib.parse import quote, quote_plus

from hypothesis import assume
from hypothesis import strategies as st
from msgspec.structs import replace

from smsmail.codec import DecodeError, Request, Single, decode_request, encode_request
from smsmail.conformance.strategies import requests

LENGTH = 3
"""So many characters of a secret in a row are not there by chance."""

Draw = st.DrawFn

ORDINARY_WORD = re.compile(r"[A-ZÖЖ]?[a-zщъ]+|[A-ZÖЖ]{1,5}")
"""In a wrong field nobody can tell it from what people write there, such as Alex, so it is shown."""
WORDS = st.text("QzxWvkJqyXfZKÖщъЖ€%&/", min_size=4, max_size=9).filter(
    lambda word: (
        len({*word}) >= LENGTH
        and not word.startswith("/")
        and not any(map(ORDINARY_WORD.fullmatch, re.split(r"[%&/€]", word)))
    )
)
SECRETS = st.lists(WORDS, min_size=1, max_size=4).map(":".join)
FLAT_SECRETS = WORDS.map(lambda word: word.replace("%", "Ü"))


def leaks(secret: str, output: str) -> list[str]:
    """The pieces of *secret* in *output*, as they are or URL-encoded."""
    pieces = [secret[at : at + LENGTH] for at in range(len(secret) - LENGTH + 1)]
    pieces = [piece for piece in pieces if len({*piece}) > 1]  # Else it is there by chance.
    escaped = ["".join(f"%{octet:02X}" for octet in piece.encode()) for piece in pieces]
    return [piece for piece in (*pieces, *map(quote, pieces), *escaped) if piece in output]


# ---- Where a secret may stand

FIELDS = (
    st.sampled_from(["", "shop", "user@example.org"]),
    st.sampled_from(["", "42", "order-7"]),
    st.sampled_from(["", "0", "9-21", "3101301200", "0,3", ",3", ",UTC+3", "31.01.2030 12:00"]),
    st.sampled_from(["", "1", "0:1:Alex:1", "1,,Shop", ",,,1", "Alex"]),
    st.sampled_from(["79991234567", "+79991234567,G15", "7999x", "", "+7 (999) 123-45-67", "a@b.cd"]),
    st.sampled_from(["hi", "see you at 10:30", "one\n79992223344:two", ""]),
)
"""Without the password: login, id, schedule, options, phones, mes."""

LAST_PLACE = 5
"""Behind this one a password is a message."""


@st.composite
def secret_lines(draw: Draw) -> tuple[str, str]:
    """A secret, and a line with it in some place, or instead of what belongs there, and perhaps a piece too few."""
    secret = draw(SECRETS)
    fields = [draw(field) for field in FIELDS]
    place = draw(st.integers(0, LAST_PLACE))
    if draw(st.booleans()):
        fields.insert(place, secret)
    else:
        fields[place] = secret
    if draw(st.booleans()):
        del fields[draw(st.sampled_from([at for at in range(len(fields)) if fields[at] != secret]))]
    return secret, draw(BEFORE) + ":".join(fields) + draw(BEHIND)


BEFORE = st.sampled_from(["", "", "", "SMS: ", "[10:15] ", ":", "> ", '"', "[text]", "login:psw:", "Subject: ", "\n"])
BEHIND = st.sampled_from(["", "", "\n", "\r\n", '"', "[/text]"])


def is_told_otherwise(secret: str, text: str) -> bool:
    """Whether *text* is right in a sense in which a piece of *secret* is no password, or is none of its fields."""
    try:
        request = decode_request(text.strip("\r\n"))
    except DecodeError:
        return False
    return not leaks(secret, f"{request.login}:{request.psw}")


# ---- Believable ways to get a request wrong as a whole


def url_encoded(draw: Draw, line: str, request: Request) -> str:
    return draw(st.sampled_from([quote, quote_plus, all_escaped]))(line)


def with_url_encoded_fields(draw: Draw, line: str, request: Request) -> str:
    encode = draw(st.sampled_from([quote, quote_plus, all_escaped]))
    return ":".join(map(encode, line.split(":", 6)))


def with_another_separator(draw: Draw, line: str, request: Request) -> str:
    colons = [at for at, character in enumerate(line) if character == ":"]
    at = draw(st.sampled_from(colons[:6]))
    return line[:at] + draw(st.sampled_from(";,|/ \t\n")) + line[at + 1 :]


def cut_off(draw: Draw, line: str, request: Request) -> str:
    return line[: draw(st.integers(0, len(line)))]


def as_a_query(draw: Draw, line: str, request: Request) -> str:
    login, _, id, time, options, phones, mes = line.split(":", 6)
    translit, format, sender, test, *_ = [*options.split(","), "", "", "", ""]
    name = draw(st.sampled_from(["psw", "PSW", "password", "apikey", "pass", "secret"]))
    values = {"login": login, name: request.psw, "id": id, "time": time, "translit": translit, "format": format}
    values |= {"sender": sender, "test": test, "phones": phones, "mes": mes}
    encode = draw(st.sampled_from([quote, quote_plus, str]))
    kept = draw(st.permutations([name for name, value in values.items() if value]))
    before = draw(st.sampled_from(["", "https://example.com/send.php?", "GET /send.php?", "\n"]))
    return before + "&".join(f"{name}={encode(values[name])}" for name in kept)


def twice(draw: Draw, line: str, request: Request) -> str:
    """A second request line within the message of the first."""
    return line + draw(st.sampled_from(["\n", ":", ";", " "])) + line


def named_fields(draw: Draw, line: str, request: Request) -> str:
    between = draw(st.sampled_from([": ", "=", ":"]))
    login, psw, *_, phones, mes = line.split(":", 6)
    parts = [f"login{between}{login}", f"psw{between}{psw}", f"phones{between}{phones}", f"mes{between}{mes}"]
    return draw(st.sampled_from(["\n", ", ", ";", " "])).join(parts)


def as_json(draw: Draw, line: str, request: Request) -> str:
    text = json.dumps(fields_of(request), ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from([None, 2])))
    return text if draw(st.booleans()) else text.replace('"', "'")


WAYS: tuple[Callable[[Draw, str, Request], str], ...] = (
    url_encoded,
    with_url_encoded_fields,
    with_another_separator,
    cut_off,
    as_a_query,
    twice,
    named_fields,
    as_json,
)


def all_escaped(text: str) -> str:
    return "".join(f"%{octet:02X}" for octet in text.encode())


def fields_of(request: Request) -> dict[str, object]:
    body: dict[str, object] = {"kind": "single", "phones": ["79991234567"], "mes": "x"}
    if isinstance(request.body, Single):
        body |= {"phones": list(request.body.phones), "mes": request.body.mes}
    return {"login": request.login, "psw": request.psw, "sender": request.sender, "body": body}


@st.composite
def secret_requests(draw: Draw) -> tuple[str, Request]:
    secret = draw(FLAT_SECRETS)
    request = replace(draw(requests()), psw=secret, login=draw(st.sampled_from(["", "alex", "shop-9"])))
    assume(not leaks(secret, repr(request)))  # By chance a message may hold the same letters.
    return secret, request


@st.composite
def broken_lines(draw: Draw) -> tuple[str, str]:
    """A secret, and what holds it that is no request, or not one alone."""
    secret, request = draw(secret_requests())
    return secret, draw(st.sampled_from(WAYS))(draw, encode_request(request), request)


ANY_LINE = secret_lines() | broken_lines()


# ---- Mails


def plain(text: str) -> bytes:
    return b"To: a@b.cd\nContent-Type: text/plain; charset=utf-8\n\n" + text.encode()


def of_no_charset(text: str) -> bytes:
    return b"To: a@b.cd\n\n" + text.encode()


def in_base64(text: str) -> bytes:
    head = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    return head + encodebytes(text.encode())


def in_quoted_printable(text: str) -> bytes:
    head = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    return head + encodestring(text.encode())


def not_in_quoted_printable(text: str) -> bytes:
    return b"Content-Transfer-Encoding: quoted-printable\n\n" + text.encode() + b"="


def without_an_empty_line(text: str) -> bytes:
    return b"To: a@b.cd\nContent-Type: text/plain\n" + text.encode() + b"\n\n"


def in_a_header(text: str) -> bytes:
    return b"To: a@b.cd\nContent-Type: " + text.encode() + b"\n\nx\n"


def as_html(text: str) -> bytes:
    return b"Content-Type: text/html; charset=utf-8\n\n<p>" + text.encode() + b"</p>"


def as_tagged_html(text: str) -> bytes:
    return b"Content-Type: text/html; charset=utf-8\n\n<p>[text]" + text.encode() + b"[/text]</p>"


def with_a_wrong_octet(text: str) -> bytes:
    return plain(text) + b"\xff"


def in_a_mailbox(text: str) -> bytes:
    return 2 * (b"From a@b.cd Thu Jan 31 12:00:00 2030\n" + plain(text) + b"\n\n")


MAILS: tuple[Callable[[str], bytes], ...] = (
    plain,
    of_no_charset,
    in_base64,
    in_quoted_printable,
    not_in_quoted_printable,
    without_an_empty_line,
    in_a_header,
    as_html,
    as_tagged_html,
    with_a_wrong_octet,
    in_a_mailbox,
)
