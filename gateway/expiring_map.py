"""What is remembered for a while and then dropped, without ever being looked through."""

from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from rpds import HashTrieMap

Value = TypeVar("Value")

_AT_A_TIME = 2
"""Entries of what is gone that are let go of with each that is put: more than come, so that they come to an end."""


class ExpiringMap(Struct, Generic[Value], frozen=True):
    """Values by key, each kept for at least *window* after it was put, and for less than twice that once time goes on.

    There are two maps. What is put goes into the fresh one; when that is a window old, it becomes the stale one, and all
    that was stale is gone at once: nobody finds it. Whoever gets a value looks himself whether it still counts.
    """

    window: int
    """In the unit of all times here."""
    began: int = 0
    """When the fresh map was begun. What is in the stale one was put before, what is in this less than a window after."""
    fresh: "HashTrieMap[str, Value]" = HashTrieMap()
    stale: "HashTrieMap[str, Value]" = HashTrieMap()
    gone: "tuple[HashTrieMap[str, Value], ...]" = ()
    """What is still to be let go of. With a million entries that takes most of a second, so it is done along with the rest."""

    def at(self, now: int) -> "ExpiringMap[Value]":
        """The same at the time *now*, which is not earlier than any before."""
        age = now - self.began
        if age < self.window:
            return self
        if age < 2 * self.window:
            gone = _filled(*self.gone, self.stale)
            return replace(self, began=self.began + self.window, fresh=HashTrieMap(), stale=self.fresh, gone=gone)
        return ExpiringMap(self.window, now, gone=_filled(*self.gone, self.stale, self.fresh))

    def get(self, key: str) -> Value | None:
        """The value that was last put there, or ``None``."""
        value = self.fresh.get(key)
        return self.stale.get(key) if value is None else value

    def put(self, key: str, value: Value) -> "ExpiringMap[Value]":
        """With *value* there. The time of :meth:`at` is its own."""
        stale = self.stale.remove(key) if key in self.stale else self.stale
        gone = self.gone
        for _ in range(_AT_A_TIME):
            if gone:
                gone = _filled(*gone[:-1], gone[-1].remove(next(iter(gone[-1]))))
        return replace(self, fresh=self.fresh.insert(key, value), stale=stale, gone=gone)

    def __len__(self) -> int:
        """How many entries can be found."""
        return len(self.fresh) + len(self.stale)


def _filled(*maps: "HashTrieMap[str, Value]") -> "tuple[HashTrieMap[str, Value], ...]":
    return tuple(filter(len, maps))
