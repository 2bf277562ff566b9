"""Requests with a secret, got wrong in believable ways, and what of a secret is in what is shown."""

import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

from hypothesis import strategies as st
from msgspec.structs import replace

from smsmail.codec import Request, Single, encode_request
from smsmail.conformance.strategies import requests

SECRETS = ("Qzx7Wvk3Jqy9Xfz2", "Qzx7&Wvk3,Jqy9%Xfz2", "Щъx7 Wvk3Жqy9/Xfz2")
LENGTH = 4
"""So many characters of a secret in a row are not there by chance."""


Draw = st.DrawFn


def leaks(secret: str, output: str) -> list[str]:
    """The pieces of *secret* in *output*, as they are or URL-encoded."""
    pieces = [secret[at : at + LENGTH] for at in range(len(secret) - LENGTH + 1)]
    escaped = ["".join(f"%{octet:02X}" for octet in piece.encode()) for piece in pieces]
    return [piece for piece in (*pieces, *map(quote, pieces), *escaped) if piece in output]


# ---- Believable ways to get a request wrong


def as_it_is(draw: Draw, line: str, request: Request) -> str:
    return line


def without_a_colon(draw: Draw, line: str, request: Request) -> str:
    at = draw(st.sampled_from(head_colons(line)))
    return line[:at] + line[at + 1 :]


def with_another_separator(draw: Draw, line: str, request: Request) -> str:
    at = draw(st.sampled_from(head_colons(line)))
    return line[:at] + draw(st.sampled_from(";,|/ \t\n")) + line[at + 1 :]


def with_a_colon_more(draw: Draw, line: str, request: Request) -> str:
    at = draw(st.integers(0, head_colons(line)[-1]))
    return f"{line[:at]}:{line[at:]}"


def with_a_colon_in_the_password(draw: Draw, line: str, request: Request) -> str:
    at = draw(st.integers(1, len(request.psw) - 1))
    return line.replace(request.psw, f"{request.psw[:at]}:{request.psw[at:]}", 1)


def with_white_space(draw: Draw, line: str, request: Request) -> str:
    at = draw(st.integers(0, head_colons(line)[-1]))
    return line[:at] + draw(st.sampled_from([" ", "\t", "\n", "\r\n", "\r", "  ", "\u00a0"])) + line[at:]


def cut_off(draw: Draw, line: str, request: Request) -> str:
    return line[: draw(st.integers(0, len(line)))]


def without_its_beginning(draw: Draw, line: str, request: Request) -> str:
    return line[draw(st.integers(0, line.index(request.psw))) :]


def with_fields_swapped(draw: Draw, line: str, request: Request) -> str:
    """The password and another field but the id; the sender is one of the options, which are swapped as a whole."""
    *head, mes = line.split(":", 6)
    other = draw(st.sampled_from([0, 3, 4, 5]))
    head[1], head[other] = head[other], head[1]
    return ":".join([*head, mes])


def url_encoded(draw: Draw, line: str, request: Request) -> str:
    return draw(st.sampled_from([quote, quote_plus, all_escaped]))(line)


def with_url_encoded_fields(draw: Draw, line: str, request: Request) -> str:
    encode = draw(st.sampled_from([quote, quote_plus, all_escaped]))
    return ":".join(map(encode, line.split(":", 6)))


def with_an_escaped_colon_in_the_password(draw: Draw, line: str, request: Request) -> str:
    at = draw(st.integers(1, len(request.psw) - 1))
    return line.replace(request.psw, f"{request.psw[:at]}%3A{request.psw[at:]}", 1)


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


def with_something_before_it(draw: Draw, line: str, request: Request) -> str:
    return draw(st.sampled_from([":", " :", "SMS:", "Subject: ", "[text]", "text", '"', "> ", "login:psw:"])) + line


def twice(draw: Draw, line: str, request: Request) -> str:
    return line + draw(st.sampled_from(["\n", "", ":", ";"])) + line


def named_fields(draw: Draw, line: str, request: Request) -> str:
    between = draw(st.sampled_from([": ", "=", ":"]))
    login, psw, *_, phones, mes = line.split(":", 6)
    parts = [f"login{between}{login}", f"psw{between}{psw}", f"phones{between}{phones}", f"mes{between}{mes}"]
    return draw(st.sampled_from(["\n", ", ", ";", " "])).join(parts)


def as_json(draw: Draw, line: str, request: Request) -> str:
    text = json.dumps(fields_of(request), ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from([None, 2])))
    return text if draw(st.booleans()) else text.replace('"', "'")


WAYS: tuple[Callable[[Draw, str, Request], str], ...] = (
    *(as_it_is, without_a_colon, with_another_separator, with_a_colon_more, with_a_colon_in_the_password),
    *(with_white_space, cut_off, without_its_beginning, with_fields_swapped, url_encoded, with_url_encoded_fields),
    *(with_an_escaped_colon_in_the_password, as_a_query, with_something_before_it, twice, named_fields, as_json),
)


def head_colons(line: str) -> list[int]:
    colons = [at for at, character in enumerate(line) if character == ":"]
    return colons[:6]


def all_escaped(text: str) -> str:
    return "".join(f"%{octet:02X}" for octet in text.encode())


def fields_of(request: Request) -> dict[str, object]:
    body: dict[str, object] = {"kind": "single", "phones": ["79991234567"], "mes": "x"}
    if isinstance(request.body, Single):
        body |= {"phones": list(request.body.phones), "mes": request.body.mes}
    return {"login": request.login, "psw": request.psw, "sender": request.sender, "body": body}


FLAWS = ("", ",x", ", 7999 123", " ", "\t", "y", ",89991234567", ",G", "\r")
"""What is put behind the phones, so that there is something to say of the line."""


@st.composite
def secret_requests(draw: Draw) -> tuple[str, Request]:
    secret = draw(st.sampled_from(SECRETS))
    request = replace(draw(requests()), psw=secret)
    return secret, replace(request, login=draw(st.sampled_from(["", "alex"]))) if draw(st.booleans()) else request


@st.composite
def broken_lines(draw: Draw) -> tuple[str, str]:
    """A secret, and a line that holds it, more or less."""
    secret, request = draw(secret_requests())
    line = encode_request(request)
    *head, mes = line.split(":", 6)
    if head[5]:
        head[5] += draw(st.sampled_from(FLAWS))
    line = ":".join([*head, mes])
    return secret, draw(st.sampled_from(WAYS))(draw, line, request)
