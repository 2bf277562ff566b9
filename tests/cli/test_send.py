"""What ``smsmail send`` sends, and what it does not."""

import json
import os
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from click.testing import CliRunner

from smsmail.cli import main
from smsmail.codec import decode_mail
from smsmail.conformance.smtp import Listener
from tests.support.sending import COMMAND, PATIENCE, PHONE, PSW, a_maildir, run, to

SERVICE = "send@send.smscentre.com"


def only_line(listener: Listener) -> str:
    """The request in the one mail that arrived."""
    ((sender, recipients, content),) = listener.take()
    assert (sender, recipients) == ("shop@example.com", (SERVICE,))
    return decode_mail(content).text


# ---- What is sent


def test_a_message(listener: Listener) -> None:
    result = to(listener, "Your order is ready")
    assert result.exit_code == 0, result.output
    ((_, _, content),) = listener.take()
    assert decode_mail(content).text == f"alex:{PSW}::::{PHONE}:Your order is ready"
    mail = message_from_bytes(content, policy=policy.default)
    assert (mail["From"], mail["To"]) == ("shop@example.com", SERVICE)
    assert mail["Date"].datetime.utcoffset() is not None
    assert str(mail["Message-ID"]) in result.stdout
    assert str(mail["Message-ID"]).endswith("@example.com>")


def test_all_that_can_be_said(listener: Listener) -> None:
    result = to(
        listener,
        *("--to", "+79998887766", "--id", "order-7", "--time", "9-21", "--tz", "2"),
        *("--translit", "1", "--format", "1", "--sender", "Alex", "--test", "1", "--subject", "Order 7"),
        *("--charset", "utf-8", "Заказ готов: 5"),
    )
    assert result.exit_code == 0, result.output
    ((_, _, content),) = listener.take()
    mail = decode_mail(content)
    assert mail.text == f"alex:{PSW}:order-7:9-21,2:1,1,Alex,1:{PHONE},+79998887766:Заказ готов: 5"
    assert mail.charset == "utf-8"
    assert b"Subject: Order 7\r\n" in content


@pytest.mark.parametrize(
    ("time", "field"),
    [
        ("3101301200", "3101301200"),
        ("31.01.30 12.00", "3101301200"),
        ("+30", "+30"),
        ("01900000000", "01900000000"),
        ("0", ""),
    ],
)
def test_times_as_the_protocol_writes_them(listener: Listener, time: str, field: str) -> None:
    assert to(listener, "--time", time, "hi").exit_code == 0
    assert only_line(listener) == f"alex:{PSW}::{field}::{PHONE}:hi"


def test_without_a_login_the_secret_is_an_api_key(listener: Listener) -> None:
    assert run("--via", str(listener.address), "--to", PHONE, "hi").exit_code == 0
    assert only_line(listener) == f":{PSW}::::{PHONE}:hi"


@pytest.mark.parametrize("argument", [["-"], []])
def test_a_text_from_standard_input_ends_without_the_line_break_of_its_last_line(
    listener: Listener, argument: list[str]
) -> None:
    assert to(listener, *argument, stdin="one\n\ntwo\n").exit_code == 0
    assert only_line(listener) == f"alex:{PSW}::::{PHONE}:one\n\ntwo"


def test_a_request_as_json(listener: Listener) -> None:
    rows = [{"phones": [PHONE], "mes": "one\ntwo"}, {"phones": ["79998887766", "G1"], "mes": "три"}]
    request = {"login": "alex", "psw": PSW, "id": "5", "body": {"kind": "list", "rows": rows}}
    result = run("--via", str(listener.address), "--request", "-", stdin=json.dumps(request))
    assert result.exit_code == 0, result.output
    assert only_line(listener) == f"alex:{PSW}:5::::{PHONE}:one\\ntwo\n79998887766,G1:три"


def test_a_reply_is_asked_for_where_it_is_waited_for(listener: Listener, tmp_path: Path) -> None:
    maildir = a_maildir(tmp_path)
    waiting = to(listener, "--wait", "--reply-dir", str(maildir), "--timeout", "0.1", "hi")
    assert waiting.exit_code == 2
    assert "no reply" in waiting.output
    assert only_line(listener) == f"alex:{PSW}:::,,,1:{PHONE}:hi"
    to(listener, "--wait", "--reply-dir", str(maildir), "--timeout", "0.1", "--test", "0", "hi")
    assert only_line(listener) == f"alex:{PSW}::::{PHONE}:hi"


