"""Clients that mean no good, or know no better: the others are served all the same."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.running import CLIENT, PSW, SERVICE, Gateway, Peer, eventually, mail

pytestmark = pytest.mark.process

SMUGGLED = f"MAIL FROM:<{CLIENT}>\r\nRCPT TO:<{SERVICE}>\r\nDATA\r\nalex:{PSW}:666:::79991234567:smuggled\r\n.\r\n"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with Gateway(tmp_path_factory.mktemp("hostile")) as gateway:
        yield gateway
        assert gateway.stop() == 0
        assert not gateway.events("bug")


@pytest.fixture
def gateway(running: Gateway) -> Iterator[Gateway]:
    """After whatever has been done to it, it serves."""
    yield running
    served(running)


def served(gateway: Gateway, *, source: str = "127.0.0.1") -> None:
    """An honest client sends a mail and is answered."""
    eventually(lambda: gateway.lets_in(source))  # it may not have noticed yet who has gone
    before = last(gateway)
    with Peer(gateway.port, source=source).begin().up_to_data() as honest:
        assert honest.ask(mail(f"alex:{PSW}::::7{before:010}:honest") + b".").startswith("250")
        assert honest.ask(b"QUIT").startswith("221")
    assert kinds(gateway, after=before) == ["accepted"]


def last(gateway: Gateway) -> int:
    """The number of the latest mail."""
    return gateway.rows("SELECT coalesce(max(seq), 0) FROM mails")[0][0]


def kinds(gateway: Gateway, *, after: int) -> list[str]:
    """What came of the mails since then."""
    return [kind for (kind,) in gateway.rows(f"SELECT kind FROM mails WHERE seq > {after} ORDER BY seq")]  # noqa: S608


def test_clients_who_say_nothing_or_half_of_it(gateway: Gateway) -> None:
    with ExitStack() as stack:
        for words in (b"", b"E", b"EHLO", b"EHLO x\r", b"\r", b"MAIL FROM:<", b"\0", b"DATA"):
            for _ in range(5):
                stack.enter_context(Peer(gateway.port)).write(words)
        slow = stack.enter_context(Peer(gateway.port).begin().up_to_data())
        for octet in b"alex:psw":
            slow.write(bytes([octet]))
            served(gateway)


def test_connections_by_the_hundred(gateway: Gateway) -> None:
    """All of one address: others find the door open."""
    with ExitStack() as stack:
        # Of an address of their own: of another's connections it may not have noticed yet that they are gone.
        crowd = [stack.enter_context(Peer(gateway.port, source="127.0.0.7")) for _ in range(400)]
        answers = [peer.answer()[:3] for peer in crowd]
        assert answers.count("220") == 100
        assert answers.count("421") == 300
        served(gateway, source="127.0.0.2")
    with Peer(gateway.port, source="127.0.0.2").begin():
        pass


def test_connections_that_come_and_go(gateway: Gateway) -> None:
    for words in (b"", b"EHLO x\r\n", b"EHLO x\r\nMAIL FROM:<a@example.org>\r\n") * 100:
        with Peer(gateway.port) as peer:
            peer.write(words)
            # No goodbye: the connection is reset.
            peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    served(gateway)


def test_a_command_without_end(gateway: Gateway) -> None:
    with Peer(gateway.port).begin() as peer:
        assert_cut_off(peer, b"x" * 65536)


def test_a_line_of_a_mail_without_end(gateway: Gateway) -> None:
    with Peer(gateway.port).begin().up_to_data() as peer:
        assert_cut_off(peer, b"x" * 65536)


def test_a_mail_without_end(gateway: Gateway) -> None:
    with Peer(gateway.port).begin().up_to_data() as peer:
        assert_cut_off(peer, b"alex:psw\r\n" * 6000)


def assert_cut_off(peer: Peer, octets: bytes) -> None:
    """Whoever goes on for ever is hung up on."""
    with pytest.raises((BrokenPipeError, ConnectionResetError)):
        go_on_with(peer, octets)


def go_on_with(peer: Peer, octets: bytes) -> None:
    for _ in range(10_000):
        peer.write(octets)


def test_a_mail_that_is_much_too_large(gateway: Gateway) -> None:
    """It is refused in words as long as it has an end within reason."""
    with Peer(gateway.port).begin().up_to_data() as peer:
        assert peer.ask(b"alex:psw\r\n" * 30_000 + b".").startswith("552")
        peer.up_to_data()
        assert peer.ask(b"x" * 300_000 + b"\r\n.").startswith("552")


def test_clients_who_do_not_read(tmp_path: Path) -> None:
    """They ask and ask, until there is no room for more answers. They do not keep their places."""
    with Gateway(tmp_path, "--timeout", "3", "--max-connections-each", "5") as gateway, ExitStack() as stack:
        for _ in range(5):
            peer = stack.enter_context(Peer(gateway.port, buffer=4096))
            peer.socket.settimeout(0.5)
            with pytest.raises(TimeoutError):
                go_on_with(peer, b"RSET\r\n" * 10_000)
        served(gateway)


@pytest.mark.parametrize(
    "rubbish",
    [
        *(b"\0" * 100 + b"\r\n", bytes(range(256)) + b"\r\n", b"\xff\xfe\xfd\r\n" * 10),
        *("МАИЛ ФРОМ:<алекс@пример>\r\n".encode("koi8-r"), b"MAIL FROM:<\xff@example.org>\r\n"),
        *(b"MAIL FROM:<a\0b@example.org>\r\n", b"RCPT TO:<send@send.smscentre.com>\r\n" * 5, b"DATA\r\n.\r\n"),
        b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\xa5" * 100 + b"\r\n",
        b"MAIL FROM:<a@example.org> SIZE=99999999999999999999999999\r\n",
        b"MAIL FROM:<a@example.org> SIZE=-1\r\nMAIL FROM:<a@example.org> SIZE=\xd9\xa1\r\n",
        b"MAIL FROM:<a@example.org> BODY=9BIT\r\nMAIL FROM:<a@example.org> X=Y=Z\r\n",
        *(b'MAIL FROM:<"' + b"\\" * 400 + b"@example.org>\r\n", b"MAIL FROM:" + b"<" * 400 + b"\r\n"),
        *(b"MAIL FROM:<" + b"(" * 400 + b">\r\n", b"RSET x\r\nHELP " + b"y" * 300 + b"\r\nEXPN z\r\nQUIT now\r\n"),
        *(b"STARTTLS\r\nAUTH\r\nAUTH LOGIN\r\nETRN x\r\n", b"BDAT 10 LAST\r\n0123456789\r\n", b"\n" * 10),
        b"\r" * 1000 + b"\n",
    ],
)
def test_rubbish(gateway: Gateway, rubbish: bytes) -> None:
    """Each line of it is refused, and after it the same connection may still do better."""
    with Peer(gateway.port).begin() as peer:
        peer.write(rubbish)
        peer.write(b"RSET\r\nNOOP last\r\n")
        peer.socket.shutdown(socket.SHUT_WR)
        while answer := peer.answer():
            assert answer[:1] in "2345"


def test_rubbish_all_at_once(gateway: Gateway) -> None:
    """More wrong commands than anybody makes by mistake: what is sent behind them does not count."""
    before = last(gateway)
    with Peer(gateway.port).begin() as peer:
        peer.write(b"NONSENSE\r\n" * 50 + SMUGGLED.encode())
        answers: list[str] = []
        while answer := peer.answer():
            answers.append(answer)
        assert answers
        assert {answer[:1] for answer in answers} == {"5"}
        assert len(answers) <= 20
    assert kinds(gateway, after=before) == []


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"\r\n", b"\0", b"\r\n\r\nalex:" + PSW.encode() + b"::::79991234567:\0"),
        b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + b"\xff" * 100,
        b"Content-Type: " + b"multipart/mixed; boundary=x\r\n\r\n--x\r\n" * 200,
        *(b"Content-Transfer-Encoding: base64\r\n\r\n" + b"=" * 1000, b":" * 10_000, b"\r\n" + b"::::::" * 10_000),
        b"X: " + b"y" * 100_000,
    ],
)
def test_mails_that_are_rubbish(gateway: Gateway, content: bytes) -> None:
    """They are taken, and answered with an error."""
    before = last(gateway)
    with Peer(gateway.port).begin().up_to_data() as peer:
        assert peer.ask(content + b"\r\n.").startswith("250")
    assert kinds(gateway, after=before) == ["refused"]
    assert gateway.reply_to(before + 1).startswith("ERROR = ")


@pytest.mark.parametrize(
    "end", [b"\n.\n", b"\n.\r\n", b"\r\n.\n", b"\r.\r", b"\r\n.\r", b"\r\n\0.\r\n", b"\r\n. \r\n", b"\n\r\n.\n"]
)
def test_a_dot_that_does_not_end_a_mail(gateway: Gateway, end: bytes) -> None:
    """Only a line of its own between CR LF does (RFC 5321, 4.1.1.4): what follows another is no mail of its own."""
    before = last(gateway)
    with Peer(gateway.port).begin().up_to_data() as peer:
        peer.write(b"\r\nalex:" + PSW.encode() + b":1:::79991234567:first" + end + SMUGGLED.encode())
        assert peer.answer().startswith("250")
        peer.write(b"NOOP\r\n")
        assert peer.answer().startswith("250 OK")
    assert len(kinds(gateway, after=before)) == 1


def test_pipelined_mails_are_two(gateway: Gateway) -> None:
    """A client that does not wait gets its answers in order."""
    before = last(gateway)
    with Peer(gateway.port).begin() as peer:
        peer.write((SMUGGLED * 2).encode())
        assert [peer.answer()[:3] for _ in range(8)] == ["250", "250", "354", "250"] * 2
    assert len(kinds(gateway, after=before)) == 2


def test_a_client_that_hangs_up_during_data(gateway: Gateway) -> None:
    before = last(gateway)
    for _ in range(20):
        with Peer(gateway.port).begin().up_to_data() as peer:
            peer.write(b"\r\nalex:" + PSW.encode() + b"::::79991234567:half")
    assert kinds(gateway, after=before) == []
