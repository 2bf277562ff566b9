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

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from smsmail.cli import main
from smsmail.cli.check.reports import FORMATS
from smsmail.codec import (
    Request,
    check,
    check_mail,
    decode_mail,
    decode_request,
    encode_mail,
    encode_request,
    to_request,
)
from tests.support.effort import examples
from tests.support.secrets import broken_lines, fields_of, leaks, secret_requests

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
    *(plain, of_no_charset, in_base64, in_quoted_printable, not_in_quoted_printable, without_an_empty_line),
    *(in_a_header, as_html, as_tagged_html, with_a_wrong_octet, in_a_mailbox),
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
