"""Whatever comes in, something sensible comes out: no mail makes the core raise."""

from hypothesis import given
from hypothesis import strategies as st

from smsmail.codec import decode_reply, encode_request
from smsmail.conformance.strategies import requests
from smsmail.gateway import Account, Outcome, Plain
from tests.support.conversation import PHONE, REQUESTS, Conversation, account

SECRET = "Tr0ub4dor"
CHARACTERS = st.sampled_from(
    [*":;,\n\r\t \\_+-.()#@G0189xЖß\u2028\ud800\0😀", "[text]", "__CALL__:", "subj:", "voice:"]
)
TELLING = st.lists(
    CHARACTERS | st.sampled_from([f"alex:{SECRET}", "::::", PHONE, ":hi", ",,,1", SECRET, "№"]), max_size=30
)
HEADS = st.sampled_from(
    [
        *(b"\n", b'Content-Type: text/plain; charset="utf-8"\n\n', b"Content-Type: text/html\n\n"),
        *(b"Content-Transfer-Encoding: base64\n\n", b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n"),
    ]
)
TEXTS = TELLING.map("".join)
MAILS = st.builds(
    bytes.__add__, HEADS, TEXTS.map(lambda text: text.encode("utf-8", "replace")) | st.binary(max_size=200)
)


def receptive() -> Account:
    """An account that refuses next to nothing."""
    groups = {f"G{n}": n for n in range(3)}
    return account(secret=Plain(SECRET), groups=groups, forward=(PHONE,), balance=10**9)


def sensible(outcome: Outcome) -> None:
    assert (outcome.answer is None) == (outcome.kind == "no_such_address")
    assert bool(outcome.messages) == (outcome.kind in ("accepted", "forwarded"))
    if outcome.reply is not None:
        assert "\n" not in outcome.reply
        assert decode_reply(outcome.reply) == outcome.answer
        assert SECRET not in outcome.reply
    assert SECRET not in repr(outcome.diagnostics)


@given(
    st.lists(st.text() | TEXTS | st.binary() | MAILS, min_size=1, max_size=5),
    st.sampled_from([REQUESTS, "alex@send.smscentre.com"]),
)
def test_any_mail(contents: list[str | bytes], to: str) -> None:
    talk = Conversation(receptive())
    for content in contents:
        outcome = talk.say(content, to=to)
        sensible(outcome)
        assert outcome.kind != "no_such_address"


@given(st.text(), st.text())
def test_any_envelope(sender: str, recipient: str) -> None:
    sensible(Conversation(receptive()).say(f"alex:{SECRET}:::,,,1:{PHONE}:hi", sender=sender, to=recipient))


@given(requests().map(lambda request: encode_request(request).split(":", 2)[2]))
def test_any_request_that_is_one(rest: str) -> None:
    """Of every kind, to whomever, at whatever time."""
    outcome = Conversation(receptive()).say(f"alex:{SECRET}:{rest}")
    sensible(outcome)
    assert outcome.diagnostics == ()
    assert outcome.login == "alex"
