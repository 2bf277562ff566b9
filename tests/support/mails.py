"""Mails and mailboxes for the command line."""

from collections.abc import Iterable
from pathlib import Path

from click.testing import CliRunner, Result

from smsmail.cli import main

PSW = "hunter2"
LINE = f"alex:{PSW}::::79991234567:Your order is ready"
BROKEN = f"alex:{PSW}:::1:7999x:hi"
FROM_LINE = b"From shop@example.com Thu Jan 31 12:00:00 2030\n"
HEADERS = b'From: shop@example.com\nContent-Type: text/plain; charset="utf-8"\n\n'
GOOD = HEADERS + LINE.encode() + b"\n"
BAD = HEADERS + BROKEN.encode() + b"\n"


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
