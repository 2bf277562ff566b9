"""One mail's transaction: what is looked up in a state, and what is changed in it."""

from datetime import datetime

from msgspec.structs import replace

from . import facts
from .account import Account
from .clock import instant, micros
from .facts import CHAIN_WINDOW, REPEAT_WINDOW, Chain, Times
from .model import Fact
from .state import State

_LARGEST_ID = 2_147_483_647


class Transaction:
    """A state at the time of a mail, and each change to it as the fact that a store has to write."""

    def __init__(self, state: State, now: datetime):
        seen = micros(now)
        # What was remembered before the clock was put back keeps the age that it had then.
        clock = state.clock + max(0, seen - state.seen)
        self.state = replace(
            state, clock=clock, seen=seen, repeats=state.repeats.at(clock), chains=state.chains.at(clock)
        )
        self.changes: list[Fact] = [facts.of_clock(clock, seen)] if seen != state.seen else []

    @property
    def now(self) -> datetime:
        """The time of the mail."""
        return instant(self.state.seen)

    def assigned_id(self) -> str:
        """The next id of the server's own (C-ID, R-IDAUTO)."""
        id = self.state.next_id
        self.state = replace(self.state, next_id=id % _LARGEST_ID + 1)
        self.changes.append(facts.of_next_id(self.state.next_id))
        return str(id)

    def balance(self, account: Account) -> int:
        """What is left in *account*."""
        return self.state.balances.get(account.login, account.balance)

    def charge(self, account: Account, amount: int) -> None:
        """Take *amount* from the balance, which suffices."""
        left = self.balance(account) - amount
        self.state = replace(self.state, balances=self.state.balances.insert(account.login, left))
        self.changes.append(facts.of_balance(account.login, left))

    def repeats(self, fingerprint: str) -> Times:
        """When the same request was accepted, if that still counts (R-DUPCOUNT)."""
        return tuple(at for at in self.state.repeats.get(fingerprint) or () if self.state.clock - at < REPEAT_WINDOW)

    def note_acceptance(self, fingerprint: str) -> None:
        """Let the request be one that can be repeated."""
        times = (*self.repeats(fingerprint), self.state.clock)
        self.state = replace(self.state, repeats=self.state.repeats.put(fingerprint, times))
        self.changes.append(facts.of_repeat(fingerprint, times))

    def chain(self, account: Account, number: str) -> int:
        """How many messages from *account* to *number* are in the chain that the next one continues (R-FLOODCOUNT)."""
        chain = self.state.chains.get(_subscriber(account, number))
        return chain.count if chain and self.state.clock - chain.last < CHAIN_WINDOW else 0

    def lengthen_chain(self, account: Account, number: str, messages: int) -> None:
        """Count that many more *messages* from *account* to *number*."""
        chain = Chain(self.chain(account, number) + messages, self.state.clock)
        subscriber = _subscriber(account, number)
        self.state = replace(self.state, chains=self.state.chains.put(subscriber, chain))
        self.changes.append(facts.of_chain(subscriber, chain))


def _subscriber(account: Account, number: str) -> str:
    return f"{account.login}:{number}"
