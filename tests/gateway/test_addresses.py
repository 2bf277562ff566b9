"""Addresses and Message-IDs of strangers: taken or refused once, and in a reply exactly as they came, or not at all."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from smsmail.gateway.mailbox import is_mailbox, is_message_id, message_id, read_path, shown_address
from smsmail.gateway.server.reply_mail import reply_mail
from smsmail.gateway.server.store import PendingReply
from tests.support.each import each
from tests.support.running import CLIENT, PSW, SERVICE, Gateway, Peer, eventually, mail

ENCODED = ("=?utf-8?q?a=0Ab?=", "=?utf-8?q?a=0D=0ABcc:_x@example.org?=", "=?us-ascii?b?DQoNCmJvZHk=?=", "=?x?Q??=")
HEADERS = [
    *("From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted"),
    *("MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
]
NOW = datetime(2030, 1, 31, 12, tzinfo=UTC)
PIECES = st.sampled_from(
    (*ENCODED, *'a="\\ @.<>[]:,é\r\n\0\x1b', "=?", "?=", "?q?", "\\=?", "\r\n ", "example.org", "x" * 70)
)
ANYTHING = st.lists(PIECES, max_size=8).map("".join)


@given(sender=ANYTHING, recipient=ANYTHING, text=ANYTHING, answers=ANYTHING)
def test_nobody_writes_into_a_reply(sender: str, recipient: str, text: str, answers: str) -> None:
    """Whatever is put into one, it has our headers and no others, each at most once, and what we say as its body."""
    for one in (sender, f"{recipient}@example.org", recipient):
        reply = PendingReply(1, SERVICE, one, text, NOW, f"<{answers}@example.org>", 0)
        try:
            octets = reply_mail(reply, "5707e")
        except ValueError:
            assert not is_mailbox(one)
            continue
        head, _, body = octets.partition(b"\r\n\r\n")
        names = [line.partition(b":")[0].decode() for line in head.split(b"\r\n")]
        assert names == [name for name in HEADERS if name in names]
        assert all(len(line) <= 998 and line.isascii() for line in octets.split(b"\r\n"))
        assert f"To: <{one}>".encode() in head.split(b"\r\n")
        read = message_from_bytes(octets, policy=policy.default)
        assert list(read.keys()) == names
        assert not any("\n" in str(value) or "\r" in str(value) for value in read.values())
        assert read.get_payload(decode=True) == text.encode("utf-8", "replace") + b"\r\n"
        assert body.endswith(b"\r\n")


@given(ANYTHING)
def test_what_an_address_is_does_not_depend_on_who_reads_it(text: str) -> None:
    """It is what stands between the angle brackets, and nothing of it is decoded or left out."""
    found = read_path(f"<{text}> SIZE=1")
    if found is not None:
        address, rest = found
        assert text.endswith(address)
        assert text == address or text.startswith("@")
        assert rest == "SIZE=1"
    assert not is_mailbox(text) or (text.isascii() and text.isprintable())


@each("word", ENCODED)
@each("around", ["{}", '"{}"', '"\\{}"', '"x {}"', "x{}"])
def test_what_looks_encoded_is_no_address_and_no_message_id(word: str, around: str) -> None:
    assert not is_mailbox(f"{around.format(word)}@example.org")
    assert message_id(f"Message-ID: <{word}@example.org>\n\n".encode()) is None


@given(st.from_regex(r"\A<[!-;=?-~]{1,400}@[!-;=?-~]{1,400}>\Z"))
def test_a_message_id_of_any_length_is_referred_to_as_it_is(id: str) -> None:
    reply = PendingReply(1, SERVICE, CLIENT, "OK - 1 SMS, ID - 1", NOW, id, 0)
    assert is_message_id(id) == (f"In-Reply-To: {id}".encode() in reply_mail(reply, "0").split(b"\r\n"))


@each(
    ("address", "shown"),
    [
        ("", ""),
        ("shop@example.org", "shop@example.org"),
        ("o'brien.ann+sms@mail.example.org", "o'brien.ann+sms@mail.example.org"),
        ("bounce+ann=example.org@example.com", "bounce+ann=example.org@example.com"),
        ('"alex:Zq7Wv3kX::::79991234567:hi"@example.org', "***@example.org"),
        ('"alex:Zq7Wv3kX"@example.org', "***@example.org"),
        ("alex%3AZq7Wv3kX@example.org", "***@example.org"),
        ("psw=Zq7Wv3kX@example.org", "***@example.org"),
        ("alex@[alex:Zq7Wv3kX]", "***"),
        ("Zq7Wv3kX", "***"),
        ("***@example.org", "***@example.org"),
    ],
)
def test_an_address_that_is_not_ordinary_is_not_shown(address: str, shown: str) -> None:
    assert shown_address(address) == shown


def test_a_request_line_for_an_address_is_nowhere_to_be_seen(tmp_path: Path) -> None:
    """Neither in the log nor in what stays in the store; and the sender is answered all the same."""
    sender = b'"alex:Zq7Wv3kX"@example.org'
    with Gateway(tmp_path) as gateway:
        with Peer(gateway.port).begin() as peer:
            assert peer.ask(b"MAIL FROM:<" + sender + b">").startswith("250")
            assert peer.ask(b'RCPT TO:<"alex:Zq7Wv3kX::::79991234567:hi"@send.smscentre.com>').startswith("550")
            assert peer.ask(b"RCPT TO:<" + SERVICE.encode() + b">").startswith("250")
            assert peer.ask(b"DATA").startswith("354")
            assert peer.ask(mail(f"alex:{PSW}:42::,,,1:79991234567:hi") + b".").startswith("250")
        assert gateway.replies(1)[0]["To"].strip("<>").encode() == sender
        eventually(lambda: gateway.events("reply_delivered"))
        eventually(lambda: gateway.rows("SELECT count(*) FROM outbox") == [(0,)])
        assert [event["recipient"] for event in gateway.events("unknown_recipient")] == ["***@send.smscentre.com"]
        assert gateway.rows("SELECT sender, recipient FROM mails") == [("***@example.org", SERVICE)]
        assert "Zq7" not in gateway.log


def test_the_replies_to_others_go_on(tmp_path: Path) -> None:
    """After each address that is written oddly, be it refused or not, everybody is answered, after a restart too."""
    words = [around.format(word).encode() for word in ENCODED for around in ("{}", '"{}"', '"\\{}"', '"\\\\{}"')]
    taken = 0
    with Gateway(tmp_path) as gateway:
        for word in [*words, b'"a b"', b"x" * 300, b'"\\""', b'""']:
            with Peer(gateway.port).begin() as peer:
                if peer.ask(b"MAIL FROM:<" + word + b"@example.org>").startswith("250"):
                    taken += 1
                    assert peer.ask(b"RCPT TO:<" + SERVICE.encode() + b">").startswith("250")
                    assert peer.ask(b"DATA").startswith("354")
                    assert peer.ask(mail("rubbish", Message_ID="<=?utf-8?q?=0D=0A?=@x>") + b".").startswith("250")
        gateway.send(f"alex:{PSW}:42::,,,1:79991234567:hello")
        assert taken >= 3
        assert "OK - 1 SMS, ID - 42" in str(gateway.replies(taken + 1)[-1].get_content())
        eventually(lambda: gateway.rows("SELECT count(*) FROM outbox") == [(0,)])
        assert not gateway.events("bug")
