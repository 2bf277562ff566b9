"""The short programs in examples/ do what their texts say, and what they send is the request that was meant."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from smsmail.codec import Request, Single, decode_mail, decode_request
from tests.support import ROOT

pytestmark = pytest.mark.process

EXAMPLES = ROOT / "examples"
SECRET = "s3cr3t-P4ss"


def findings_of(log: bytes) -> list[dict[str, object]]:
    command = [sys.executable, str(EXAMPLES / "log_findings.py")]
    run = subprocess.run(command, input=log, capture_output=True, check=True)
    assert SECRET.encode() not in run.stdout + run.stderr
    assert run.stderr == b""
    return [json.loads(line) for line in run.stdout.splitlines()]


def test_a_log_of_findings() -> None:
    entries = [
        f"12:00 sms: alex:{SECRET}::::79991234567:100 % ready",
        f"12:01 sms: alex:{SECRET}::::7999x:hi",
        "12:02 something else: a:b:c",
        f"12:03 sms: alex:{SECRET}::::7 999 123-45-67:hi",
    ]
    found = findings_of("\n".join(entries).encode() + b"\n12:04 sms: \xff\n")
    assert [(one["entry"], one["level"], one["rule"]) for one in found] == [
        (2, "ERROR", "phone-format"),
        (4, "WARNING", "number-punctuation"),
        *((5, "ERROR", rule) for rule in ("surrogate", "field-count")),
    ]
    assert found[0]["message"] == "a number holds digits only, and here is 'x'"
    assert found[0]["field"] == "body.phones[0]"
    assert str(found[0]["remedy"]).startswith("Write the country code")


@pytest.mark.parametrize(
    "entry",
    [
        f"sms: alex:{SECRET}:0:::7 999 123-45-67:hi",
        f"sms: {SECRET}:{SECRET}",
        f"sms: alex:{SECRET}::::{SECRET}:hi",
        f"sms: alex:{SECRET}:::0:1:Alex:1:79991234567:hi",
    ],
)
def test_a_log_of_findings_shows_no_password(entry: str) -> None:
    assert findings_of(entry.encode())


COMMANDS = {"php": ["php", "-d", "sendmail_path=cat > {mail}", str(EXAMPLES / "send.php")],
            "sh": ["sh", str(EXAMPLES / "send.sh")]}  # fmt: skip


def send(program: str, folder: Path, *arguments: str, psw: str = SECRET) -> tuple[int, str, Path]:
    if shutil.which(program) is None:
        pytest.skip(f"there is no {program}")
    mail = folder / "mail"
    environment = os.environ | {"SMS_LOGIN": "alex", "SMS_PSW": psw, "SENDMAIL": f"tee {mail}"}
    command = [part.format(mail=mail) for part in COMMANDS[program]]
    run = subprocess.run([*command, *arguments], env=environment, capture_output=True, text=True, check=False)
    return run.returncode, run.stderr, mail


@pytest.mark.parametrize("program", COMMANDS)
@pytest.mark.parametrize(
    "mes", ["hi", " Заказ №5: готов, 100 % \\n за 5 €! ", "one\n.\n\nFrom two", "x" * 1000, "$1 `id` '"]
)
def test_a_program_sends_the_request_that_was_meant(program: str, mes: str, tmp_path: Path) -> None:
    status, said, mail = send(program, tmp_path, "79991234567", mes)
    assert (status, said) == (0, "")
    body = Single(("79991234567",), mes)
    assert decode_request(decode_mail(mail.read_bytes()).text) == Request(login="alex", psw=SECRET, body=body)


@pytest.mark.parametrize("program", COMMANDS)
@pytest.mark.parametrize(
    ("phone", "mes", "psw"),
    [
        ("7999x", "hi", SECRET),
        ("7999:7", "hi", SECRET),
        ("", "hi", SECRET),
        ("7999", "", SECRET),
        ("7999", "hi\n", SECRET),
        ("7999", "one\r\ntwo", SECRET),
        ("7999", "hi", f"{SECRET}:x"),
        ("7999", "hi", f"{SECRET}\nx"),
        ("7999", "hi", f"{SECRET} "),
        ("7999", "hi", ""),
    ],
)
def test_a_program_sends_nothing_else(program: str, phone: str, mes: str, psw: str, tmp_path: Path) -> None:
    status, said, mail = send(program, tmp_path, phone, mes, psw=psw)
    assert status == 1
    assert said
    assert SECRET not in said
    assert not mail.exists()
