"""The nine errors, each under its own condition, and which of two comes first (C-ERRNO, R-ERRORDER)."""

from itertools import combinations
from typing import Any

import pytest

from smsmail.codec import Rejected, decode_reply
from smsmail.gateway import Plain
from tests.support.conversation import PHONE, Conversation, account, line
from tests.support.each import each

OTHER = "79990000001"

# What makes a request draw an error: in its own fields, in the account, or in what came before. Where nothing of this
# applies, the same request is accepted.
CONDITIONS: dict[str, tuple[int, dict[str, Any]]] = {
    # in the order in which they are answered; those of one rank are neighbours
    "parameters": (1, {"fields": {"options": "7"}}),
    "date": (5, {"fields": {"time": "3002301200"}}),
    "number": (7, {"fields": {"phones": "7999x"}}),
    "password": (2, {"fields": {"psw": "wrong"}}),
    "blocked": (4, {"account": {"blocked": True}}),
    "group": (7, {"fields": {"phones": f"{PHONE},G15"}, "account": {"groups": {}}}),
    "repeated": (9, {"before": [line(phones=f"{PHONE},G15")] * 2}),
    "word": (6, {"account": {"denied_words": ("HI",)}}),
    "funds": (3, {"account": {"price": 10_000_000}}),
    "unreachable": (8, {"account": {"undeliverable": frozenset({PHONE})}}),
    "flood": (8, {"before": [line(f"{n}") for n in range(50)]}),
}
RANKS = [
    {"parameters", "date", "number"},
    {"password"},
    {"blocked"},
    {"group"},
    {"repeated"},
    {"word"},
    {"funds"},
    {"unreachable", "flood"},
]
RANK = {name: rank for rank, names in enumerate(RANKS) for name in names}

PAIRS = [
    (one, other)
    for one, other in combinations(CONDITIONS, 2)
    if RANK[one] < RANK[other]
    # What is malformed is equal to no request that was accepted before.
    and not (RANK[one] == 0 and other == "repeated")
    # The number of the one is not that of the other, which then would not apply.
    and (one, other) not in {("number", "group"), ("number", "unreachable"), ("number", "flood")}
]


def answered(*names: str) -> int:
    """The error that a request is answered to which the conditions of all these names apply."""
    fields: dict[str, Any] = {"phones": f"{PHONE},G15"}
    settings: dict[str, Any] = {"groups": {"G15": 2}}
    talk = Conversation(account(groups={"G15": 2}))
    for name in names:
        _, condition = CONDITIONS[name]
        for before in condition.get("before", ()):
            talk.say(before)
        fields |= condition.get("fields", {})
        settings |= condition.get("account", {})
    talk.restart(account(**settings))
    (error,) = talk.errors(line(**fields))
    return error


def test_without_any_condition_the_request_is_accepted() -> None:
    assert answered() == 0


@each("name", CONDITIONS)
def test_each_error_has_its_own_condition(name: str) -> None:
    error, _ = CONDITIONS[name]
    assert answered(name) == error


def test_every_error_is_tried() -> None:
    assert {error for error, _ in CONDITIONS.values()} == set(range(1, 10))


@each(("first", "second"), PAIRS)
def test_of_two_errors_the_one_that_comes_first_is_answered(first: str, second: str) -> None:
    error, _ = CONDITIONS[first]
    assert answered(first, second) == error


def test_every_two_ranks_are_tried_against_each_other() -> None:
    tried = {(RANK[one], RANK[other]) for one, other in PAIRS}
    assert set(combinations(range(len(RANKS)), 2)) - tried == {(0, 4)}


@each("name", CONDITIONS)
def test_only_errors_3_6_7_and_8_carry_an_id(name: str) -> None:
    error, condition = CONDITIONS[name]
    talk = Conversation(account(**({"groups": {"G15": 2}} | condition.get("account", {}))))
    for before in condition.get("before", ()):
        talk.say(before)
    fields: dict[str, Any] = {"phones": f"{PHONE},G15"} | condition.get("fields", {})
    if name != "repeated":
        fields["id"] = "order-7"
    reply = talk.say(line(**fields)).reply
    assert reply is not None
    answer = decode_reply(reply)
    assert isinstance(answer, Rejected)
    assert (answer.error, answer.id) == (error, "order-7" if error in (3, 6, 7, 8) else None)


@each(
    ("fields", "error"),
    [
        ({"login": "alex", "psw": "KEY"}, 2),  # an API key is no password,
        ({"login": "", "psw": "psw"}, 2),  # and a password no API key
        ({"login": "", "psw": "KEY"}, 0),
        ({"login": "", "psw": "KEY2"}, 0),
        ({"login": "", "psw": "KEY3"}, 2),
        ({"login": "", "psw": "key"}, 2),
        ({"login": "Alex", "psw": "psw"}, 2),
        ({"login": "nobody", "psw": "psw"}, 2),
        ({"login": "alex", "psw": "psw1"}, 2),
        ({"login": "alex", "psw": "PSW"}, 2),
    ],
)
def test_who_may_send(fields: dict[str, str], error: int) -> None:
    talk = Conversation(account(keys=(Plain("KEY"), Plain("KEY2"))))
    assert talk.errors(line(**fields)) == [error]


