"""One wrong testee: the reference codec with one believable bug."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from tests.support.zoo.reference import reference

Input = dict[str, Any]
Answer = dict[str, Any]
"""``{"ok": value}`` or ``{"error": {…}}``, as a testee writes it."""
Operation = Callable[[Input], Answer]
Bug = Callable[[Input, Operation], Answer]
"""An operation done wrongly; its second argument does it right."""


class Animal(NamedTuple):
    """A testee that is right but for one bug."""

    name: str
    bug: str
    """What its programmer did, in one sentence."""
    ops: tuple[str, ...]
    """The operations that show the bug."""
    caught_by: tuple[str, ...]
    """Cases of level must or should that the bug fails, named before the suite was run on it."""
    wrong: Bug

    def answer(self, op: str, given: Input) -> Answer:
        """What it answers to the question *op* with the input *given*."""
        right = partial(reference, op)
        return self.wrong(given, right) if op in self.ops else right(given)


ANIMALS: dict[str, Animal] = {}


def animal(*ops: str, caught_by: tuple[str, ...]) -> Callable[[Bug], Bug]:
    """Put the function into the zoo, under its own name; its docstring is the bug."""

    def admit(wrong: Bug) -> Bug:
        name = wrong.__name__.replace("_", "-")
        if name in ANIMALS:
            raise ValueError(f"there are two animals called {name}")
        ANIMALS[name] = Animal(name, str(wrong.__doc__), ops, caught_by, wrong)
        return wrong

    return admit
