"""Mails on the command line: how they are recognised, checked, decoded and written."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from smsmail.cli import main
from smsmail.cli.reading.file_kind import kind_of
from smsmail.cli.reading.texts import CHUNK
from smsmail.fixtures import ROOT
from tests.support.each import each
from tests.support.mails import BAD, BROKEN, FROM_LINE, GOOD, HEADERS, LINE, run, written

pytestmark = pytest.mark.process


# ---- What a file is


@each(
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
    assert "<stdin>:1:1: " in run("check", "--line", stdin=GOOD).stdout
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
    assert accepted.output.startswith(f"{'<stdin>' if name == '-' else files[0]}: accepted: single message")
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
    assert run("check", stdin=clean).stdout.startswith("<stdin>: accepted: single message")
    explained = run("check", "--notes", stdin=clean).stdout
    assert explained.startswith(f"{note}  where:    mail.content-type\n  expected: ")
    assert "\n<stdin>: accepted, 1 note: single message" in explained
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
