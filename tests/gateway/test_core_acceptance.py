"""What is accepted: n, the charge, the ids, what goes out and when, and who is told."""

from datetime import UTC, datetime, timedelta

import pytest

from smsmail.codec import Accepted, Rejected, Text, Translit, Viber
from smsmail.gateway import Dispatch, Plain
from tests.support.conversation import NOON, PHONE, Conversation, account, line
from tests.support.each import each

OTHER = "79990000001"


@each(
    ("request_line", "sms"),
    [
        (line("x" * 160), 1),
        (line("x" * 161), 2),
        (line("Ж" * 70), 1),
        (line("Ж" * 71), 2),
        (line("x" * 161, phones=f"{PHONE},{OTHER}"), 4),
        (line(phones="G15"), 40),
        (line("x" * 161, phones=f"G15,{PHONE}"), 82),
        (line(f"{PHONE}:{'x' * 161}\n{PHONE},{OTHER}:hi", phones=""), 4),
        (line(phones=f"{PHONE},{PHONE}"), 2),
        (line("__VIBER__: " + "x" * 500), 1),
        (line("", options=",3"), 1),
        # Undetermined numbers: the text counts as it stands, and a binary message is one (R-NUNKNOWN).
        (line("Ж" * 71, options="1"), 2),
        (line("Ж" * 140, options=",4"), 1),
        (line("Ж" * 141, options=",4"), 1),
    ],
)
def test_n_is_parts_times_recipients_and_is_charged(request_line: str, sms: int) -> None:
    talk = Conversation(account(groups={"G15": 40}, balance=1000, price=7))
    assert talk.answer(request_line) == Accepted(sms, "1")
    assert talk.balance() == 1000 - 7 * sms


@pytest.mark.parametrize(("balance", "error", "left"), [(5, 3, 5), (6, 0, 0), (7, 0, 1)])
def test_the_balance_must_suffice_for_all_of_it(balance: int, error: int, left: int) -> None:
    talk = Conversation(account(balance=balance, price=3))
    assert talk.errors(line(phones=f"{PHONE},{OTHER}")) == [error]
    assert talk.balance() == left


def test_a_scheduled_request_is_charged_at_once() -> None:
    talk = Conversation(account(balance=1))
    assert talk.errors(line(time="+60"), line("ho")) == [0, 3]


def test_what_costs_nothing_can_be_sent_without_money() -> None:
    assert Conversation(account(balance=0, price=0)).errors(line()) == [0]


def test_ids_are_the_clients_or_a_number_that_the_server_counts() -> None:
    talk = Conversation()
    answers = [talk.answer(line(f"{n}", id=id)) for n, id in enumerate(["", "42", "order-7", "", "0", "000"])]
    ids = [answer.id for answer in answers]
    assert [ids[1], ids[2], ids[5]] == ["42", "order-7", "000"]
    assigned = [int(id or "") for id in (ids[0], ids[3], ids[4])]
    assert len(set(assigned)) == 3
    assert all(1 <= id <= 2147483647 for id in assigned)


def test_after_the_largest_number_ids_begin_anew() -> None:
    talk = Conversation()
    talk.say(line())
    talk.facts = [fact for fact in talk.facts if fact.key != "next_id:"]
    (next_id,) = [fact for fact in talk.say(line("ho")).changes if fact.key == "next_id:"]
    talk.facts.append(type(next_id)("next_id:", "2147483647", None))
    talk.restart(account())
    assert [talk.answer(line(f"{n}")).id for n in range(2)] == ["2147483647", "1"]


def test_one_message_goes_out_for_each_row() -> None:
    talk = Conversation(account(groups={"G15": 40}))
    mails = talk.say(line(f"{PHONE},G15:hi\\nyou\n{OTHER}:__VIBER__: ho", phones="", options="1,,Shop", time="+90"))
    at = NOON + timedelta(minutes=90)
    text, viber = mails.messages
    assert text == Dispatch(
        recipients=(PHONE, "G15"), content=Text("hi\nyou"), sender="Shop", translit=Translit.TRANSLIT, at=at, parts=1
    )
    assert (viber.recipients, viber.content, viber.at) == ((OTHER,), Viber("ho"), at)


