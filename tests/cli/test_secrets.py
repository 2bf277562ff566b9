"""No command shows a password or an API key, wherever a broken request holds it and however many colons are in it.

What decode and encode write on standard output is the request itself, as is what ``--with-psw`` asks for; those are left
out. ``segments`` takes a text and no request. Of a line that is right in another sense nobody can tell: there a piece of
the password is the id, the sender or the message.
"""

import json
import traceback
from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given
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
from tests.support.secrets import (
    ANY_LINE,
    MAILS,
    fields_of,
    in_a_mailbox,
    is_told_otherwise,
    leaks,
    plain,
    secret_requests,
)


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
    yield from of_check(octets, check_options)
    yield "decode --mask-psw", result_of("decode", "--mask-psw", *decode_options, stdin=octets).output
    yield "decode", result_of("decode", *decode_options, stdin=octets).stderr
    yield "decode --reply", result_of("decode", "--reply", *decode_options, stdin=octets).stderr
    yield "encode", result_of("encode", stdin=octets).stderr


def of_check(octets: bytes, options: list[str]) -> Iterator[tuple[str, str]]:
    for format in FORMATS:
        arguments = ["check", "--no-config", "--format", format, *options]
        yield " ".join(arguments), result_of(*arguments, stdin=octets).output


def said_of(refuse: Callable[[], object]) -> str:
    """All that Python shows where *refuse* raises."""
    try:
        refuse()
    except ValueError as error:
        return "".join([str(error), repr(error), *traceback.format_exception(error)])
    return ""


@examples(50)
@given(ANY_LINE, st.sampled_from(CHECKS), st.sampled_from(DECODES))
@example(("Qxvz:Qxvz", ":42::Qxvz:Qxvz:79991234567:hi"), [], [])
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
        first, *others = CHECKS
        said = [*outputs(mail(text), first, []), *(one for options in others for one in of_check(mail(text), options))]
        assert [command for command, output in said if leaks("SECRET", output)] == []
