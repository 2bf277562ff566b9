"""The rule on floods: fifty messages to one number with short breaks (C-FLOOD, R-FLOODCOUNT)."""

import pytest

from tests.support.conversation import PHONE, Conversation, account, line

OTHER = "79990000001"


def rows(count: int, phone: str = PHONE, first: int = 0) -> str:
    """A request with that many messages to one number."""
    return line("\n".join(f"{phone}:{n}" for n in range(first, first + count)), phones="")


def texts(count: int) -> list[str]:
    return [line(f"{n}") for n in range(count)]


def test_fifty_are_accepted_and_no_more() -> None:
    assert Conversation().errors(*texts(52)) == [0] * 50 + [8, 8]


@pytest.mark.parametrize(("at", "error"), [(119, 8), (119.999999, 8), (120, 0), (121, 0)])
def test_the_chain_ends_with_a_break_of_two_minutes(at: float, error: int) -> None:
    talk = Conversation()
    assert talk.errors(rows(50)) == [0]
    assert talk.errors(line(), at=at) == [error]


def test_the_breaks_count_and_not_the_whole_time() -> None:
    talk = Conversation()
    answers = [talk.errors(text, at=119 * n)[0] for n, text in enumerate(texts(51))]
    assert answers == [0] * 50 + [8]


def test_what_is_refused_neither_lengthens_the_chain_nor_keeps_it_alive() -> None:
    talk = Conversation()
    assert talk.errors(rows(50)) == [0]
    assert [talk.errors(text, at=at)[0] for text, at in zip(texts(3), (60, 119, 120), strict=True)] == [8, 8, 0]


def test_after_a_break_there_is_room_for_fifty_again() -> None:
    talk = Conversation()
    assert talk.errors(rows(50)) == [0]
    assert talk.errors(rows(50), line(), at=120) == [0, 8]


def test_a_number_counts_as_often_as_it_is_named() -> None:
    twice = line(phones=f"{PHONE},+{PHONE}")
    talk = Conversation()
    assert talk.errors(rows(49), twice, line(), line("ho")) == [0, 8, 0, 8]


def test_one_request_can_be_too_much() -> None:
    assert Conversation().errors(rows(51)) == [8]
    assert Conversation().errors(line(phones=",".join([PHONE] * 51))) == [8]


@pytest.mark.parametrize("phone", [f"+{PHONE}", "7-999-123-45-67"])
def test_a_number_is_the_same_in_any_spelling(phone: str) -> None:
    assert Conversation().errors(rows(50), line(phones=phone)) == [0, 8]


def test_other_numbers_and_accounts_have_chains_of_their_own() -> None:
    talk = Conversation(account(), account(login="bob"))
    assert talk.errors(rows(50), line(phones=OTHER), line(login="bob"), line()) == [0, 0, 0, 8]


def test_one_number_refuses_the_whole_request() -> None:
    """And then nothing of it counts."""
    talk = Conversation()
    both = line(phones=f"{OTHER},{PHONE}")
    assert talk.errors(rows(50), both) == [0, 8]
    assert talk.errors(rows(50, OTHER)) == [0]


def test_parts_do_not_count_and_neither_do_the_members_of_groups() -> None:
    talk = Conversation(account(groups={"G1": 100}))
    long = "x" * 1000
    assert talk.errors(*(line(f"{n}{long[:900]}") for n in range(50))) == [0] * 50
    assert talk.errors(*(line(f"{n}", phones="G1") for n in range(60))) == [0] * 60


def test_a_scheduled_message_counts_when_it_is_accepted() -> None:
    talk = Conversation()
    assert talk.errors(*(line(f"{n}", time=f"+{n * 60 + 60}") for n in range(51))) == [0] * 50 + [8]


def test_forwarded_mails_count_too() -> None:
    talk = Conversation(account(forward=(PHONE,)))
    assert talk.errors(rows(49)) == [0]
    forwarded = [talk.say("alarm", to="alex@send.smscentre.com").kind for _ in range(2)]
    assert forwarded == ["forwarded", "not_forwarded"]
    assert talk.errors(line()) == [8]
