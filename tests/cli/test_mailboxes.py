"""Mailboxes on the command line: how they are read, however large, and told of."""

import os
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsmail.cli.reading.mailbox import HELD, NotAMailbox, mails_of
from smsmail.cli.reading.texts import CHUNK
from tests.support.each import each
from tests.support.mails import BAD, BROKEN, FROM_LINE, GOOD, HEADERS, LINE, mbox, run, written

pytestmark = pytest.mark.process


COMMAND = [sys.executable, "-P", "-m", "smsmail.cli"]


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


@each(
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
@each("size", [1, 7, CHUNK])
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
                stream.write(mbox([b"X-Number: %d\n" % one + GOOD + b"x" * 900 + b"\n"]))
        done = subprocess.run([sys.executable, "-P", "-c", PEAK, file], capture_output=True, text=True, check=True)
        assert done.stdout.endswith(f"#{mails}: accepted\n{mails} mails: {mails} accepted, 0 refused\n")
        return int(done.stderr.split()[1])

    assert peak(2_500) - peak(200) < 2048  # of 3 MB


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
        [*COMMAND, "check"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
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
