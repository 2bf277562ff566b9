"""The state as facts, one for each thing that can change: what a durable store keeps."""

from collections.abc import Iterable

from msgspec import Struct

from .clock import SECOND
from .model import Fact

REPEAT_WINDOW = 60 * SECOND
"""From when on an accepted request is no longer one that can be repeated (C-DUP, R-DUPCOUNT)."""

CHAIN_WINDOW = 120 * SECOND
"""How long after a message to a number the next one begins a new chain (C-FLOOD, R-FLOODCOUNT)."""

Times = tuple[int, ...]
"""When the same request was accepted, in order; never empty."""


class Chain(Struct, frozen=True):
    """Messages to one number, each less than a window after the one before."""

    count: int
    last: int
    """When the last of them was accepted."""


class Remembered(Struct):
    """What facts say together. Those that no longer matter are left out."""

    balances: dict[str, int]
    repeats: dict[str, Times]
    chains: dict[str, Chain]
    next_id: int = 1
    clock: int = 0
    seen: int = 0


def of_balance(login: str, balance: int) -> Fact:
    return Fact(f"balance:{login}", str(balance), None)


def of_repeat(fingerprint: str, times: Times) -> Fact:
    return Fact(f"repeat:{fingerprint}", " ".join(map(str, times)), times[-1] + REPEAT_WINDOW)


def of_chain(subscriber: str, chain: Chain) -> Fact:
    return Fact(f"chain:{subscriber}", f"{chain.count} {chain.last}", chain.last + CHAIN_WINDOW)


def of_next_id(next_id: int) -> Fact:
    return Fact("next_id:", str(next_id), None)


def of_clock(clock: int, seen: int) -> Fact:
    return Fact("clock:", f"{clock} {seen}", None)


def remembered(facts: Iterable[Fact]) -> Remembered:
    """What *facts*, in the order in which they were given, say. Raises :class:`ValueError` for one that is none."""
    last = {fact.key: fact for fact in facts}
    told = Remembered({}, {}, {})
    if "clock:" in last:
        _read(told, last["clock:"])
    for fact in last.values():
        if fact.until is None or fact.until > told.clock:
            _read(told, fact)
    return told


def _read(told: Remembered, fact: Fact) -> None:
    kind, colon, name = fact.key.partition(":")
    numbers = tuple(map(int, fact.value.split()))
    match kind + colon, numbers:
        case "balance:", (balance,):
            told.balances[name] = balance
        case "repeat:", (_, *_):
            told.repeats[name] = numbers
        case "chain:", (count, at):
            told.chains[name] = Chain(count, at)
        case "next_id:", (next_id,):
            told.next_id = next_id
        case "clock:", (clock, *seen) if len(seen) <= 1:
            told.clock, told.seen = clock, seen[0] if seen else clock  # version 0.1.0 has one number
        case _:
            raise ValueError(f"{fact.key!r} is no fact of a state, or not with the value {fact.value!r}")
