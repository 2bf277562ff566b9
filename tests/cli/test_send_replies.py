"""Replies that are waited for, and found."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from smsmail.codec import Accepted, DecodeError, Rejected
from smsmail.conformance.smtp import Listener
from smsmail.gateway.client import NoReply, wait_for_reply
from tests.support.sending import COMMAND, PATIENCE, PHONE, PSW, a_maildir, reply, to


def test_a_reply_is_known_by_what_it_answers(tmp_path: Path) -> None:
    maildir = a_maildir(tmp_path)
    (maildir / "new" / "1").write_bytes(reply("OK - 1 SMS, ID - 1", In_Reply_To="<other@example.com>"))
    (maildir / "new" / "2").write_bytes(reply("OK - 1 SMS, ID - 2"))
    (maildir / "new" / "3").write_bytes(reply("OK - 1 SMS, ID - 3", Subject="<mine@example.com>"))
    (maildir / "tmp" / "4").write_bytes(reply("OK - 1 SMS, ID - 4", In_Reply_To="<mine@example.com>"))
    (maildir / "new" / "5").write_bytes(b"\xff\x00 no mail at all")
    with pytest.raises(NoReply):
        wait_for_reply(maildir, "<mine@example.com>", 0)
    (maildir / "new" / "6").write_bytes(reply("OK - 3 SMS, ID - 6", In_Reply_To="<mine@example.com>"))
    assert wait_for_reply(maildir, "<mine@example.com>", 0) == Accepted(3, "6")


@pytest.mark.parametrize("place", ["new/1", "cur/1:2,S"])
@pytest.mark.parametrize("header", ["In-Reply-To", "References"])
def test_where_a_reply_may_be(tmp_path: Path, place: str, header: str) -> None:
    maildir = a_maildir(tmp_path)
    (maildir / place).write_bytes(reply("ERROR = 7 (no number), ID - 5", **{header: "<mine@example.com>"}))
    assert wait_for_reply(maildir, "<mine@example.com>", 0) == Rejected(7, "no number", "5")


def test_a_reply_that_comes_while_it_is_waited_for(tmp_path: Path) -> None:
    maildir = a_maildir(tmp_path)
    (maildir / "new" / "1").write_bytes(reply("OK - 1 SMS, ID - 1"))

    def deliver() -> None:
        time.sleep(0.2)
        (maildir / "tmp" / "2").write_bytes(reply("OK - 1 SMS, ID - 2", In_Reply_To="<mine@example.com>"))
        (maildir / "tmp" / "2").rename(maildir / "new" / "2")

    thread = threading.Thread(target=deliver)
    thread.start()
    assert wait_for_reply(maildir, "<mine@example.com>", PATIENCE) == Accepted(1, "2")
    thread.join()


def test_an_answer_that_is_no_reply(tmp_path: Path) -> None:
    maildir = a_maildir(tmp_path)
    (maildir / "new" / "1").write_bytes(reply("I am on holiday.", In_Reply_To="<mine@example.com>"))
    with pytest.raises(DecodeError):
        wait_for_reply(maildir, "<mine@example.com>", 0)


def test_a_folder_that_is_no_maildir(listener: Listener, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    result = to(listener, "--wait", "--reply-dir", str(tmp_path), "hi")
    assert result.exit_code == 2
    assert "is no Maildir: it has no folder cur" in result.output
    assert listener.take() == []


def test_what_is_no_mail_in_a_maildir_is_passed_over(tmp_path: Path) -> None:
    """Opening the pipe would wait for good."""
    maildir = a_maildir(tmp_path)
    os.mkfifo(maildir / "new" / "1")
    (maildir / "new" / "2").mkdir()
    (maildir / "new" / "3").symlink_to(tmp_path / "nowhere")
    (maildir / "new" / "4").symlink_to(tmp_path / "new" / "4")
    (maildir / "new" / "5").write_bytes(bytes(range(256)))
    (maildir / "new" / "6").write_bytes(reply("OK - 1 SMS, ID - 6", In_Reply_To="<mine@example.com>"))
    assert wait_for_reply(maildir, "<mine@example.com>", 0) == Accepted(1, "6")


def test_an_interrupted_wait(listener: Listener, tmp_path: Path) -> None:
    command = [*COMMAND, "--via", str(listener.address), "--login", "alex", "--to", PHONE, "--from", "shop@example.com"]
    command += ["--wait", "--reply-dir", str(a_maildir(tmp_path)), "--timeout", str(PATIENCE), "hi"]
    env = {**os.environ, "SMSMAIL_PSW": PSW, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env) as process:
        assert process.stdout
        assert process.stdout.readline().startswith(b"sent by")
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 128 + signal.SIGINT
    assert said == (b"", b"")


# ---- What it needs


def test_sending_needs_nothing_of_the_server() -> None:
    program = "import sys; sys.modules['aiosmtpd'] = sys.modules['argon2'] = None; import smsmail.cli.send, smsmail.gateway.client"
    subprocess.run([sys.executable, "-P", "-c", program], check=True)
