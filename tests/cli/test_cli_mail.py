"""Mails and mailboxes on the command line: how they are recognised, read, checked, decoded and written."""

import json
import os
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from itertools import chain, repeat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from smsmail.cli import main
from smsmail.cli.reading.file_kind import kind_of
from smsmail.cli.reading.mailbox import HELD, NotAMailbox, mails_of
from smsmail.cli.reading.texts import CHUNK
from smsmail.fixtures import ROOT

PSW = "hunter2"
LINE = f"alex:{PSW}::::79991234567:Your order is ready"
BROKEN = f"alex:{PSW}:::1:7999x:hi"
REQUEST = {
    "login": "alex",
    "psw": PSW,
    "body": {"kind": "single", "phones": ["79991234567"], "mes": "Ваш заказ готов"},
}
FROM_LINE = b"From shop@example.com Thu Jan 31 12:00:00 2030\n"
HEADERS = b'From: shop@example.com\nContent-Type: text/plain; charset="utf-8"\n\n'
GOOD = HEADERS + LINE.encode() + b"\n"
BAD = HEADERS + BROKEN.encode() + b"\n"

COMMAND = [sys.executable, "-P", "-m", "smsmail.cli"]


def run(*arguments: str | Path, stdin: bytes = b"") -> Result:
    result = CliRunner().invoke(main, [str(one) for one in arguments], input=stdin, catch_exceptions=False)
    assert result.exit_code in (0, 1, 2)
    return result


def mbox(mails: Iterable[bytes]) -> bytes:
    return b"".join(FROM_LINE + mail + b"\n" for mail in mails)