def test_of_what_is_refused_nothing_goes_out() -> None:
    talk = Conversation(account(undeliverable=frozenset({OTHER})))
    outcome = talk.say(line(f"{PHONE}:hi\n{OTHER}:ho", phones=""))
    assert outcome.kind == "refused"
    assert outcome.messages == ()
    assert talk.balance() == 1_000_000


@each(
    ("time", "tz", "at"),
    [
        ("", 0, None),
        ("+0", 0, None),
        ("3101301200", 0, None),  # noon in Moscow is now, and now is not later than now
        ("3101301201", 0, datetime(2030, 1, 31, 9, 1, tzinfo=UTC)),
        ("3101301201", 2, None),  # one past ten in Moscow, where noon is two hours later
        ("3101301201", -2, datetime(2030, 1, 31, 11, 1, tzinfo=UTC)),
        ("3101301201,0", -2, datetime(2030, 1, 31, 9, 1, tzinfo=UTC)),
        ("9-21", 0, None),
        ("13-21", 0, datetime(2030, 1, 31, 10, 0, tzinfo=UTC)),
        ("9-12", 0, datetime(2030, 2, 1, 6, 0, tzinfo=UTC)),
        ("01896080460", 5, datetime(2030, 1, 31, 9, 1, tzinfo=UTC)),
        ("01896080400", 5, None),
    ],
)
def test_when_it_goes_out(time: str, tz: int, at: datetime | None) -> None:
    talk = Conversation(account(tz=tz))
    (message,) = talk.say(line(time=time)).messages
    assert message.at == at


@pytest.mark.parametrize(
    ("test", "accepted", "refused"),
    [("", False, True), (",,,0", False, True), (",,,1", True, True), (",,,2", False, True)],
)
def test_who_asks_is_told_and_who_is_refused(test: str, accepted: bool, refused: bool) -> None:
    talk = Conversation(account(undeliverable=frozenset({OTHER})))
    assert (talk.say(line(options=test)).reply is not None) == accepted
    assert (talk.say(line(options=test, phones=OTHER)).reply is not None) == refused
    assert talk.say(line(options=test, phones="7999x")).reply is not None


def test_the_reply_is_the_answer_as_a_line() -> None:
    talk = Conversation(account(undeliverable=frozenset({OTHER})))
    assert talk.say(line(options=",,,1", id="42")).reply == "OK - 1 SMS, ID - 42"
    outcome = talk.say(line(phones=OTHER, id="43"))
    assert isinstance(outcome.answer, Rejected)
    assert outcome.reply == f"ERROR = 8 ({outcome.answer.description}), ID - 43"


def test_a_null_sender_is_never_answered_though_its_request_counts() -> None:
    talk = Conversation()
    outcome = talk.say(line(options=",,,1"), sender="")
    assert (outcome.kind, outcome.reply) == ("accepted", None)
    assert talk.balance() == 999_999
    refused = talk.say("rubbish", sender="")
    assert (refused.kind, refused.reply) == ("refused", None)


@pytest.mark.parametrize(
    "text",
    [
        line(psw="top-secret"),
        line(psw="top-secret", phones="7999x"),
        "alex:top-secret",
        f"alex:top:secret::::{PHONE}:hi",
    ],
)
def test_no_password_is_in_an_outcome_or_a_state(text: str) -> None:
    talk = Conversation(account(secret=Plain("top-secret")))
    outcome = talk.say(text)
    shown = f"{outcome!r} {talk.state!r} {talk.state.accounts!r} {talk.facts!r}"
    assert "secret" not in shown.replace("secret=Plain(***)", "")


def test_a_clock_that_is_put_back() -> None:
    """What is remembered keeps its age, and goes on to pass; what is sent goes by the clock as it is now (R-CLOCK)."""
    ten_years = 315_360_000
    talk = Conversation()
    rows = "\n".join(f"{PHONE}:{n}" for n in range(48))
    assert talk.errors(line(), line(), line(rows, phones=""), at=ten_years) == [0, 0, 0]
    assert talk.errors(line(), line("ho"), at=0) == [9, 8]
    (message,) = talk.say(line("ho", time="+1", phones=OTHER)).messages
    assert message.at == NOON + timedelta(seconds=60)
    assert talk.errors(line(), at=59) == [9]
    assert talk.errors(line("ho"), at=119) == [8]
    assert talk.errors(line("hey"), at=120) == [0]
    talk.say("rubbish", at=1000)
    assert talk.state.kept == 0


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Conversation().say(line(), by=datetime(2030, 1, 31))
