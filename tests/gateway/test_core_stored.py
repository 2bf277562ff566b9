"""A state that is built again from what a store has kept of it (see also the state machine)."""

from smsmail.gateway import Fact
from tests.support.conversation import PHONE, Conversation, account, line


def purged(talk: Conversation) -> list[Fact]:
    """What a store has kept that deletes all that no longer matters."""
    last = {fact.key: fact for fact in talk.facts}
    return [fact for fact in last.values() if fact.until is None or fact.until > talk.state.clock]


def test_money_stays_spent_whatever_the_account_began_with() -> None:
    talk = Conversation(account(balance=3))
    assert talk.errors(line()) == [0]
    talk.restart(account(balance=100))
    assert talk.balance() == 2


def test_an_account_that_is_new_begins_with_its_own_balance() -> None:
    talk = Conversation(account())
    talk.say(line())
    talk.restart(account(), account(login="bob", balance=7))
    assert (talk.balance(), talk.balance("bob")) == (999_999, 7)


def test_repeats_and_chains_are_remembered() -> None:
    talk = Conversation()
    rows = "\n".join(f"{PHONE}:{n}" for n in range(48))
    assert talk.errors(line(), line(), line(rows, phones="")) == [0, 0, 0]
    talk.restart(account())
    assert talk.errors(line(), line("ho"), at=59) == [9, 8]


def test_each_time_of_a_repeat_is_remembered() -> None:
    talk = Conversation()
    assert [talk.errors(line(), at=at) for at in (0, 59)] == [[0], [0]]
    talk.say("rubbish", at=61)
    talk.facts = purged(talk)
    talk.restart(account())
    assert [talk.errors(line(), at=at) for at in (62, 63)] == [[0], [9]]


def test_ids_and_the_clock_go_on() -> None:
    talk = Conversation()
    assert talk.answer(line(), at=100).id == "1"
    talk.restart(account())
    assert talk.answer(line()).id == "2"
    assert talk.errors(line(), at=0) == [9], "the clock may be put back, time goes on from where it was"


def test_what_no_longer_matters_is_not_built_again() -> None:
    talk = Conversation()
    talk.say(line())
    talk.say("rubbish", at=86_400)
    talk.restart(account())
    assert talk.state.kept == 0


def test_the_order_of_the_facts_matters_for_those_of_one_key_only() -> None:
    talk = Conversation()
    for n in range(5):
        talk.say(line(f"{n}"), at=n)
    talk.facts = purged(talk)[::-1]
    talk.restart(account())
    assert talk.answer(line(), at=5).id == "6"
    assert talk.balance() == 999_994