def written(path: Path, octets: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(octets)
    return path


# ---- What a file is


@pytest.mark.parametrize(
    ("name", "begins", "kind"),
    [
        # mails, by their headers
        ("-", b"From: shop@example.com\n\nx", "mail"),
        ("-", b"From:shop@example.com\r\n\r\nx", "mail"),
        ("-", b"RECEIVED: from [IPv6:2001:db8:1:2:3:4:5:6] by a; Thu, 31 Jan 2030 12:00:00 +0300\n\nx", "mail"),
        ("-", b"received: a\n\tid 1:2:3:4:5:6:7\nSubject : x\n\n", "mail"),
        ("-", b"Return-Path: <a@b.cd>\n\n", "mail"),
        ("-", b"To: a@b.cd\nanything-at-all:\n \nX: y\n\nx", "mail"),
        ("-", b"Subject: \xf0\xd2\xc9\xd7\xc5\xd4\n\nx", "mail"),
        ("-", b"Date: x\n\n", "mail"),
        ("-", b"message-id: <1@b>\n\n", "mail"),
        ("-", b"mime-version: 1.0\n\n", "mail"),
        ("-", b"content-type: text/plain\n\n", "mail"),
        ("-", b"X-Mailer: x\n\n", "mail"),
        ("-", b"\xef\xbb\xbfFrom: a@b.cd\n\nx", "mail"),
        ("-", b"To: a\n" * CHUNK, "mail"),  # no end of the headers in sight
        ("-", b"To: " + b"a" * CHUNK, "mail"),
        # no mails: no empty line, no header, no well-known one, or a request whose login is one
        ("-", b"From: shop@example.com\nx", "line"),
        ("-", b"From: shop@example.com\nno header\n\nx", "line"),
        ("-", b"From: shop@example.com", "line"),
        ("-", b"From shop@example.com\n\nx", "line"),
        ("-", b"Received\n\n", "line"),
        ("-", b"Fromage: x\n\n", "line"),
        ("-", b"\nFrom: a@b.cd\n\nx", "line"),
        ("-", b"", "line"),
        ("-", b"alex:psw::::79991234567:hi\n\nbye", "line"),
        ("-", b"sender:psw::::79991234567:hi\n\nbye", "line"),
        ("-", b"X-shop:psw:1:,3:1:79991234567:hi\nRow: 1\n\nbye", "line"),
        ("-", b"to:::::79991234567:hi\n\nbye", "line"),
        ("order.txt", b"To: a@b.cd\n\nx", "mail"),
        ("order.txt", b"x\n", "line"),
        # by their names
        ("order.eml", b"x\n", "mail"),
        ("order.EML", b"", "mail"),
        ("order.eml", FROM_LINE + GOOD, "mail"),
        ("order.mbox", b"x\n", "mbox"),
        ("order.mbox", b"", "mbox"),
        (".eml", b"x\n", "line"),
        # mailboxes
        ("-", FROM_LINE + GOOD, "mbox"),
        ("inbox", FROM_LINE.replace(b"\n", b"\r\n"), "mbox"),
        ("-", b"From MAILER-DAEMON Fri Jul  8 12:08:34 2011\n", "mbox"),
        ("-", b"From 1690000000000@xxx Thu Jan 31 12:00:00 +0000 2030\n", "mbox"),
        ("-", b"From a@b.cd 2030-01-31 12:00:00\n", "mbox"),
        ("-", b"From - Thu Jan 31 12:00:00 2030\n", "mbox"),
        ("-", b"From - \r\nX-Mozilla-Status: 0001\r\n", "mbox"),
        ("-", b"From \n", "mbox"),
        ("-", b"From me:psw:2030:12:30,1:1:79991234567:hi 12:30 2030\n", "line"),
    ],
)
def test_what_a_file_is(name: str, begins: bytes, kind: str) -> None:
    assert kind_of(name, begins, None) == kind
    assert kind_of(name, begins, "line") == "line"
    assert kind_of(name, begins, "mail") == (
        "mbox" if kind == "line" and begins.startswith(b"From ") else "mail" if kind == "line" else kind
    )


def test_the_mails_of_the_corpus_are_recognised_by_what_they_hold() -> None:
    """But for those that look like something else; their names or --mail say it."""
    topics = [topic for topic in (ROOT / "cases" / "mail").iterdir() if topic.is_dir()]
    files = {f"{topic.name}/{file.name}": file for topic in topics for file in topic.iterdir()}
    kinds = {name.removesuffix(".eml"): kind_of("-", file.read_bytes(), None) for name, file in files.items()}
    others = {name: kind for name, kind in kinds.items() if kind != "mail"}
    assert len(kinds) > 200
    assert others == {
        "second-implementation/api-key-without-empty-line": "line",
        "second-implementation/line-that-could-be-a-header": "line",
        "second-implementation/line-that-is-no-header": "line",
        "clients/sendmail-from-a-pipe": "line",
        "headers/mbox-line-on-top": "mbox",
        "headers/no-body": "line",
        "headers/no-headers": "line",
        "headers/only-the-request": "line",
        "hostile/content-type-behind-carriage-returns": "line",
    }


def test_mail_and_line_are_believed() -> None:
    assert run("check", stdin=LINE.encode()).exit_code == 0
    assert "error[mail-part]" in run("check", "--mail", stdin=LINE.encode()).stdout
    assert run("check", stdin=GOOD).exit_code == 0
    assert "<stdin>:1:6: " in run("check", "--line", stdin=GOOD).stdout
    assert run("decode", "--mail", stdin=LINE.encode()).exit_code == 1
    assert run("decode", "--line", stdin=GOOD).exit_code == 1


# ---- One mail


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("name", ["order.eml", "order", "-"])
def test_check_takes_a_mail(tmp_path: Path, name: str, end: bytes) -> None:
    good, bad = (octets.replace(b"\n", end) for octets in (GOOD, BAD))
    files = (name, name) if name == "-" else (written(tmp_path / "1" / name, good), written(tmp_path / "2" / name, bad))
    accepted = run("check", files[0], stdin=good)
    assert accepted.exit_code == 0
    assert accepted.output == f"{'<stdin>' if name == '-' else files[0]}: accepted\n"
    refused = run("check", files[1], stdin=bad)
    shown = "<stdin>" if name == "-" else files[1]
    assert refused.exit_code == 1
    assert refused.stdout.startswith(f"{shown} (request):1:18: error[phone-format]: ")
    assert "offsets 17 to 21 in body.phones[0]" in refused.stdout
    assert refused.stdout.endswith(f"{shown}: refused: 1 error\n")


def test_a_finding_of_the_mail_has_no_line() -> None:
    result = run("check", stdin=HEADERS + b"alex:psw::::79991234567:\xff")
    assert result.exit_code == 1
    assert result.stdout.startswith("<stdin>: error[mail-octet]: ")
    assert "where:    octet 24 in mail.body\n" in result.stdout
    result = run("check", "--mail", stdin=b"")
    assert "where:    mail.body\n" in result.stdout


def test_notes_are_shown_beside_what_they_explain_or_on_demand() -> None:
    no_charset = b"From: shop@example.com\n\n"
    note = "<stdin>: note[charset-default]: no charset is named, so the text is read as koi8-r\n"
    clean, bad = no_charset + LINE.encode(), no_charset + BROKEN.encode()
    assert run("check", stdin=clean).stdout == "<stdin>: accepted\n"
    explained = run("check", "--notes", stdin=clean).stdout
    assert explained.startswith(f"{note}  where:    mail.content-type\n  expected: ")
    assert explained.endswith("<stdin>: accepted, 1 note\n")
    refused = run("check", stdin=bad).stdout
    assert refused.startswith(f"{note}<stdin> (request):1:18: error[phone-format]: ")
    assert refused.endswith("<stdin>: refused: 1 error, 1 note\n")
    assert run("decode", stdin=clean).stderr == ""
    assert run("decode", "--notes", stdin=clean).stderr.startswith(note)


def test_what_explains_a_finding_is_said_once() -> None:
    refused = run("check", stdin=b"alex:psw::::7999x,7999y,G:hi").stdout
    assert refused.count("error[phone-format]") == refused.count("  where: ") == 3
    assert refused.count("  remedy: ") == 1


def test_a_stranger_cannot_write_on_the_terminal() -> None:
    mail = b"From: a@b.cd\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: im\x1b[31m/x\n\n\n--b--\n"
    result = CliRunner().invoke(main, ["check"], input=mail, color=True)
    assert "mail-part" in result.output
    assert "\x1b[31m/" not in result.output


@pytest.mark.parametrize("command", ["check", "decode"])
def test_a_mail_that_is_too_large_is_called_as_large_as_it_is(command: str, tmp_path: Path) -> None:
    file = written(tmp_path / "big.eml", GOOD + b"x" * 1_000_000)
    result = run(command, file)
    assert result.exit_code == 1
    assert f"{file}: error[mail-size]: the mail has {file.stat().st_size} octets\n" in result.output


# ---- Mailboxes


def test_each_mail_of_a_mailbox_has_a_verdict(tmp_path: Path) -> None:
    file = written(tmp_path / "inbox", mbox([GOOD, BAD, GOOD]))
    for result, shown in ((run("check", file), str(file)), (run("check", stdin=file.read_bytes()), "<stdin>")):
        assert result.exit_code == 1
        assert [line for line in result.stdout.splitlines() if line[0] != " "] == [
            f"{shown}#1: accepted",
            f"{shown}#2 (request):1:18: error[phone-format]: a number holds digits only, and here is 'x'",
            f"{shown}#2: refused: 1 error",
            f"{shown}#3: accepted",
            "3 mails: 2 accepted, 1 refused",
        ]


def test_a_maildir_is_read_in_order(tmp_path: Path) -> None:
    for name in ("cur/2:2,S", "cur/1:2,S", "new/0", "tmp/half", "cur/.hidden", ".Sent/cur/1"):
        written(tmp_path / name, GOOD)
    result = run("check", tmp_path)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"{tmp_path}/cur/1:2,S: accepted",
        f"{tmp_path}/cur/2:2,S: accepted",
        f"{tmp_path}/new/0: accepted",
        "3 mails: 3 accepted, 0 refused",
    ]


