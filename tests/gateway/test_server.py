"""The server as its clients and its operator see it: a process, a socket, a Maildir, a store and a log."""

import signal
import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from tests.support.running import CLIENT, PSW, SERVICE, Gateway, Peer, eventually, mail

pytestmark = pytest.mark.process

ASKED = f"alex:{PSW}:42::,,,1:79991234567:"
"""A request that wants an answer, up to its text."""


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with Gateway(tmp_path_factory.mktemp("gateway")) as running:
        yield running


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Gateway]:
    with Gateway(tmp_path) as running:
        yield running


def test_a_request_is_answered_by_mail(own: Gateway) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    own.send(ASKED + "hello", Message_ID="<order-5@shop.example.com>")
    (reply,) = own.replies(1)
    assert reply.get_content().strip() == "OK - 1 SMS, ID - 42"
    assert reply["From"] == SERVICE
    assert reply["To"] == CLIENT
    assert reply["In-Reply-To"] == "<order-5@shop.example.com>"
    assert reply["Auto-Submitted"] == "auto-replied"
    assert reply["Subject"]
    assert reply["Message-ID"].startswith("<1.")
    assert before <= parsedate_to_datetime(reply["Date"]) <= datetime.now(UTC)


def test_what_came_of_a_mail_is_in_the_store(own: Gateway) -> None:
    own.send(f"alex:{PSW}:order-7::,,Shop:79991234567,+79998887766:Привет")
    (row,) = own.rows("SELECT seq, sender, recipient, login, kind, error, sms, id FROM mails")
    assert row == (1, CLIENT, SERVICE, "alex", "accepted", None, 2, "order-7")
    (message,) = own.rows(
        "SELECT json_extract(messages, '$[0].recipients'), json_extract(messages, '$[0].content.text') FROM mails"
    )
    assert message == ('["79991234567","+79998887766"]', "Привет")
    assert own.rows("SELECT value FROM lasting WHERE key = 'balance:alex'") == [("99998",)]


def test_silence_after_success_unless_asked(own: Gateway) -> None:
    own.send(f"alex:{PSW}::::79991234567:hello")
    own.send(ASKED + "asked")
    (reply,) = own.replies(1)
    assert reply["Message-ID"].startswith("<2.")


def test_the_third_of_three_is_refused(own: Gateway) -> None:
    for _ in range(3):
        own.send(ASKED + "again")
    first, second, third = (reply.get_content().strip() for reply in own.replies(3))
    assert first == second == "OK - 1 SMS, ID - 42"
    assert third.startswith("ERROR = 9 (")


def test_a_malformed_request_is_taken_and_answered(own: Gateway) -> None:
    own.send(f"alex:{PSW}:42:::7999x:hello")
    (reply,) = own.replies(1)
    assert reply.get_content().startswith("ERROR = 7 (")
    assert reply.get_content().strip().endswith(", ID - 42")
    assert own.rows("SELECT kind, error, login FROM mails") == [("refused", 7, None)]


def test_nobody_answers_the_null_sender(own: Gateway) -> None:
    own.send("nonsense", sender="")
    own.send(ASKED + "hello")
    (reply,) = own.replies(1)
    assert reply["Message-ID"].startswith("<2.")


def test_ordinary_mail_is_forwarded(own: Gateway) -> None:
    own.send("The disk is full", to="ALEX@send.smscentre.com")
    (row,) = own.rows("SELECT kind, json_extract(messages, '$[0].content.text') FROM mails")
    assert row == ("forwarded", "The disk is full")


def test_a_mail_for_two_comes_to_two(own: Gateway) -> None:
    own.send(ASKED + "hello", to=[SERVICE, "alex@send.smscentre.com", SERVICE.upper()])
    assert own.rows("SELECT kind FROM mails ORDER BY seq") == [("accepted",), ("forwarded",)]


@pytest.mark.parametrize("recipient", ["alex@example.org", "nobody@send.smscentre.com", "postmaster", "send@send"])
def test_others_do_not_exist(gateway: Gateway, recipient: str) -> None:
    with gateway.client() as client:
        client.ehlo()
        client.mail(CLIENT)
        assert client.rcpt(recipient)[0] == 550
        assert client.rcpt(SERVICE)[0] == 250


# ---- What the server offers, and its limits


def test_what_is_offered(gateway: Gateway) -> None:
    with gateway.client() as client:
        client.ehlo()
        assert client.esmtp_features["size"] == "102400"
        assert client.has_extn("8bitmime")
        assert not client.has_extn("auth")
        assert not client.has_extn("starttls")


