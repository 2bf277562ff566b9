"""Mails that ``decode`` reads and ``encode`` writes."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from tests.support.each import each
from tests.support.mails import BAD, FROM_LINE, GOOD, HEADERS, LINE, PSW, mbox, run, written

pytestmark = pytest.mark.process


REQUEST = {"login": "alex", "psw": PSW, "body": {"kind": "single", "phones": ["79991234567"], "mes": "Ваш заказ готов"}}


@pytest.mark.parametrize("mail", [GOOD, GOOD.replace(b"\n", b"\r\n"), FROM_LINE + GOOD])
def test_decode_reads_a_mail(mail: bytes) -> None:
    result = run("decode", stdin=mail)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == run("decode", stdin=LINE.encode()).stdout
    masked = run("decode", "--mask-psw", stdin=mail)
    assert json.loads(masked.stdout) == json.loads(result.stdout) | {"psw": "***"}


def test_decode_reads_a_reply_in_a_mail() -> None:
    result = run("decode", "--reply", stdin=HEADERS + b"OK - 1 SMS, ID - 42\n")
    assert json.loads(result.stdout) == {"kind": "accepted", "sms": 1, "id": "42"}
    assert run("decode", "--reply", stdin=HEADERS + b"OK").stderr.startswith("<stdin> (reply):1:")


def test_decode_refuses_a_mail() -> None:
    result = run("decode", stdin=BAD)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("<stdin> (request):1:18: error[phone-format]: ")
    assert run("decode", stdin=HEADERS).stderr.startswith("<stdin>: error[mail-part]: ")


@pytest.mark.parametrize(
    ("octets", "says"),
    [
        (mbox([GOOD, GOOD]), "a mailbox with more than one mail"),
        (b"", "a mailbox without mails"),
        (GOOD, "a mailbox begins with a line From"),
    ],
)
def test_decode_takes_a_mailbox_of_one_mail_alone(octets: bytes, says: str, tmp_path: Path) -> None:
    result = run("decode", written(tmp_path / "some.mbox", octets))
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr


# ---- Writing a mail


def encoded(*options: str) -> bytes:
    result = run("encode", "--mail", *options, stdin=json.dumps(REQUEST).encode())
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout_bytes


def test_encode_writes_a_mail() -> None:
    octets = encoded()
    assert octets == encoded()  # It holds nothing of the hour or the machine.
    assert octets.count(b"\n") == octets.count(b"\r\n")
    assert octets.endswith(b"\r\n")
    assert not octets.endswith(b"\r\n\r\n")
    mail = message_from_bytes(octets, policy=policy.SMTP)
    assert mail["To"] == "send@send.smscentre.com"
    assert mail.get_content_charset() == "koi8-r"
    assert not {"Date", "Message-ID", "From", "Subject"} & set(mail.keys())
    assert run("check", stdin=octets).stdout.startswith("<stdin>: accepted: ")
    decoded = json.loads(run("decode", stdin=octets).stdout)
    assert decoded["body"] == REQUEST["body"]
    assert decoded["psw"] == PSW


def test_encode_writes_the_headers_that_are_asked_for() -> None:
    octets = encoded(
        *("--charset", "Windows-1251", "--from", "a@b.cd", "--to", "e@f.gh", "--subject", "Заказ 5"),
        *("--date", "2030-01-31t12:00:00+03:00", "--message-id", "<1@b.cd>"),
    )
    mail = message_from_bytes(octets, policy=policy.SMTP)
    assert {name: mail[name] for name in ("From", "To", "Subject", "Message-ID")} == {
        "From": "a@b.cd",
        "To": "e@f.gh",
        "Subject": "Заказ 5",
        "Message-ID": "<1@b.cd>",
    }
    assert mail["Date"].datetime == datetime(2030, 1, 31, 12, tzinfo=timezone(timedelta(hours=3)))
    assert mail.get_content_charset() == "windows-1251"
    assert encoded("--date", "none") == encoded()


def test_the_clock_is_read_on_demand() -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    mail = message_from_bytes(encoded("--date", "now"))
    assert before <= parsedate_to_datetime(mail["Date"]) <= datetime.now(UTC)


def test_encode_refuses_what_the_charset_lacks() -> None:
    result = run("encode", "--mail", "--charset", "us-ascii", stdin=json.dumps(REQUEST).encode())
    assert (result.exit_code, result.stdout_bytes) == (1, b"")
    assert "<stdin>: error[charset-fit]: us-ascii does not have CYRILLIC CAPITAL LETTER VE" in result.stderr


@each(
    ("options", "says"),
    [
        (["--mail", "--reply"], "give --mail or --reply"),
        (["--from", "a@b.cd"], "--from is for a mail: give --mail too"),
        (["--message-id", "<1@b.cd>"], "--message-id is for a mail"),
        (["--mail", "--from", "shop"], "--from: "),
        (["--mail", "--to", "a@b.cd\nBcc: e@f.gh"], "--to: "),
        (["--mail", "--subject", "x\ny"], "--subject: "),
        (["--mail", "--subject", "\udcff"], "--subject: "),
        (["--mail", "--message-id", "1"], "--message-id: "),
        (["--mail", "--charset", "klingon"], "there is no such charset"),
        (["--mail", "--date", "yesterday"], "--date"),
        (["--mail", "--date", "2030-01-31"], "--date"),
        (["--mail", "--date", "2030-01-31T12:00:00"], "--date"),
        (["--mail", "--date", "2030-02-31T12:00:00Z"], "--date"),
    ],
)
def test_a_wrong_option_is_wrong_usage(options: list[str], says: str) -> None:
    result = run("encode", *options, stdin=json.dumps(REQUEST).encode())
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in result.stderr


# ---- Secrets


@each(
    "mail",
    [
        *(BAD, HEADERS + f"alex: {PSW} ::::79991234567:hi".encode(), HEADERS + f"alex:{PSW}".encode()),
        *(HEADERS + f":{PSW}\xff:::x".encode("latin-1"), HEADERS + f"[text]alex:{PSW}::::79991234567:hi".encode()),
        *(b"From: a@b.cd\n" + LINE.encode(), LINE.encode() + b"\n\n", b"Content-Type: text/html\n\n" + LINE.encode()),
        b"Content-Transfer-Encoding: base64\n\n" + LINE.encode(),
        b"Content-Transfer-Encoding: quoted-printable\n\n" + LINE.encode() + b"=",
        b"Content-Type: text/plain; charset=klingon\n\n" + LINE.encode(),
        *(b"Content-Type: image/png\n\n" + LINE.encode(), HEADERS + LINE.encode() + b"\0"),
        HEADERS + LINE.encode() + b"x" * 200_000,
    ],
)
def test_no_password_is_shown(mail: bytes) -> None:
    for option in ("--mail", "--line", "--notes"):
        assert PSW not in run("check", option, stdin=mail).output
        assert PSW not in run("decode", "--mask-psw", option, stdin=mail).output
    assert PSW not in run("check", "--mail", stdin=mbox([mail, mail])).output


def test_no_password_is_shown_where_no_mail_can_be_written() -> None:
    secret = REQUEST | {"psw": "Ж" + PSW}
    result = run("encode", "--mail", "--charset", "us-ascii", stdin=json.dumps(secret).encode())
    assert result.exit_code == 1
    assert PSW not in result.output
    assert "ZHE" not in result.output


# ---- Start


def test_what_only_some_runs_need_is_not_loaded() -> None:
    code = "import sys; from smsmail.cli import check, convert; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"rich", "selectolax", "mailbox", "click._termui_impl", "smsmail.conformance"} & set(loaded)