def test_a_mail_in_a_maildir_is_a_mail_whatever_it_looks_like(tmp_path: Path) -> None:
    written(tmp_path / "new" / "1", LINE.encode())
    (tmp_path / "cur").mkdir()
    assert "error[mail-part]" in run("check", tmp_path).stdout


def test_a_folder_may_hold_a_mailbox(tmp_path: Path) -> None:
    written(tmp_path / "mbox", mbox([GOOD, GOOD]))
    assert run("check", tmp_path).stdout.endswith(f"{tmp_path}#2: accepted\n2 mails: 2 accepted, 0 refused\n")


def test_a_mailbox_may_be_empty(tmp_path: Path) -> None:
    (tmp_path / "cur").mkdir()
    (tmp_path / "new").mkdir()
    for empty in (tmp_path, written(tmp_path / "empty.mbox", b"")):
        result = run("check", empty)
        assert (result.exit_code, result.output) == (0, f"{empty}: no mails\n")


def test_what_cannot_be_read_keeps_nothing_else_from_being_checked(tmp_path: Path) -> None:
    good, bad = written(tmp_path / "good.eml", GOOD), written(tmp_path / "bad.txt", BROKEN.encode())
    folder = tmp_path / "folder"
    folder.mkdir()
    broken = written(tmp_path / "broken.mbox", GOOD)
    dangling = tmp_path / "nowhere.eml"
    latin = written(tmp_path / "latin.txt", b"\xff")
    result = run("check", folder, broken, dangling, latin, good, bad)
    assert result.exit_code == 2
    assert f"{folder}: a folder, and no Maildir" in result.stderr
    assert f"{broken}: a mailbox begins with a line From" in result.stderr
    assert f"{dangling}: No such file" in result.stderr
    assert f"{latin}: byte 0xff at offset 0 is no utf-8" in result.stderr
    assert f"{good}: accepted\n" in result.stdout
    assert result.stdout.endswith("6 requests: 1 accepted, 1 refused, 4 unreadable\n")
    assert f"{folder}: a folder" in run("check", "--line", folder).stderr


