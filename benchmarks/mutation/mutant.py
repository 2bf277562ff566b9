"""A change to the codec, and what became of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from msgspec import Struct

Fate = Literal["killed", "survived", "does not start"]


class Mutant(Struct):
    """One change. It is done in a process that does nothing else afterwards."""

    file: str
    """Path from the root of the repository."""
    scope: str
    """The class and function, or the rule of the grammar, that it is in."""
    line: str
    """The line as it is written, without indentation."""
    change: str
    """What is changed into what."""
    number: int
    """The line's number; none of the key, since lines move."""
    apply: Callable[[], None]
    """Does it, in what :mod:`.world` loads next."""
    nth: int = 1
    """Which one it is of those that look alike."""

    @property
    def key(self) -> str:
        """What names it, however lines move."""
        again = f"  ({self.nth})" if self.nth > 1 else ""
        return f"{self.file}  {self.scope}  | {self.line} |  {self.change}{again}"


class Trial(Struct):
    """What became of a mutant."""

    key: str
    fate: Fate
    by: str = ""
    """The case that killed it."""
    level: str = ""
    """The level of that case; none of level must or should kills a mutant that one of level may kills."""
    how: str = ""
    witness: str = ""
    """Of a survivor: an input that it answers otherwise, or ``none`` where all that were tried are answered alike."""


def numbered(mutants: Iterable[Mutant]) -> Iterator[Mutant]:
    """*mutants*, with those that look alike told apart."""
    seen = Counter[str]()
    for one in mutants:
        seen[one.key] += 1
        one.nth = seen[one.key]
        yield one
