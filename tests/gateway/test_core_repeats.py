"""The rule on repeats: what is the same request, and for how long (C-DUP, R-DUP, R-SAME, R-DUPCOUNT)."""

import pytest

from smsmail.gateway import Plain
from tests.support.conversation import PHONE, Conversation, account, line

OTHER = "79990000001"


def test_two_of_a_kind_are_accepted_and_the_third_is_refused() -> None:
    assert Conversation().errors(*[line()] * 4) == [0, 0, 9, 9]


@pytest.mark.parametrize(("at", "error"), [(59, 9), (59.999999, 9), (60, 0), (61, 0)])
def test_what_was_accepted_a_minute_before_no_longer_counts(at: float, error: int) -> None:
    talk = Conversation()
    assert talk.errors(line(), line(), at=0) == [0, 0]
    assert talk.errors(line(), at=at) == [error]


def test_each_acceptance_counts_for_a_minute_of_its_own() -> None:
    talk = Conversation()
    arrivals = (0, 40, 50, 60, 99, 100)
    assert [talk.errors(line(), at=at) for at in arrivals] == [[0], [0], [9], [0], [9], [0]]


def test_a_refusal_does_not_prolong_the_minute() -> None:
    talk = Conversation()
    assert talk.errors(line(), line(), at=0) == [0, 0]
    assert talk.errors(*[line()] * 5, at=59) == [9] * 5
    assert talk.errors(line(), at=60) == [0]


def test_refused_requests_are_none_to_repeat() -> None:
    talk = Conversation(account(denied_words=("hi",)))
    assert talk.errors(*[line()] * 4) == [6, 6, 6, 6]


SAME = {
    "white space": f" alex : psw :::: {PHONE} :hi",
    "options written out": f"alex:psw:::0,0,,0:{PHONE}:hi",
    "trailing commas": f"alex:psw:::,,,:{PHONE}:hi",
    "id 0": f"alex:psw:0:::{PHONE}:hi",
    "time 0": f"alex:psw::0::{PHONE}:hi",
    "punctuation": "alex:psw::::7 (999) 123-45-67:hi",
    "API key": f":KEY::::{PHONE}:hi",
}


@pytest.mark.parametrize("other", SAME.values(), ids=SAME)
def test_the_spelling_makes_no_difference(other: str) -> None:
    talk = Conversation(account(keys=(Plain("KEY"),)))
    assert talk.errors(line(), other, line(), other) == [0, 0, 9, 9]


def test_nor_does_the_way_of_a_list() -> None:
    rows = [f"{PHONE}:hi\\nyou\n{OTHER}:ho", f"{PHONE};hi\\nyou\n\n{OTHER}:ho\n", f" {PHONE} :hi\\nyou\r\n{OTHER}:ho"]
    assert Conversation().errors(*(line(list_, phones="") for list_ in rows)) == [0, 0, 9]


def test_nor_does_the_mail() -> None:
    plain = b"Subject: one\n\n" + line("Привет").encode("koi8-r")
    utf8 = b'Subject: two\nContent-Type: text/plain; charset="utf-8"\n\n' + line("Привет").encode() + b"\r\n\r\n"
    assert Conversation().errors(plain, utf8, line("Привет")) == [0, 0, 9]


DIFFERENT = {
    "id": line(id="1"),
    "time": line(time="+5"),
    "tz": line(time=",0"),
    "translit": line(options="1"),
    "format": line(options=",1"),
    "sender": line(options=",,Shop"),
    "test": line(options=",,,1"),
    "recipient": line(phones=OTHER),
    "recipients": line(phones=f"{PHONE},{OTHER}"),
    "order of recipients": line(phones=f"{OTHER},{PHONE}"),
    "plus": line(phones=f"+{PHONE}"),
    "text": line("Hi"),
    "white space in the text": line("hi "),
    "list": line(f"{PHONE}:hi", phones=""),
}


def test_any_other_value_makes_another_request() -> None:
    """In a minute each is accepted twice."""
    talk = Conversation()
    assert talk.errors(line(), line(), *DIFFERENT.values(), *DIFFERENT.values()) == [0] * (2 + 2 * len(DIFFERENT))
    assert talk.errors(line(), *DIFFERENT.values()) == [9] * (1 + len(DIFFERENT))


def test_each_account_has_its_own() -> None:
    talk = Conversation(account(), account(login="bob"))
    assert talk.errors(*[line()] * 2, *[line(login="bob")] * 2) == [0, 0, 0, 0]
    assert talk.errors(line(), line(login="bob")) == [9, 9]