def test_the_summary_counts_warnings(tmp_path: Path) -> None:
    warned = [written(tmp_path / name, HEADERS + b"alex: psw::::79991234567:hi") for name in ("1.eml", "2.eml")]
    result = run("check", *warned, "-", stdin=GOOD)
    assert result.stdout.endswith("3 mails: 3 accepted (2 with warnings), 0 refused\n")


# ---- Reading mbox


def split(octets: bytes, size: int = CHUNK) -> list[bytes]:
    return [mail.octets for mail in mails_of(octets[at : at + size] for at in range(0, len(octets), size))]


def quoted(mail: bytes) -> bytes:
    lines = mail.split(b"\n")
    return b"\n".join(b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in lines)


PIECES = [b"\n", b"\r\n", b"\r", b"From ", b"From x 12:00 2030", b">", b">From ", b"x", b": ", FROM_LINE, b"\n\n"]


@given(st.lists(st.lists(st.sampled_from(PIECES)).map(b"".join), max_size=5), st.integers(1, 50))
def test_what_a_mailbox_was_made_of_is_read_from_it(mails: list[bytes], size: int) -> None:
    mails = [b"".join(line + b"\n" for line in mail.split(b"\n")) for mail in mails]
    assert split(mbox(quoted(mail) for mail in mails), size) == mails


@pytest.mark.parametrize(
    ("octets", "mails"),
    [
        (b"", []),
        (b"\n\r\n", []),
        (FROM_LINE, [b""]),
        (FROM_LINE + b"a: b\n\nx", [b"a: b\n\nx"]),
        (b"\n" + FROM_LINE + b"a: b\n\nx\n\n" + FROM_LINE + b"c: d\n\ny\n", [b"a: b\n\nx\n", b"c: d\n\ny\n"]),
        (b"From x\r\na: b\r\n\r\nx\r\n\r\nFrom \r\nc: d\r\n", [b"a: b\r\n\r\nx\r\n", b"c: d\r\n"]),
        # neither behind an empty line, nor with a date
        (FROM_LINE + b"\nx\n" + FROM_LINE, [b"\nx\n" + FROM_LINE]),
        (FROM_LINE + b"\nx\n\nFrom Monday on, from 10:00\n", [b"\nx\n\nFrom Monday on, from 10:00\n"]),
        (FROM_LINE + b"\n>From x\n>>From y\n> From z\n", [b"\nFrom x\n>From y\n> From z\n"]),
        # a line in several pieces
        (FROM_LINE + b"x" * 70_000 + b">From \n" + b"\n" * 3, [b"x" * 70_000 + b">From \n\n\n"]),
        (b"From " + b"x" * 3 * CHUNK + b"\nx\n", [b"x\n"]),
    ],
)
@pytest.mark.parametrize("size", [1, 7, CHUNK])
def test_mailboxes(octets: bytes, mails: list[bytes], size: int) -> None:
    if size > 7 or len(octets) < CHUNK:
        assert split(octets, size) == mails


def test_no_mailbox() -> None:
    with pytest.raises(NotAMailbox):
        split(b"x\n" + FROM_LINE)