@pytest.mark.parametrize(
    ("sender", "error"), [("", 0), ("Shop", 0), ("Shop 2", 0), ("shop", 6), ("Sho", 6), ("Shop2", 6), ("123", 6)]
)
def test_a_sender_name_must_be_one_of_the_registered(sender: str, error: int) -> None:
    talk = Conversation(account(senders=frozenset({"Shop", "Shop 2"})))
    assert talk.errors(line(options=f",,{sender}")) == [error]


def test_without_registered_names_only_a_request_without_one_is_accepted() -> None:
    talk = Conversation(account(senders=frozenset()))
    assert talk.errors(line(), line(options=",,Shop")) == [0, 6]


@each(
    ("mes", "error"),
    [
        ("Win a prize", 6),
        ("winter", 6),
        ("rewind", 6),
        ("we", 0),
        ("W I N", 0),
        ("Купи КАЗИНО!", 6),
        ("Strasse", 6),  # folded, ß is ss
        ("Hauptstraße", 6),
        ("Win", 6),
        ("__VIBER__: win", 6),
        ("line\nwin", 6),
    ],
)
def test_a_denied_word_counts_anywhere_and_in_any_case(mes: str, error: int) -> None:
    talk = Conversation(account(denied_words=("wIn", "казино", "straße")))
    assert talk.errors(line(mes)) == [error]


def test_a_denied_word_counts_in_any_row_and_in_a_subject() -> None:
    talk = Conversation(account(denied_words=("win",)))
    rows = f"{PHONE}:hello\n{OTHER}:win"
    assert talk.errors(line(rows, phones="")) == [6]
    mail = line("Hello\nsubj:You WIN", options=",8,me@example.org", phones="you@example.org")
    assert talk.errors(mail) == [6]
    # Without a text there is nothing to deny.
    assert talk.errors(line("win", options=",3")) == [0]


@pytest.mark.parametrize(
    ("phones", "listed", "error"),
    [
        (PHONE, PHONE, 8),
        (f"+{PHONE}", PHONE, 8),
        (PHONE, f"+{PHONE}", 8),
        (f"{OTHER},{PHONE}", PHONE, 8),
        (OTHER, PHONE, 0),
        ("7 (999) 123-45-67", PHONE, 8),
    ],
)
def test_a_number_is_the_same_with_and_without_plus(phones: str, listed: str, error: int) -> None:
    talk = Conversation(account(undeliverable=frozenset({listed})))
    assert talk.errors(line(phones=phones)) == [error]


@pytest.mark.parametrize(("sizes", "error"), [({"G1": 0}, 8), ({"G1": 1}, 0), ({}, 7), ({"G01": 1}, 7)])
def test_a_group_must_be_there_and_have_members(sizes: dict[str, int], error: int) -> None:
    assert Conversation(account(groups=sizes)).errors(line(phones="G1")) == [error]


def test_more_than_a_reply_can_say_is_not_sent() -> None:
    most = Conversation(account(groups={"G1": 999_999_999}, price=0))
    assert most.errors(line(phones="G1"), line(phones=f"G1,{PHONE}")) == [0, 8]


@pytest.mark.parametrize(
    "mail",
    [
        *(b"", b"Subject: SMS\n\n", b'Content-Type: text/plain; charset="klingon"\n\nalex:psw::::79991234567:hi\n'),
        b"Content-Type: text/html\n\n<p>alex:psw::::79991234567:hi</p>\n",
        b'Content-Type: text/plain; charset="utf-8"\n\nalex:psw::::79991234567:\xff\n',
        *(b"\n" + line("x" * 1000).encode() * 100, b"\n" + line().encode() + b"\0"),
    ],
)
def test_a_mail_without_a_request_is_answered_1(mail: bytes) -> None:
    outcome = Conversation().say(mail)
    assert outcome.kind == "refused"
    assert outcome.diagnostics
    assert isinstance(decode_reply(outcome.reply or ""), Rejected)
    assert (outcome.reply or "").startswith("ERROR = 1 (")


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("alex:psw:42:::7999x:hi", "42"),
        ("alex:psw: 42 :::7999x:hi", "42"),
        ("alex:psw::::7999x:hi", "1"),
        ("alex:psw:0:::7999x:hi", "1"),
        ("alex:psw:№42:::7999x:hi", "1"),  # error 1 comes first in the text, as the id does
        # The end of a password with a colon would stand where the id should.
        (f"alex:pa:ss:::,,,1:{PHONE}:hi", "1"),
    ],
)
def test_the_id_in_a_refusal_is_the_clients_if_it_can_be_read(text: str, id: str) -> None:
    answer = Conversation().answer(text)
    assert isinstance(answer, Rejected)
    assert answer.id == (id if answer.error == 7 else None)
