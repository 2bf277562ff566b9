"""What is kept does not grow with the number of mails, neither in the state nor in a store (C-DUP, C-FLOOD)."""

import pytest

from smsmail.gateway import Fact
from tests.support.conversation import Conversation, line

REQUESTS = 3000
A_SECOND_EACH = 1
LONGEST_KEPT = 2 * 60 + 2 * 120
"""One request and one number a second, each kept for at most twice as long as it matters."""


def test_a_long_run_of_distinct_requests_leaves_no_more_than_a_short_one() -> None:
    talk = Conversation()
    kept: list[int] = []
    for n in range(REQUESTS):
        assert talk.errors(line(f"{n}", phones=f"7999{n:07}"), at=n * A_SECOND_EACH) == [0]
        kept.append(talk.state.kept)
    assert max(kept) <= LONGEST_KEPT
    assert kept[-1] >= 60 + 120, "and what still matters is there"


def test_what_matters_no_more_is_gone_with_the_next_mail_however_late_it_comes() -> None:
    talk = Conversation()
    for n in range(500):
        talk.say(line(f"{n}", phones=f"7999{n:07}"))
    assert talk.state.kept == 1000
    talk.say("rubbish", at=86_400)
    assert talk.state.kept == 0


@pytest.mark.parametrize(("at", "repeats", "chains"), [(119, 1, 1), (120, 0, 1), (239, 0, 1), (240, 0, 0)])
def test_nothing_is_kept_for_twice_as_long_as_it_matters(at: float, repeats: int, chains: int) -> None:
    talk = Conversation()
    talk.say(line())
    talk.say("rubbish", at=at)
    assert (len(talk.state.repeats), len(talk.state.chains)) == (repeats, chains)


def test_nor_is_it_where_a_mail_comes_now_and_then() -> None:
    talk = Conversation()
    talk.say(line())
    for at in (119, 120, 239, 240):
        talk.say("rubbish", at=at)
        assert (len(talk.state.repeats), len(talk.state.chains)) == (at < 120, at < 240)


def test_a_number_that_is_written_to_again_and_again_is_kept_once() -> None:
    talk = Conversation()
    for n in range(300):
        # Of each 52 the last two are refused, and the chain ends with them.
        assert talk.errors(line(f"{n}"), at=50 * n) == [0 if n % 52 < 50 else 8]
        assert len(talk.state.chains) == 1


def test_refused_requests_are_not_kept() -> None:
    talk = Conversation()
    for n in range(200):
        talk.say(line(f"{n}", phones="7999x"))
        talk.say(line(f"{n}", psw=f"{n}"))
        talk.say(f"{n}")
    assert talk.state.kept == 0


def test_a_store_that_deletes_what_no_longer_matters_does_not_grow_either() -> None:
    talk = Conversation()
    store: dict[str, Fact] = {}
    sizes: list[int] = []
    for n in range(REQUESTS):
        outcome = talk.say(line(f"{n}", phones=f"7999{n:07}"), at=n * A_SECOND_EACH)
        assert len(outcome.changes) <= 5, "clock, next id, balance, repeat, chain"
        store |= {fact.key: fact for fact in outcome.changes}
        clock = talk.state.clock
        store = {key: fact for key, fact in store.items() if fact.until is None or fact.until > clock}
        sizes.append(len(store))
    assert max(sizes) <= 3 + 60 + 120