def test_a_large_mail_is_counted_and_not_held() -> None:
    chunks = 200
    octets = chain([FROM_LINE, b"a: b\n\n"], repeat(b"x" * CHUNK, chunks), [b"\n\n", FROM_LINE, GOOD])
    tracemalloc.start()
    try:
        mails = mails_of(octets)
        large, after = next(mails), next(mails)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (len(large.octets), large.size) == (HELD, chunks * CHUNK + len(b"a: b\n\n\n"))
    assert after.octets == GOOD
    assert peak < 10 * CHUNK


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_memory_does_not_grow_with_the_mailbox(tmp_path: Path) -> None:
    def peak(mails: int) -> int:
        """The most that the process held, in KiB."""
        file = tmp_path / f"{mails}.mbox"
        with file.open("wb") as stream:
            for one in range(mails):
                stream.write(mbox([b"X-Number: %d\n" % one + GOOD + b"x" * 400 + b"\n"]))
        done = subprocess.run([sys.executable, "-P", "-c", PEAK, file], capture_output=True, text=True, check=True)
        assert done.stdout.endswith(f"#{mails}: accepted\n{mails} mails: {mails} accepted, 0 refused\n")
        return int(done.stderr.split()[1])

    assert peak(20_000) - peak(200) < 4096  # of 12 MB


PEAK = """
import sys
from smsmail.cli import main
try:
    main(["check", sys.argv[1]])
finally:
    sys.stderr.write(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


# ---- Terminals and signals


def on_a_terminal(stdout: Path, *arguments: str | Path) -> bytes:
    """What the command writes to standard error, where that is a terminal."""
    ours, its = os.openpty()
    with stdout.open("wb") as file, subprocess.Popen([*COMMAND, *arguments], stdout=file, stderr=its):
        os.close(its)
        return b"".join(_until_nobody_writes(ours))


def _until_nobody_writes(descriptor: int) -> Iterator[bytes]:
    try:
        while octets := os.read(descriptor, 4096):
            yield octets
    except OSError:
        pass  # This is how Linux says it.
    finally:
        os.close(descriptor)


def test_a_long_run_shows_on_a_terminal_how_far_it_is(tmp_path: Path) -> None:
    one, out = GOOD + b"x" * 900 + b"\n", tmp_path / "out"
    long = written(tmp_path / "long.mbox", mbox(repeat(one, 1_200)))
    shown = on_a_terminal(out, "check", long, tmp_path / "nowhere")
    assert b"Checking" in shown
    assert b"100%" in shown
    assert b"\r\x1b[KError: " in shown
    assert out.read_text().endswith("1201 mails: 1200 accepted, 0 refused, 1 unreadable\n")
    assert on_a_terminal(out, "check", written(tmp_path / "short.mbox", mbox([one]))) == b""
    assert run("check", long).stderr == ""


def test_an_interrupted_run_is_neither_accepted_nor_refused() -> None:
    process = subprocess.Popen(
        [*COMMAND, "check"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Where tests run in the background, SIGINT is ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    with process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(mbox(repeat(GOOD, CHUNK // len(GOOD))))
        process.stdin.flush()
        assert process.stdout.readline() == b"<stdin>#1: accepted\n"
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate()
    assert (process.returncode, stderr) == (130, b"")


# ---- Decoding


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
    assert run("check", stdin=octets).stdout == "<stdin>: accepted\n"
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


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
    "mail",
    [
        BAD,
        HEADERS + f"alex: {PSW} ::::79991234567:hi".encode(),
        HEADERS + f"alex:{PSW}".encode(),
        HEADERS + f":{PSW}\xff:::x".encode("latin-1"),
        HEADERS + f"[text]alex:{PSW}::::79991234567:hi".encode(),
        b"From: a@b.cd\n" + LINE.encode(),
        LINE.encode() + b"\n\n",
        b"Content-Type: text/html\n\n" + LINE.encode(),
        b"Content-Transfer-Encoding: base64\n\n" + LINE.encode(),
        b"Content-Transfer-Encoding: quoted-printable\n\n" + LINE.encode() + b"=",
        b"Content-Type: text/plain; charset=klingon\n\n" + LINE.encode(),
        b"Content-Type: image/png\n\n" + LINE.encode(),
        HEADERS + LINE.encode() + b"\0",
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
