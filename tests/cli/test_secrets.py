"""No command shows a password or an API key, however the request is broken that holds it.

What decode and encode write on standard output is the request itself, password included, as is what ``--with-psw`` asks
for; those are left out. ``segments`` takes a text and no request. What nobody can tell is left out too: a password in
the place of an id or a sender's name, or within the message.
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
from smsmail.cli.showing.masking import MASK, Masking, masked
from smsmail.codec import (
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
    as_it_is,
    without_a_colon,
    with_another_separator,
    with_a_colon_more,
    with_a_colon_in_the_password,
    with_white_space,
    cut_off,
    without_its_beginning,
    with_fields_swapped,
    url_encoded,
    with_url_encoded_fields,
    with_an_escaped_colon_in_the_password,
    as_a_query,
    with_something_before_it,
    twice,
    named_fields,
    as_json,
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
    ["--line"],
    ["--mail"],
    ["--error-on-warning"],
    ["--select", "phone-*", "--select", "white-space", "--notes"],
    ["--ignore", "field-*", "--ignore", "password-colon", "--ignore", "url-encoded", "--ignore", "query-string"],
)
DECODES: tuple[list[str], ...] = ([], ["--line"], ["--mail"], ["--notes"], ["--reply"])


def outputs(octets: bytes, check_options: list[str], decode_options: list[str]) -> Iterator[tuple[str, str]]:
    """What each command that reads a request says of *octets*."""
    for format in FORMATS:
        arguments = ["check", "--no-config", "--format", format, *check_options]
        yield " ".join(arguments), result_of(*arguments, stdin=octets).output
    arguments = ["decode", "--mask-psw", *decode_options]
    decoded = result_of(*arguments, stdin=octets)
    yield " ".join(arguments), decoded.stderr
    if decoded.stdout and "--reply" not in arguments:
        assert json.loads(decoded.stdout)["psw"] == "***"
    yield "encode", result_of("encode", stdin=octets).stderr


def said_of(refuse: Callable[[], object]) -> str:
    """All that Python shows where *refuse* raises."""
    try:
        refuse()
    except ValueError as error:
        return "".join([str(error), repr(error), *traceback.format_exception(error)])
    return ""


@given(broken_lines(), st.sampled_from(CHECKS), st.sampled_from(DECODES))
@examples(40)
def test_of_a_request(case: tuple[str, str], check_options: list[str], decode_options: list[str]) -> None:
    secret, text = case
    for command, output in outputs(text.encode(), check_options, decode_options):
        assert leaks(secret, output) == [], command


@given(broken_lines(), st.data())
@examples(40)
def test_of_a_mail(case: tuple[str, str], data: st.DataObject) -> None:
    secret, text = case
    assert_no_leak(
        secret, data.draw(st.sampled_from(MAILS))(text), *map(data.draw, map(st.sampled_from, (CHECKS, DECODES)))
    )


@pytest.mark.parametrize("options", CHECKS, ids=" ".join)
def test_of_a_mailbox_that_is_read_as_a_line(options: list[str]) -> None:
    assert_no_leak("Qzx7Wvk3Jqy9Xfz2", in_a_mailbox("Qzx7Wvk3Jqy9Xfz2::::G0:0"), options, ["--line"])


def assert_no_leak(secret: str, octets: bytes, check_options: list[str], decode_options: list[str]) -> None:
    for command, output in outputs(octets, check_options, decode_options):
        assert leaks(secret, output) == [], command
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


@given(secret_requests(), st.data())
@examples(40)
def test_of_json(case: tuple[str, Request], data: st.DataObject) -> None:
    """Values of wrong types and in wrong places, and JSON that is none. A key is a name, and is named where it is unknown."""
    secret, request = case
    wrong: list[object] = [
        *(
            secret,
            [secret],
            {secret: secret},
            {"kind": secret},
            {"kind": "at", "at": secret},
            f"{secret}:",
            f" {secret}",
        ),
        *(f"{secret}\n", [{"phones": [secret], "mes": secret}], {"kind": "single", "phones": secret, "mes": [secret]}),
        *({"kind": "single", "phones": [secret], "mes": "x"}, {"kind": "list", "rows": [secret], "tail": secret}),
    ]
    key = data.draw(st.sampled_from(REQUEST_FIELDS))
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


REQUEST_FIELDS = ("login", "psw", "id", "time", "tz", "translit", "format", "sender", "test", "body")


@given(broken_lines())
@examples(50)
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


@given(broken_lines())
@examples(50)
def test_a_masked_text_is_as_long_as_it_was(case: tuple[str, str]) -> None:
    secret, text = case
    masking = Masking(text)
    assert leaks(secret, masking.text) == []
    assert len(masking.text) == len(text)
    assert all(shown in (MASK, character) for shown, character in zip(masking.text, text, strict=True))
    for found in check(text.strip("\r\n")):
        edits = masking.mend(found)
        assert leaks(secret, edited(masking.text, edits)) == []
        assert [(edit.start, edit.end, len(edit.text)) for edit in edits] == [
            (edit.start, edit.end, len(edit.text)) for edit in found.fix
        ]


@given(st.text(alphabet=":,;\r\n %2B3A+0789.abс@#G&=?\"'", max_size=80) | st.text(max_size=80))
def test_any_text_can_be_masked(text: str) -> None:
    masking = Masking(text)
    assert len(masking.text) == len(masked(text, check(text))) == len(text)
    for found in check(text.strip("\r\n")):
        assert len(masking.mended(found)) == len(edited(text, found.fix))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("alex:psw::::79991234567:hi", "****:***::::79991234567:hi"),
        (":key with spaces::::79991234567:hi", ":***************::::79991234567:hi"),
        ("alex: psw :order-7:,3:1:79991234567:hi", "****: *** :order-7:,3:1:79991234567:hi"),
        # the structure is another
        ("alex", "****"),
        ("alex:psw", "****:***"),
        ("alex psw:::1:79991234567:hi", "********:::*:79991234567:hi"),
        ("alexpsw::::79991234567:hi", "*******::::79991234567:hi"),
        ("alex::::::79991234567:hi", "****::::::79991234567:hi"),
        ("alex\npsw::::79991234567:hi", "****\n***::::***********:**"),
        ("alex:p:s:w:42::1:79991234567:hi", "****:*:*:*:42::1:79991234567:hi"),
        ("alex:psw:7:::0:1:Alex:1:79991234567:hi", "****:***:*:::0:1:Alex:1:79991234567:hi"),
        ("alex:3101301200::Secret-7::79991234567:hi", "****:**********::********::79991234567:hi"),
        ("alex:79991234567::::Secret7word:hi", "****:***********::::***********:hi"),
        # what is no password is seen
        ("alex:psw::31/01/2030 12.00::7999x:hi", "****:***::31/01/2030 12.00::7999x:hi"),
        ("alex:psw::2030-01-31T12.00:flash,1:7999x:hi", "****:***::2030-01-31T12.00:flash,1:7999x:hi"),
        # the message
        (
            "alex:hunter2::::79991234567:your password is hunter2",
            "****:*******::::79991234567:your password is *******",
        ),
        (
            "alex:psw::::79991234567:hi\nalex:pws::::79991234567:hi",
            "****:***::::79991234567:hi\n****:***::::79991234567:hi",
        ),
        # other forms
        ("login=alex&psw=psw&phones=79991234567&mes=hi", "login=alex&psw=***&phones=79991234567&mes=hi"),
        ("login=alex&key=psw&phones=79991234567&mes=hi", "login=alex&*******&phones=79991234567&mes=hi"),
        ("https://a:b@c.de/?psw=x:y&phones=79991234567", "*****:***:*******?psw=*:*&phones=79991234567"),
        ("alex%3Apsw%3A%3a%3A%3A79991234567%3Ahi", "****%3A***%3A%3a%3A%3A79991234567%3Ahi"),
        ('{"login": "alex", "psw": "psw"}', "********: *************: ******"),
    ],
)
def test_what_is_masked(text: str, shown: str) -> None:
    assert masked(text, check(text)) == shown
    assert Masking(f"\r\n{text}\n").text == f"\r\n{shown}\n"


def test_a_mend_that_would_write_a_secret() -> None:
    query = "login=alex&psw=hun%2Cter&phones=79991234567&mes=hun,ter"
    [found] = check(query)
    assert Masking(query).mended(found) == "****:*******::::79991234567:*******"
