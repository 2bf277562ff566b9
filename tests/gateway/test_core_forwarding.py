"""Ordinary mails to an account's own address, and addresses that do not exist (C-FORWARD, R-FORWARD, R-ADDRESS)."""

from typing import Any

import pytest

from smsmail.codec import Accepted, Rejected, Text
from smsmail.gateway import begin, knows
from tests.support.conversation import PHONE, REQUESTS, Conversation, account, error_of, line
from tests.support.each import each

OTHER = "+79990000001"
ALEX = "alex@send.smscentre.com"


def test_the_text_goes_to_each_number_and_nobody_is_told() -> None:
    talk = Conversation(account(forward=(PHONE, OTHER), balance=100, price=3))
    outcome = talk.say("Disk full\nWrite to: root", to=ALEX)
    assert (outcome.kind, outcome.login, outcome.reply) == ("forwarded", "alex", None)
    (message,) = outcome.messages
    assert message.recipients == (PHONE, OTHER)
    assert message.content == Text("Disk full\nWrite to: root")
    assert (message.sender, message.at, message.parts) == (None, None, 1)
    assert outcome.answer == Accepted(2, "1")
    assert talk.balance() == 94


def test_a_mail_is_decoded_and_its_subject_left_out() -> None:
    talk = Conversation(account(forward=(PHONE,)))
    mail = b"Subject: Alarm\n\n\n" + "Пожар\r\nв доме".encode("koi8-r") + b"\r\n\r\n"
    (message,) = talk.say(mail, to=ALEX).messages
    assert message.content == Text("Пожар\nв доме")
    html = b"Content-Type: text/html\n\n<p>hello [text]one<br>two[/text]</p>"
    (message,) = talk.say(html, to=ALEX).messages
    assert message.content == Text("one\ntwo")


@pytest.mark.parametrize("text", [line(options=",,,1"), "__HLR__", "__VIBER__: hi", " ", "subj:Theme", f"{PHONE}:hi"])
def test_what_would_mean_something_in_a_request_is_text(text: str) -> None:
    talk = Conversation(account(forward=(PHONE,)))
    outcome = talk.say(text, to=ALEX)
    assert outcome.reply is None
    assert [message.content for message in outcome.messages] == [Text(text)]


def test_line_ends_are_line_feeds() -> None:
    talk = Conversation(account(forward=(PHONE,)))
    (message,) = talk.say("one\r\ntwo\rthree\n", to=ALEX).messages
    assert message.content == Text("one\ntwo\nthree\n")


def test_a_long_text_costs_its_parts() -> None:
    talk = Conversation(account(forward=(PHONE, OTHER), balance=100))
    assert talk.say("Ж" * 71, to=ALEX).answer == Accepted(4, "1")
    assert talk.balance() == 96


def test_two_alike_are_two_alarms() -> None:
    talk = Conversation(account(forward=(PHONE,)))
    assert [talk.say("alarm", to=ALEX).kind for _ in range(5)] == ["forwarded"] * 5


def test_html_is_forwarded_as_the_text_that_it_shows() -> None:
    """Without tags, which only a request needs (R-FORWARD)."""
    talk = Conversation(account(forward=(PHONE,)))
    (message,) = talk.say(b"Content-Type: text/html\n\n<p>Fire in <b>hall 2</b></p>", to=ALEX).messages
    assert message.content == Text("Fire in hall 2")


REFUSED: list[tuple[str | bytes, dict[str, Any], int]] = [
    ("", {}, 1),
    (b"Subject: Alarm\n\n", {}, 1),
    ("x" * 1001, {}, 1),
    ("lone \ud800", {}, 1),
    ("alarm", {"blocked": True}, 4),
    ("ALARM", {"denied_words": ("alarm",)}, 6),
    ("alarm", {"balance": 0}, 3),
    ("alarm", {"undeliverable": frozenset({PHONE})}, 8),
]


@each(("content", "settings", "error"), REFUSED)
def test_what_cannot_be_forwarded_is_not_and_nobody_is_told(
    content: str | bytes, settings: dict[str, Any], error: int
) -> None:
    talk = Conversation(account(forward=(OTHER, PHONE), **settings))
    before = talk.balance()
    outcome = talk.say(content, to=ALEX)
    assert (outcome.kind, outcome.reply, outcome.messages) == ("not_forwarded", None, ())
    assert isinstance(outcome.answer, Rejected)
    assert error_of(outcome.answer) == error
    assert talk.balance() == before


def test_a_thousand_characters_are_forwarded() -> None:
    assert Conversation(account(forward=(PHONE,))).say("x" * 1000, to=ALEX).kind == "forwarded"


def test_the_rule_on_sender_names_does_not_apply() -> None:
    assert Conversation(account(forward=(PHONE,), senders=frozenset())).say("alarm", to=ALEX).kind == "forwarded"


ADDRESSES = [
    (REQUESTS, True),
    ("SEND@Send.SMSCentre.com", True),
    (ALEX, True),
    ("Alex@SEND.smscentre.com", True),
    ("ivan@send.smscentre.com", True),  # the login is Ivan
    ("bob@send.smscentre.com", False),  # has no numbers to forward to
    ("carol@send.smscentre.com", False),
    ("send@smscentre.com", False),
    ("alex@example.org", False),
    ("send", False),
    ("@send.smscentre.com", False),
    ("", False),
    ("send@", False),
    ("alex@send.smscentre.com@example.org", False),
]


@each(("recipient", "exists"), ADDRESSES)
def test_which_addresses_exist(recipient: str, exists: bool) -> None:
    talk = Conversation(account(forward=(PHONE,)), account(login="Ivan", forward=(PHONE,)), account(login="bob"))
    assert knows(talk.state, recipient) == exists
    outcome = talk.say("hello", to=recipient)
    assert (outcome.kind != "no_such_address") == exists
    if not exists:
        assert (outcome.answer, outcome.reply, outcome.messages) == (None, None, ())


def test_a_gateway_can_have_another_domain() -> None:
    state = begin([account()], domain="SMS.example.org")
    assert knows(state, "send@sms.Example.org")
    assert not knows(state, REQUESTS)
