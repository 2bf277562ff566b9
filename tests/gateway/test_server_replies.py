"""Replies: how they are written, and how they are delivered when that is not easy."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from hypothesis import given
from hypothesis import strategies as st

from smsmail.codec import Reply, encode_reply
from smsmail.conformance.strategies import replies
from smsmail.gateway.mailbox import _MAILBOX, is_mailbox, message_id  # pyright: ignore[reportPrivateUsage]
from smsmail.gateway.server.deliver import ToMaildir, ToServer
from smsmail.gateway.server.delivery_loop import pause
from smsmail.gateway.server.reply_mail import reply_mail
from smsmail.gateway.server.store import PendingReply
from tests.support.each import each
from tests.support.running import CLIENT, PSW, SERVICE, Gateway, eventually, free_port

pytestmark = pytest.mark.process

NOW = datetime(2030, 1, 31, 12, tzinfo=UTC)


def pending(
    seq: int, recipient: str = CLIENT, text: str = "OK - 1 SMS, ID - 42", answers: str | None = None
) -> PendingReply:
    return PendingReply(seq, SERVICE, recipient, text, NOW, answers, 0)


class Mailbox:
    """A mail server that keeps what it is given, once it has refused what it is told to refuse."""

    def __init__(self, *refusals: str) -> None:
        self.mails: list[tuple[str | None, list[str], bytes]] = []
        self._refusals = list(refusals)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self._refusals:
            return self._refusals.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, envelope.original_content or b""))
        return "250 OK"


@contextmanager
def serving(handler: Mailbox, port: int) -> Generator[None]:
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


@pytest.fixture
def port() -> int:
    return free_port()


def test_a_reply_as_a_mail() -> None:
    octets = reply_mail(pending(7, answers="<1@example.org>"), "5707e")
    mail = message_from_bytes(octets, policy=policy.default)
    assert mail.get_content().strip() == "OK - 1 SMS, ID - 42"
    assert (mail["From"], mail["To"]) == (SERVICE, CLIENT)
    assert mail["Message-ID"] == "<7.5707e@send.smscentre.com>"
    assert mail["In-Reply-To"] == mail["References"] == "<1@example.org>"
    assert mail["Date"] == "Thu, 31 Jan 2030 12:00:00 +0000"
    assert mail["Auto-Submitted"] == "auto-replied"
    assert octets.isascii()
    assert all(len(line) <= 998 for line in octets.split(b"\r\n"))
    assert b"\n" not in octets.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    "recipient", ['"a b"@example.org', "a=b!c%d@example.org", "x@" + "a" * 60 + ".example", "a@[127.0.0.1]"]
)
def test_odd_addresses(recipient: str) -> None:
    mail = message_from_bytes(reply_mail(pending(1, recipient), "0"), policy=policy.default)
    assert mail["To"].addresses[0].addr_spec == recipient


@given(address=st.from_regex(_MAILBOX, fullmatch=True).filter(is_mailbox), text=replies())
def test_a_reply_to_anybody(address: str, text: Reply) -> None:
    line = encode_reply(text)
    octets = reply_mail(pending(1, address, line), "0")
    mail = message_from_bytes(octets, policy=policy.default)
    assert mail.get_content().removesuffix("\r\n") == line
    assert octets.count(b"\n") == octets.count(b"\r\n")


@each(
    ("headers", "found"),
    [
        (b"Message-ID: <1@example.org>\r\n", "<1@example.org>"),
        (b"From: a@example.org\r\nmessage-id:\t<1@example.org>  \r\n", "<1@example.org>"),
        (b"Message-ID:\r\n <1@example.org>\r\n", "<1@example.org>"),
        (b"From: a@example.org\nMessage-ID: <1@example.org>\n", "<1@example.org>"),
        (b"Message-ID: 1@example.org\r\n", None),
        (b"Message-ID: <1@exa mple.org>\r\n", None),
        (b"Message-ID: <" + b"1" * 1000 + b">\r\n", None),
        (b"Message-ID: <1@ex\r\n ample.org>\r\n", None),
        (b"X-Message-ID: <1@example.org>\r\n", None),
        (b"From: a@example.org\r\n\r\nMessage-ID: <1@example.org>\r\n", None),
        (b"\r\nMessage-ID: <1@example.org>\r\n", None),
        (b"", None),
    ],
)
def test_the_message_id_that_is_answered(headers: bytes, found: str | None) -> None:
    assert message_id(headers + b"\r\nbody\r\n") == found


# ---- Into a Maildir


def delivered(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.rglob("*") if file.is_file())


def test_a_maildir_takes_each_reply_once(tmp_path: Path) -> None:
    """As when the server is killed between delivering and writing down that it has."""
    for _ in range(2):
        done = ToMaildir(tmp_path, "5707e")([pending(1), pending(2)])
        assert [(one.reply.seq, one.problem) for one in done] == [(1, ""), (2, "")]
    assert delivered(tmp_path) == ["0000000001.5707e.smsmail", "0000000002.5707e.smsmail"]


def test_a_reply_that_was_read_meanwhile_is_not_delivered_again(tmp_path: Path) -> None:
    ToMaildir(tmp_path, "5707e")([pending(1)])
    name = "0000000001.5707e.smsmail"
    (tmp_path / "new" / name).rename(tmp_path / "cur" / f"{name}:2,S")
    ToMaildir(tmp_path, "5707e")([pending(1), pending(2)])
    assert delivered(tmp_path) == [f"{name}:2,S", "0000000002.5707e.smsmail"]


def test_stores_do_not_share_numbers(tmp_path: Path) -> None:
    for store in ("a", "b"):
        ToMaildir(tmp_path, store)([pending(1)])
    assert delivered(tmp_path) == ["0000000001.a.smsmail", "0000000001.b.smsmail"]


def test_a_maildir_that_cannot_be_written_to(tmp_path: Path) -> None:
    deliver = ToMaildir(tmp_path, "5707e")
    (tmp_path / "new").rmdir()
    (tmp_path / "new").touch()
    (done,) = deliver([pending(1)])
    assert str(tmp_path / "new") in done.problem
    assert not done.hopeless
    (tmp_path / "new").unlink()
    (done,) = deliver([pending(1)])
    assert not done.problem


def test_a_maildir_that_was_removed_is_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "replies"
    deliver = ToMaildir(folder, "5707e")
    shutil.rmtree(folder)
    (done,) = deliver([pending(1)])
    assert not done.problem
    assert delivered(folder) == ["0000000001.5707e.smsmail"]


def test_replies_wait_for_a_maildir_that_cannot_be_made(tmp_path: Path) -> None:
    with Gateway(tmp_path) as gateway:
        shutil.rmtree(gateway.maildir)
        gateway.maildir.touch()
        gateway.send(f"alex:{PSW}:42::,,,1:79991234567:hello")
        first, second = eventually(lambda: gateway.events("reply_delayed")[1:3] and gateway.events("reply_delayed")[:2])
        assert str(gateway.maildir) in first["problem"]
        assert (first["tries"], second["tries"]) == (1, 2)
        gateway.maildir.unlink()
        gateway.replies(1)
        assert not gateway.events("bug")


def test_replies_are_not_for_all_to_read(tmp_path: Path) -> None:
    folder = tmp_path / "replies"
    ToMaildir(folder, "5707e")([pending(1)])
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in folder.rglob("*") if file.is_dir()} == {0o700}
    assert {file.stat().st_mode & 0o777 for file in folder.rglob("*") if file.is_file()} == {0o600}


# ---- To a mail server


def test_replies_through_a_server(tmp_path: Path, port: int) -> None:
    box = Mailbox()
    with serving(box, port), Gateway(tmp_path, "--reply-via", f"127.0.0.1:{port}", replies=False) as gateway:
        gateway.send(f"alex:{PSW}:42::,,,1:79991234567:hello")
        (mail,) = eventually(lambda: box.mails)
        sender, recipients, octets = mail
        assert sender == "<>"
        assert recipients == [CLIENT]
        assert message_from_bytes(octets, policy=policy.default).get_content().strip() == "OK - 1 SMS, ID - 42"
        eventually(lambda: gateway.rows("SELECT count(*) FROM outbox") == [(0,)])
        assert len(box.mails) == 1


def test_a_server_that_is_away_is_tried_again(tmp_path: Path, port: int) -> None:
    with Gateway(tmp_path, "--reply-via", f"127.0.0.1:{port}", replies=False) as gateway:
        gateway.send(f"alex:{PSW}:42::,,,1:79991234567:hello")
        eventually(lambda: gateway.events("reply_delayed"))
        assert gateway.stop() == 0
        box = Mailbox("451 try again later")
        with serving(box, port):
            gateway.start()
            eventually(lambda: box.mails)
            eventually(lambda: gateway.rows("SELECT count(*) FROM outbox") == [(0,)])
        assert len(box.mails) == 1
        assert [event["problem"] for event in gateway.events("reply_delayed")][-1] == "451 try again later"


def test_what_came_of_each_of_several(port: int) -> None:
    odd = '"alex:Zq7"@example.org'
    box = Mailbox("550 no such user", "452 no room", f"550 <{odd}> is unknown")
    with serving(box, port):
        done = ToServer("127.0.0.1", port, "5707e")([pending(1), pending(2), pending(3, odd), pending(4)])
    assert [(one.problem, one.hopeless) for one in done] == [
        ("550 no such user", True),
        ("452 no room", False),
        ("550 (what else was said may repeat the address)", True),
        ("", False),
    ]
    assert len(box.mails) == 1


def test_a_server_that_nobody_knows(port: int) -> None:
    done = ToServer("127.0.0.1", port, "5707e")([pending(1), pending(2)])
    assert [one.reply.seq for one in done] == [1, 2]
    assert all("refused" in one.problem and not one.hopeless for one in done)


def test_a_reply_that_nobody_wants_is_given_up(tmp_path: Path, port: int) -> None:
    box = Mailbox("550 no such user")
    with serving(box, port), Gateway(tmp_path, "--reply-via", f"127.0.0.1:{port}", replies=False) as gateway:
        gateway.send(f"alex:{PSW}:42::,,,1:79991234567:hello")
        (event,) = eventually(lambda: gateway.events("reply_given_up"))
        assert event["problem"] == "550 no such user"
        eventually(
            lambda: gateway.rows("SELECT count(*) FROM outbox") == [(0,)]
        )  # It is told before it is written down.
        gateway.send(f"alex:{PSW}:43::,,,1:79991234567:hello")
        eventually(lambda: box.mails)


def test_pauses_grow_up_to_an_hour() -> None:
    pauses = [pause(tries) for tries in range(30)]
    assert pauses[:4] == [timedelta(seconds=seconds) for seconds in (1, 2, 4, 8)]
    assert pauses[-1] == timedelta(hours=1)
    assert pauses == sorted(pauses)
