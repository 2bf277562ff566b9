"""No command shows a password or an API key, wherever a broken request holds it and however many colons are in it.

What decode and encode write on standard output is the request itself, as is what ``--with-psw`` asks for; those are left
out. ``segments`` takes a text and no request. Of a line that is right in another sense nobody can tell: there a piece of
the password is the id, the sender or the message.
"""

import json
import traceback
from base64 import encodebytes
from collections.abc import Callable, Iterator
from quopri import encodestring
from urllib.parse import quote, quote_plus

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from smsmail.cli import main
from smsmail.cli.check.reports import FORMATS
from smsmail.cli.showing.masking import MASK, Masking
from smsmail.codec import (
    DecodeError,
    Request,
    Single,
    check,
    check_mail,
    decode_mail,
    decode_request,
    encode_mail,
    encode_request,
    to_request,
)
from smsmail.codec.findings.edits import edited
from smsmail.conformance.strategies import requests
from tests.support.effort import examples

LENGTH = 3
"""So many characters of a secret in a row are not there by chance."""

Draw = st.DrawFn

WORDS = st.text("QzxWvkJqyXfZKÖщъЖ€%&/3", min_size=4, max_size=9).filter(lambda word: not word.startswith("/"))
SECRETS = st.lists(WORDS, min_size=1, max_size=4).map(":".join)
FLAT_SECRETS = WORDS.map(lambda word: word.replace("%", "7"))


def leaks(secret: str, output: str) -> list[str]:
    """The pieces of *secret* in *output*, as they are or URL-encoded."""
    pieces = [secret[at : at + LENGTH] for at in range(len(secret) - LENGTH + 1)]
    pieces = [piece for piece in pieces if len({*piece}) > 1 or ":" not in piece]
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
    return secret, replace(draw(requests()), psw=secret, login=draw(st.sampled_from(["", "alex", "shop-9"])))


@st.composite
def broken_lines(draw: Draw) -> tuple[str, str]:
    """A secret, and what holds it that is no request, or not one alone."""
    secret, request = draw(secret_requests())
    return secret, draw(st.sampled_from(WAYS))(draw, encode_request(request), request)


ANY_LINE = secret_lines() | broken_lines()


# ---- What is looked through


def result_of(*arguments: str, stdin: bytes) -> Result:
    """What the command writes; what it raises is raised here."""
    runner = CliRunner(env={"COLUMNS": "2000"})  # Nothing is cut off.
    result = runner.invoke(main, arguments, input=stdin, catch_exceptions=False)
    assert result.exit_code in (0, 1, 2)
    return result


CHECKS: tuple[list[str], ...] = (
    [],
    ["--notes"],
    ["--quiet"],
    ["--statistics"],
    ["--diff"],
    ["--fix"],
    ["--lines"],
    ["--lines", "--diff"],
    ["--lines", "--fix"],
    ["--line"],
    ["--mail"],
    ["--select", "phone-*", "--select", "white-space", "--notes"],
    ["--ignore", "field-*", "--ignore", "password-colon", "--ignore", "url-encoded", "--ignore", "query-string"],
)
DECODES: tuple[list[str], ...] = ([], ["--line"], ["--mail"], ["--notes"])


def outputs(octets: bytes, check_options: list[str], decode_options: list[str]) -> Iterator[tuple[str, str]]:
    """What each command that reads a request says of *octets*."""
    for format in FORMATS:
        arguments = ["check", "--no-config", "--format", format, *check_options]
        yield " ".join(arguments), result_of(*arguments, stdin=octets).output
    yield "decode --mask-psw", result_of("decode", "--mask-psw", *decode_options, stdin=octets).output
    yield "decode", result_of("decode", *decode_options, stdin=octets).stderr
    yield "decode --reply", result_of("decode", "--reply", *decode_options, stdin=octets).stderr
    yield "encode", result_of("encode", stdin=octets).stderr


def said_of(refuse: Callable[[], object]) -> str:
    """All that Python shows where *refuse* raises."""
    try:
        refuse()
    except ValueError as error:
        return "".join([str(error), repr(error), *traceback.format_exception(error)])
    return ""


@examples(50)
@given(ANY_LINE, st.sampled_from(CHECKS), st.sampled_from(DECODES))
def test_of_a_request(case: tuple[str, str], check_options: list[str], decode_options: list[str]) -> None:
    secret, text = case
    for command, output in outputs(text.encode(), check_options, decode_options):
        assert leaks(secret, output) == [] or is_told_otherwise(secret, text), command


@examples(50)
@given(ANY_LINE, st.data())
def test_of_a_mail(case: tuple[str, str], data: st.DataObject) -> None:
    secret, text = case
    octets = data.draw(st.sampled_from(MAILS))(text)
    options = data.draw(st.sampled_from(CHECKS)), data.draw(st.sampled_from(DECODES))
    for command, output in outputs(octets, *options):
        assert leaks(secret, output) == [] or is_told_otherwise(secret, text), command
    assert leaks(secret, said_of(lambda: decode_mail(octets))) == []
    assert not any(leaks(secret, str(found)) for found in check_mail(octets))


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


