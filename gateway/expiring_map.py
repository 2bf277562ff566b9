"""What is remembered for a while and then dropped, without ever being looked through."""

from typing import Generic, TypeVar

from msgspec import Struct
from msgspec.structs import replace
from rpds import HashTrieMap

Value = TypeVar("Value")


class ExpiringMap(Struct, Generic[Value], frozen=True):
    """Values by key, each kept for at least *window* after it was put, and for less than twice that once time goes on.

    There are two maps. What is put goes into the fresh one; when that is a window old, it becomes the stale one, and all
    that was stale is dropped at once. Whoever gets a value looks himself whether it still counts.
    """

    window: int
    """In the unit of all times here."""
    began: int = 0
    """When the fresh map was begun. What is in the stale one was put before, what is in this less than a window after."""
    fresh: "HashTrieMap[str, Value]" = HashTrieMap()
    stale: "HashTrieMap[str, Value]" = HashTrieMap()

    def at(self, now: int) -> "ExpiringMap[Value]":
        """The same at the time *now*, which is not earlier than any before."""
        age = now - self.began
        if age < self.window:
            return self
        if age < 2 * self.window:
            return replace(self, began=self.began + self.window, fresh=HashTrieMap(), stale=self.fresh)
        return ExpiringMap(self.window, now)

    def get(self, key: str) -> Value | None:
        """The value that was last put there, or ``None``."""
        value = self.fresh.get(key)
        return self.stale.get(key) if value is None else value

    def put(self, key: str, value: Value) -> "ExpiringMap[Value]":
        """With *value* there. The time of :meth:`at` is its own."""
        stale = self.stale.remove(key) if key in self.stale else self.stale
        return replace(self, fresh=self.fresh.insert(key, value), stale=stale)

    def __len__(self) -> int:
        """How many entries are kept."""
        return len(self.fresh) + len(self.stale)