def test_a_dry_run_sends_nothing_and_needs_no_server() -> None:
    result = run("--login", "alex", "--to", PHONE, "--dry-run", "hi")
    assert result.exit_code == 0
    assert decode_mail(result.stdout_bytes).text == f"alex:***::::{PHONE}:hi"


# ---- What is not sent


@pytest.mark.parametrize(
    ("arguments", "rule"),
    [
        (["--to", "7999x", "hi"], "phone-format"),
        (["--id", "a b", "hi"], "id-format"),
        (["--sender", "A:B", "hi"], "unrepresentable"),
        (["a" * 1001], "mes-length"),
        ([""], "mes-empty"),
        (["hi\n"], "mail-end"),
    ],
)
def test_what_check_refuses_is_refused(listener: Listener, arguments: list[str], rule: str) -> None:
    result = to(listener, *arguments)
    assert result.exit_code == 1
    assert f"error[{rule}]" in result.output
    assert "remedy:" in result.output
    assert listener.take() == []


@pytest.mark.parametrize(
    ("arguments", "rule", "line"),
    [
        (["--to", "8 (999) 123-45-67", "hi"], "number-punctuation", f"alex:{PSW}::::{PHONE},89991234567:hi"),
        (["--id", "0", "hi"], "id-zero", f"alex:{PSW}::::{PHONE}:hi"),
        (["one\r\ntwo"], "carriage-return", f"alex:{PSW}::::{PHONE}:one\ntwo"),
    ],
)
def test_what_check_warns_of_is_sent_as_it_is_understood(
    listener: Listener, arguments: list[str], rule: str, line: str
) -> None:
    result = to(listener, *arguments)
    assert result.exit_code == 0
    assert f"the request: warning[{rule}]" in result.stderr
    assert only_line(listener) == line


@pytest.mark.parametrize(
    ("arguments", "rule"),
    [(["--id", "007", "hi"], "id-number"), (["--sender", "Shop ", "hi"], "unrepresentable")],
)
def test_what_is_not_sent_though_check_accepts_it(listener: Listener, arguments: list[str], rule: str) -> None:
    result = to(listener, *arguments)
    assert result.exit_code == 1
    assert f"error[{rule}]" in result.stderr
    assert listener.take() == []


def test_all_that_is_wrong_is_told_at_once(listener: Listener) -> None:
    result = to(listener, "--to", "7999x", "--to", "8(999)1234567", "--id", "0", "--sender", "A:B", "a" * 1001)
    assert result.exit_code == 1
    for rule in ("id-zero", "unrepresentable", "phone-format", "number-punctuation", "mes-length"):
        assert f"error[{rule}]" in result.stderr
    assert listener.take() == []


def test_what_check_warns_of_is_sent_and_told(listener: Listener) -> None:
    result = to(listener, "--sender", "Shop!", "hi")
    assert result.exit_code == 0
    assert "warning[sender-characters]" in result.stderr
    assert only_line(listener) == f"alex:{PSW}:::,,Shop!:{PHONE}:hi"