@examples(40)
@given(secret_requests(), st.data())
def test_of_json(case: tuple[str, Request], data: st.DataObject) -> None:
    """Values of wrong types and in wrong places, and JSON that is none. A key is a name, and is named where it is unknown."""
    secret, request = case
    wrong: list[object] = [
        *(secret, [secret], {secret: secret}, {"kind": secret}, {"kind": "at", "at": secret}),
        *(f"{secret}:", f" {secret}", f"{secret}\n"),
        *([{"phones": [secret], "mes": secret}], {"kind": "single", "phones": secret, "mes": [secret]}),
        *({"kind": "single", "phones": [secret], "mes": "x"}, {"kind": "list", "rows": [secret], "tail": secret}),
    ]
    key = data.draw(
        st.sampled_from(("login", "psw", "id", "time", "tz", "translit", "format", "sender", "test", "body"))
    )
    value = {**fields_of(request), key: data.draw(st.sampled_from(wrong))}
    text = json.dumps(value, ensure_ascii=False)
    if data.draw(st.booleans()):
        text = text[: data.draw(st.integers(0, len(text)))]
    for options in ([], ["--mail"], ["--mail", "--charset", "us-ascii"], ["--reply"]):
        result = result_of("encode", *options, stdin=text.encode())
        assert leaks(secret, result.stderr) == []
        assert result.stdout == "" or result.exit_code == 0
    assert leaks(secret, said_of(lambda: to_request(value))) == []
    assert leaks(secret, said_of(lambda: encode_mail(to_request(value), charset="us-ascii"))) == []


@examples(50)
@given(ANY_LINE)
def test_of_what_python_and_the_testee_say(case: tuple[str, str]) -> None:
    secret, text = case
    assert leaks(secret, said_of(lambda: decode_request(text))) == []
    for found in check(text):
        assert leaks(secret, str(found)) == []
    question = json.dumps({"id": 1, "op": "decode_request", "input": {"text": text}})
    answer = json.loads(result_of("testee", stdin=question.encode() + b"\n").stdout)
    assert "ok" in answer or leaks(secret, str(answer)) == []


@given(secret_requests())
def test_of_a_request_that_is_printed(case: tuple[str, Request]) -> None:
    secret, request = case
    with pytest.raises(AssertionError) as failed:
        assert (request, decode_request(encode_request(request))) == ()
    assert leaks(secret, repr(request) + str(request)) == []
    assert leaks(secret, str(failed.value)) == []


@given(ANY_LINE)
def test_a_masked_text_is_as_long_as_it_was(case: tuple[str, str]) -> None:
    _, text = case
    masking = Masking(text)
    assert len(masking.text) == len(text)
    assert all(shown in (MASK, character) for shown, character in zip(masking.text, text, strict=True))
    for found in check(text.strip("\r\n")):
        edits = masking.edits(found.fix)
        assert len(edited(masking.text, edits)) == len(edited(text, found.fix))


@given(st.text(alphabet=":,;\r\n %2B3A+0789.abс@#G&=?\"'", max_size=80) | st.text(max_size=80))
def test_any_text_can_be_masked(text: str) -> None:
    masking = Masking(text)
    assert len(masking.text) == len(text)
    for found in check(text.strip("\r\n")):
        assert (fixed := masking.fixed(found)) is None or len(fixed) == len(edited(text, found.fix))


@pytest.mark.parametrize(
    "text",
    [
        "SMS: alex:SECRET:0:0,3:1:+79991234567,G15:hi",
        "alex:p:SECRET:1::9-21:1:79991234567:text",
        "user@example.org:p:SECRET:z::3101301200,3:1:79991234567:hi",
        "[10:15] shop:SECRET:1:,,,1:79991234567:hi",
        "shop:p:SECRET::0,3:1:79991234567:hi",
        "login:shop:SECRET::0,3:1:79991234567:hi",
        "SECRET::::G0:0",
        "alex:psw::::79991234567:hi\nalex:SECRET::::79991234567:hi",
        "login=alex&psw=SECRET&phones=79991234567&mes=hi",
    ],
)
def test_lines_that_were_shown_once(text: str) -> None:
    for mail in (str.encode, plain, in_a_mailbox):
        for options in CHECKS:
            for command, output in outputs(mail(text), options, []):
                assert leaks("SECRET", output) == [], command


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("alex:psw::::79991234567:hi", "****:***::::79991234567:hi"),
        (":key with spaces::::79991234567:hi", ":***************::::79991234567:hi"),
        ("alex: psw :order-7:,3:1:79991234567:hi", "****: *** :order-7:,3:1:79991234567:hi"),
        # what is no password is seen
        ("alex:psw::,UTC+3::79991234567:hi", "****:***::,UTC+3::79991234567:hi"),
        ("alex:psw:::Alex:79991234567:hi", "****:***:::Alex:79991234567:hi"),
        ("alex:psw::31/01/2030 12.00::7999x:hi", "****:***::31/01/2030 12.00::7999x:hi"),
        # the structure is another
        ("alex psw:::1:79991234567:hi", "********:::*:***********:**"),
        ("alex:se:cr€t::::79991234567:hi", "****:**:****::::79991234567:hi"),
        ("login=alex&psw=psw&phones=79991234567&mes=hi", "*" * 44),
        # the message
        ("alex:hunter2::::79991234567:it is hunter2", "****:*******::::79991234567:it is *******"),
        (
            "alex:psw::::79991234567:hi\nalex:pws::::79991234567:hi",
            "****:***::::79991234567:hi\n****:***::::***********:**",
        ),
        # what a build server would obey
        ("alex:psw::::79991234567:hi\n::error::x", "****:***::::79991234567:hi\n::*****::*"),
        ("alex:psw::::79991234567:##vso[x]", "****:***::::79991234567:**vso[x]"),
    ],
)
def test_what_is_masked(text: str, shown: str) -> None:
    assert Masking(text).text == shown
    assert Masking(f"\r\n{text}\n").text == f"\r\n{shown}\n"