@pytest.mark.parametrize(("octets", "answer"), [(102_400, 250), (102_401, 552)])
def test_a_size_that_is_announced(gateway: Gateway, octets: int, answer: int) -> None:
    with gateway.client() as client:
        client.ehlo()
        assert client.mail(CLIENT, [f"SIZE={octets}"])[0] == answer


@pytest.mark.parametrize(("octets", "answer"), [(102_400, 250), (102_401, 552)])
def test_a_size_that_is_not_announced(gateway: Gateway, octets: int, answer: int) -> None:
    begin = mail(f"alex:{PSW}::::79991234567:hello")
    whole = begin + b"\r\n" * ((octets - len(begin)) // 2 - 1)
    whole += b"x" * (octets - len(whole) - 2) + b"\r\n"
    assert len(whole) == octets
    with Peer(gateway.port).begin().up_to_data() as peer:
        assert peer.ask(whole + b".").startswith(str(answer))
        assert peer.ask(b"NOOP").startswith("250")


def test_a_long_list_of_phones_is_one_long_line(own: Gateway) -> None:
    phones = ",".join(f"7999{number:07}" for number in range(2000))
    own.send(f"alex:{PSW}::::{phones}:hello")
    assert own.rows("SELECT kind, sms FROM mails") == [("accepted", 2000)]


def test_a_line_that_is_too_long_for_a_command(gateway: Gateway) -> None:
    with Peer(gateway.port).begin() as peer:
        assert peer.ask(b"NOOP " + b"x" * 600).startswith("500")
        assert peer.ask(b"NOOP").startswith("250")


def test_too_many_recipients(tmp_path: Path) -> None:
    accounts = "".join(
        f'[[account]]\nlogin = "a{number}"\npsw = "Kx7vPq2m"\nforward = ["79990001122"]\n' for number in range(101)
    )
    with Gateway(tmp_path, accounts=accounts) as own, own.client() as client:
        client.ehlo()
        client.mail(CLIENT)
        answers = [client.rcpt(f"a{number}@send.smscentre.com")[0] for number in range(101)]
    assert answers == [250] * 100 + [452]


def test_too_many_errors(gateway: Gateway) -> None:
    with Peer(gateway.port).begin() as peer:
        answers = [peer.ask(b"RCPT TO:<nobody@example.org>") for _ in range(20)]
        assert {answer[:3] for answer in answers} == {"503"}
        assert peer.answer().startswith("421")
        assert peer.answer() == ""


def test_too_many_commands_that_do_nothing(gateway: Gateway) -> None:
    with Peer(gateway.port).begin() as peer:
        answers = [peer.ask(b"NOOP")[:3] for _ in range(201)]
    assert answers == ["250"] * 200 + ["421"]


def test_there_is_no_auth(gateway: Gateway) -> None:
    with Peer(gateway.port).begin() as peer:
        assert peer.ask(b"AUTH PLAIN AGFsZXg=").startswith("502 5.5.1")
        assert peer.ask(b"AUTH").startswith("502 5.5.1")
        supported = peer.ask(b"HELP")
        assert supported.startswith("250")
        assert "MAIL" in supported
        assert "AUTH" not in supported


def test_addresses_that_are_not_written_well(gateway: Gateway) -> None:
    with Peer(gateway.port).begin() as peer:
        for path in (
            *(b"<a@example.org", b"<a b@example.org>", b"<a@ example.org>", b"< a@example.org>", b"<a@example.org>x"),
        ):
            assert peer.ask(b"MAIL FROM:" + path).startswith("553")
        assert peer.ask(b"MAIL FROM: <a@example.org> SIZE=5").startswith("250")
        assert peer.ask(b"RCPT TO:<" + SERVICE.encode()).startswith("553")
        assert peer.ask(b"RCPT TO: <" + SERVICE.encode() + b">").startswith("250")


def test_a_sender_who_cannot_be_answered(gateway: Gateway) -> None:
    with Peer(gateway.port).begin() as peer:
        for address in (
            *(b"shop", b'"a\tb"@example.org', b"a@b@example.org", b"@example.org", b"a@[x y]", b"a..b@example.org"),
        ):
            assert peer.ask(b"MAIL FROM:<" + address + b">").startswith("55")
        for address in (
            *(b'"a b"@example.org', b"prvs=1=a/b@example.org", b"a@[127.0.0.1]", b"a@[IPv6:::1]", b"a@localhost"),
        ):
            assert peer.ask(b"MAIL FROM:<" + address + b">").startswith("250")
            assert peer.ask(b"RSET").startswith("250")


def test_time_is_limited(tmp_path: Path) -> None:
    with Gateway(tmp_path, "--timeout", "1") as own, Peer(own.port).begin() as peer:
        peer.write(b"MAIL FR")
        assert peer.answer().startswith("421")
        assert peer.answer() == ""
        with Peer(own.port).begin().up_to_data() as slow:
            slow.write(b"Subject: SMS\r\n")
            assert slow.answer().startswith("421")
    assert own.rows("SELECT count(*) FROM mails") == [(0,)]


def test_connections_are_limited(tmp_path: Path) -> None:
    with Gateway(tmp_path, "--max-connections", "3", "--max-connections-each", "2") as own:
        inside = [Peer(own.port).begin(), Peer(own.port).begin()]
        with Peer(own.port) as one_more:
            assert one_more.answer().startswith("421")
        inside.append(Peer(own.port, source="127.0.0.2").begin())
        with Peer(own.port, source="127.0.0.3") as one_more:
            assert one_more.answer().startswith("421")
        inside.pop(0).close()
        eventually(own.lets_in)
        for peer in inside:
            peer.close()


# ---- Refusing at once


@pytest.fixture(scope="module")
def refusing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with Gateway(tmp_path_factory.mktemp("refusing"), "--reject-at-smtp") as running:
        yield running


@pytest.mark.parametrize(
    ("request_text", "field", "error"),
    [
        (f"alex:{PSW}::::7999x:hello", "phones[0]", 7),
        (f"alex:{PSW}::3102301200:::79991234567:hello", "time", 5),
        (f"{PSW}", "", 1),
        (f"alex:{PSW} {PSW}{PSW}", "", 1),
        (f"79991234567:alex::::{PSW}:hello", "phones", 7),
    ],
)
def test_what_cannot_be_read_is_refused(refusing: Gateway, request_text: str, field: str, error: int) -> None:
    with pytest.raises(smtplib.SMTPDataError) as refused:
        refusing.send(request_text)
    said = refused.value.smtp_error
    assert isinstance(said, bytes)
    assert refused.value.smtp_code == 550
    assert f"error {error}]".encode() in said
    assert field.encode() in said
    assert PSW.encode() not in said
    assert refusing.rows("SELECT count(*) FROM mails WHERE error IN (1, 5, 7)") == [(0,)]


def test_what_can_be_read_is_answered_by_mail(refusing: Gateway) -> None:
    refusing.send("alex:wrong::::79991234567:hello")
    (reply,) = refusing.replies(1)
    assert reply.get_content().startswith("ERROR = 2 (")


# ---- Its end


def test_a_graceful_stop(own: Gateway) -> None:
    own.send(ASKED + "hello")
    with Peer(own.port).begin() as idle, Peer(own.port).begin().up_to_data() as sending:
        sending.write(mail(ASKED + "half a mail"))
        own.process.send_signal(signal.SIGTERM)
        assert idle.answer().startswith("421")
        assert sending.answer().startswith("421")
        assert sending.answer() == idle.answer() == ""
        assert own.ended() == 0
    own.start()
    assert own.rows("SELECT id FROM mails") == [("42",)]
    own.replies(1)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_both_signals_stop_it(own: Gateway, number: signal.Signals) -> None:
    assert own.stop(number) == 0
    assert own.events("stopped")


def test_nothing_secret_is_logged(own: Gateway) -> None:
    key = "Zq8wYt5r"
    own.send(ASKED + "Wm4nBv6c")
    own.send(f"alex:{key}::::79991234567:Wm4nBv6c")
    own.send(f"{key}:alex:::::Wm4nBv6c")
    own.send("Wm4nBv6c", to="alex@send.smscentre.com")
    with Peer(own.port).begin() as peer:
        for line in (f"alex:{PSW}::::79991234567:Wm4nBv6c", f"VRFY {key}", f"AUTH PLAIN {key}", f"MAIL FROM:<{key}>"):
            answer = peer.ask(line.encode())
            assert answer[:1] == "5" or answer.startswith("252")
            assert not any(secret.lower() in answer.lower() for secret in (PSW, key, "Wm4nBv6c"))
    assert own.stop() == 0
    assert len(own.events("mail")) == 4
    for secret in (PSW, key, "Wm4nBv6c"):
        assert secret.lower() not in own.log.lower()
    for file in own.folder.glob("store*"):
        octets = file.read_bytes()
        assert PSW.encode() not in octets
        assert key.encode() not in octets


def test_the_log_is_json_lines(own: Gateway) -> None:
    own.send(ASKED + "hello")
    (event,) = own.events("mail")
    assert event["seq"] == 1
    assert event["login"] == "alex"
    assert event["kind"] == "accepted"
    assert event["error"] is None
    assert event["sms"] == 1
    assert event["replies"] is True
    assert event["peer"] == "127.0.0.1"
    assert event["level"] == "info"
    assert datetime.fromisoformat(event["time"]).tzinfo
    (plain,) = own.events("plain_password")
    assert plain["level"] == "warning"
