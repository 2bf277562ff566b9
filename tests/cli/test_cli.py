"""The command as a user meets it: what it prints, where, and its exit status."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from smsmail.cli import main
from smsmail.grammar import NAMES, source
from tests.support.each import each

LINE = "alex:psw:::1:79991234567:hi"
DECODED = {
    "login": "alex",
    "psw": "psw",
    "id": None,
    "time": None,
    "tz": None,
    "translit": 1,
    "format": 0,
    "sender": None,
    "test": 0,
    "body": {"kind": "single", "phones": ["79991234567"], "mes": "hi"},
}


def run(*arguments: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(main, arguments, input=stdin, catch_exceptions=False)


def test_check_accepts_with_warnings() -> None:
    result = run("check", "-", stdin="alex: psw:::, 1, Alex:79999999999: message")
    assert result.exit_code == 0
    assert "<stdin>:1:6: warning[white-space]" in result.stdout
    assert "<stdin>: accepted, 1 warning: single message, flash SMS to 79999999999, 8 of 160" in result.stdout


def test_check_refuses_with_error_number_offset_clause_and_remedy() -> None:
    result = run("check", "-", stdin="alex:psw:::1:7999x:hi")
    assert result.exit_code == 1
    assert "<stdin>:1:14: error[phone-format]" in result.stdout
    assert "offsets 13 to 17 in body.phones[0]" in result.stdout
    assert "C-PHONES, R-NUMBER" in result.stdout
    assert "a server answers ERROR = 7" in result.stdout
    assert "remedy:   Write the country code and the number in digits alone" in result.stdout
    assert result.stdout.endswith("<stdin>: refused: 1 error\n")


def test_check_takes_the_line_breaks_around_a_request_for_transport(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_bytes(b"\xef\xbb\xbf" + LINE.encode() + b"\r\n\r\n")
    bad.write_bytes(b"\r\n\nalex:psw:::1:7999x:hi\n")
    result = run("check", str(good), str(bad))
    assert result.exit_code == 1
    assert f"{good}: accepted\n" in result.stdout
    assert f"{bad}:3:14: error[phone-format]" in result.stdout
    assert "offsets 16 to 20 in" in result.stdout


def test_check_shows_no_password() -> None:
    assert "hunter2" not in run("check", stdin="alex:hunter2\n:x::7999x:hi").output
    assert "hunter2" not in run("decode", stdin="alex:hunter2:x x:::7999x:hi").output


@each(
    ("arguments", "stdin", "says"),
    [
        (["check", "/nowhere/at/all"], "", "No such file"),
        (["check"], b"\xff", "byte 0xff at offset 0 is no utf-8; name the encoding with --encoding"),
        (["check", "--encoding", "klingon"], "", "unknown encoding: klingon"),
        (["encode"], "{", "no JSON: Expecting property name"),
        (["encode"], '{"id": "1", "id": "2"}', "the key 'id' is there twice"),
        (["encode"], "[" * 100_000, "no JSON"),
        (["check", "--encoding", "idna"], "", "--encoding"),
        (["check", "--encoding", "undefined"], "", "--encoding"),
        (["conformance", "--timeout", "nan"], "", "nan is no number of seconds"),
        (["conformance", "--timeout", "inf"], "", "inf is no number of seconds"),
        (["conformance", "--json", "-", "--junit", "-"], "", "cannot both be written"),
        (["encode"], b'{"login": "\xff"}', "byte 0xff at offset 11 is no utf-8"),
        (["grammar", "nothing"], "", "nothing"),
        (["frobnicate"], "", "No such command"),
    ],
)
def test_wrong_usage_is_status_2_and_says_what_is_wrong(arguments: list[str], stdin: str | bytes, says: str) -> None:
    result = run(*arguments, stdin=stdin)
    assert result.exit_code == 2
    assert says in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("argument", ["alex:hunter2::::79991234567:hi", '{"login": "alex", "psw": "hunter2"}'])
@pytest.mark.parametrize("command", ["check", "decode", "encode"])
def test_a_request_given_in_place_of_a_file_is_not_repeated(command: str, argument: str) -> None:
    result = run(command, argument)
    assert result.exit_code == 2
    assert "looks like a request" in result.stderr
    assert "hunter2" not in result.output


def test_output_has_an_end() -> None:
    result = run("check", stdin="a:p::::" + "x," * 1000 + ":m")
    assert "… and 901 more findings" in result.stdout
    assert "refused: 1001 errors" in result.stdout


@pytest.mark.parametrize(
    ("command", "led_to", "says"),
    [
        ("check", ">/dev/full", b"Error: No space left"),
        ("--version", ">/dev/full", b"Error: No space left"),
        ("segments hello", ">&-", b"Error: standard output is closed"),
        ("check --fix -", ">&-", b"Error: standard output is closed"),
    ],
)
def test_a_failure_to_write_is_no_refusal(command: str, led_to: str, says: bytes) -> None:
    words = f"{shlex.quote(sys.executable)} -P -m smsmail.cli {command} {led_to}"
    done = subprocess.run(["/bin/sh", "-c", words], input=LINE.encode(), capture_output=True, check=False)
    assert done.returncode == 2
    assert says in done.stderr
    assert b"Traceback" not in done.stderr


def test_check_reads_other_encodings() -> None:
    result = run("check", "--encoding", "koi8-r", stdin="alex:psw::::79991234567:Привет".encode("koi8-r"))
    assert result.stdout.startswith("<stdin>: accepted: ")


def test_decode_and_encode_are_each_others_way_back() -> None:
    decoded = run("decode", stdin=LINE + "\n")
    assert decoded.exit_code == 0
    assert json.loads(decoded.stdout) == DECODED
    assert decoded.stderr == ""
    assert run("encode", stdin=decoded.stdout).stdout == LINE + "\n"


def test_decode_warns_on_standard_error_and_masks_the_password_on_request() -> None:
    result = run("decode", "--mask-psw", stdin="alex:  hunter2 :::1:79991234567:hi")
    assert json.loads(result.stdout) == DECODED | {"psw": "***"}
    assert "warning[white-space]" in result.stderr
    assert "hunter2" not in result.output


def test_replies_are_converted_too() -> None:
    result = run("decode", "--reply", stdin="ERROR = 3 (no funds), ID - 42\r\n")
    assert json.loads(result.stdout) == {"kind": "rejected", "error": 3, "description": "no funds", "id": "42"}
    assert run("encode", "--reply", stdin=result.stdout).stdout == "ERROR = 3 (no funds), ID - 42\n"


def test_a_refused_conversion_is_status_1() -> None:
    for arguments, stdin, rule in [
        (["decode"], "alex:psw:::1:7999x:hi", "phone-format"),
        (["decode", "--reply"], "OK", "reply-form"),
        (["encode"], json.dumps(DECODED | {"psw": "a:b"}), "unrepresentable"),
        (["encode"], "[]", "shape"),
        (["encode", "--reply"], json.dumps({"kind": "accepted", "sms": 0, "id": "1"}), "reply-count"),
    ]:
        result = run(*arguments, stdin=stdin)
        assert result.exit_code == 1
        assert f"error[{rule}]" in result.stderr
        assert result.stdout == ""


def test_grammar_prints_the_source() -> None:
    assert source("reply") in run("grammar", "reply").stdout
    everything = run("grammar").stdout
    assert all(source(name) in everything for name in NAMES)


@pytest.mark.parametrize("command", ["check", "decode", "encode", "grammar", "conformance", "testee"])
def test_help_teaches(command: str) -> None:
    assert command in run("--help").stdout
    assert len(run(command, "-h").stdout.splitlines()) > 4


@pytest.mark.parametrize("shell", ["bash_source", "zsh_source", "fish_source"])
def test_shell_completion(shell: str) -> None:
    result = CliRunner(env={"_SMSMAIL_COMPLETE": shell}).invoke(main, prog_name="smsmail")
    assert "_SMSMAIL_COMPLETE" in result.output


def test_no_colour_where_none_is_wanted() -> None:
    coloured = CliRunner().invoke(main, ["check"], input="x", color=True).output
    plain = CliRunner(env={"NO_COLOR": "1"}).invoke(main, ["check"], input="x", color=True).output
    assert "\x1b[" in coloured
    assert "\x1b[" not in plain


def test_the_command_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "smsmail.cli", "check"],
        input="alex:psw::::79991234567:Ж".encode(),
        capture_output=True,
        check=False,
        env=os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0"},
    )
    assert (done.returncode, done.stdout[:19], done.stderr) == (0, b"<stdin>: accepted: ", b"")