def test_a_text_that_the_charset_lacks(listener: Listener) -> None:
    result = to(listener, "--charset", "koi8-r", "№ 5")
    assert result.exit_code == 1
    assert "NUMERO SIGN" in result.output
    assert listener.take() == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["hi"], "--to"),
        (["--to", PHONE, "--via", "somewhere", "hi"], "HOST:PORT"),
        (["--to", PHONE, "--via", "::1:25", "hi"], "brackets"),
        (["--to", PHONE, "--via", "127.0.0.1:65536", "hi"], "HOST:PORT"),
        (["--to", PHONE, "--time", "9-9", "hi"], "the same hour"),
        (["--to", PHONE, "--time", "tomorrow", "hi"], "--time"),
        (["--to", PHONE, "--wait", "hi"], "--reply-dir"),
        (["--to", PHONE, "--timeout", "nan", "hi"], "no number of seconds"),
        (["--to", PHONE, "--timeout", "inf", "hi"], "--timeout"),
        (["--to", PHONE, "--timeout", "1e30", "hi"], "--timeout"),
        (["--to", PHONE, "--tz", "99", "hi"], "-15<=x<=11"),
        (["--to", PHONE, "--starttls", "--tls", "hi"], "--starttls or --tls"),
        (["--to", PHONE, "--from", "nobody", "hi"], "--from"),
        (["--to", PHONE, "--charset", "klingon", "hi"], "klingon"),
        (["--to", PHONE, "--request", "-"], "goes without --to"),
        (["--request", "-", "--tz", "2"], "goes without --tz"),
        (["--request", "-", "hi"], "goes without a text"),
        (["--test", "0", "--request", "-"], "goes without --test"),
        (["--case"], "smsmail conformance"),
    ],
)
def test_wrong_usage(listener: Listener, arguments: list[str], says: str) -> None:
    via = [] if "--via" in arguments else ["--via", str(listener.address)]
    result = run(*via, *arguments, stdin="{}")
    assert result.exit_code == 2
    assert says in result.output
    assert listener.take() == []


def test_without_a_server() -> None:
    assert "--via" in run("--to", PHONE, "hi").output


@pytest.mark.parametrize("arguments", [["--to", PHONE, "-"], ["--to", PHONE], ["--request", "-"]])
def test_standard_input_without_an_end_is_not_read_to_it(listener: Listener, arguments: list[str]) -> None:
    env = {**os.environ, "SMSMAIL_PSW": PSW}
    command = [*COMMAND, "--via", str(listener.address), *arguments]
    with Path("/dev/zero").open("rb") as endless:
        ended = subprocess.run(
            command, check=False, stdin=endless, capture_output=True, env=env, text=True, timeout=PATIENCE
        )
    assert ended.returncode == 2
    assert "no mail takes as much" in ended.stderr
    assert listener.take() == []


def test_what_is_no_utf_8_is_told_without_an_option_that_is_not_there(listener: Listener) -> None:
    env = {"SMSMAIL_PSW": PSW}
    arguments = ["send", "--via", str(listener.address), "--to", PHONE]
    result = CliRunner().invoke(main, arguments, input=b"\xff", env=env, catch_exceptions=False)
    assert result.exit_code == 2
    assert "the text must be UTF-8" in result.output
    assert "--encoding" not in result.output


@pytest.mark.parametrize("request_", ["no JSON", "[]", '{"login": "alex"}'])
def test_a_file_that_is_no_request(listener: Listener, request_: str) -> None:
    result = run("--via", str(listener.address), "--request", "-", stdin=request_)
    assert result.exit_code == 2
    assert listener.take() == []


def test_without_a_password_and_without_anybody_to_ask(listener: Listener) -> None:
    env = {name: value for name, value in os.environ.items() if name != "SMSMAIL_PSW"}
    command = [*COMMAND, "--via", str(listener.address), "--login", "alex", "--to", PHONE, "hi"]
    ended = subprocess.run(
        command, check=False, stdin=subprocess.DEVNULL, capture_output=True, env=env, start_new_session=True
    )
    assert ended.returncode == 2
    assert b"SMSMAIL_PSW" in ended.stderr
    assert listener.take() == []


def test_a_password_is_asked_for_and_not_shown(listener: Listener) -> None:
    env = {name: value for name, value in os.environ.items() if name != "SMSMAIL_PSW"}
    command = [*COMMAND, "--via", str(listener.address), "--login", "alex", "--to", PHONE]
    command += ["--from", "shop@example.com", "hi"]
    terminal = [sys.executable, "-c", "import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)", *command]
    with subprocess.Popen(terminal, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env) as process:
        assert process.stdin
        assert process.stdout
        said = b""
        while b"password:" not in said:
            piece = os.read(process.stdout.fileno(), 1000)
            assert piece, said
            said += piece
        process.stdin.write(PSW.encode() + b"\n")
        process.stdin.flush()
        said += process.stdout.read()
        assert process.wait(PATIENCE) == 0, said
    assert PSW.encode() not in said
    assert only_line(listener) == f"alex:{PSW}::::{PHONE}:hi"
