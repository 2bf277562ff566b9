"""In which order a mutant meets the cases: first those that go through the line that it changes."""

import os
import pickle
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile
from types import FrameType
from typing import Any

from smsmail.conformance import Case

from .mutant import Mutant
from .trial import Examination
from .world import World

Lines = dict[tuple[str, int], set[int]]
"""The cases, by their places, that go through a line of a file."""


_WITHOUT_GRAMMAR = frozenset({"segment", "decode_mail"})
"""The operations that no expression of the grammar has a part in."""


class Order:
    """The cases, those that kill soonest first."""

    def __init__(self, root: Path, world: World, cases: Sequence[Case], lines: Sequence[bytes]):
        self._through = _traced(root, world, cases, lines)
        self._files: dict[str, set[int]] = {}
        for (file, _), through in self._through.items():
            self._files.setdefault(file, set()).update(through)
        self._cases = cases
        self._places = {case.id: place for place, case in enumerate(cases)}
        self._killers: dict[tuple[str, str], set[int]] = {}
        # Neighbours are alike, and one of them will do at first.
        self._shuffled = list(range(len(cases)))
        random.Random(0).shuffle(self._shuffled)  # noqa: S311

    def of(self, mutant: Mutant) -> list[int]:
        """The places of the cases for *mutant*: all that go through its line, where it is a line that is gone through.

        Cases of level may come behind the others, so that they kill what no other does; among the rest, what killed a
        neighbour comes first.
        """
        through = self._through.get((mutant.file, mutant.number), set())
        killers = self._killers.get((mutant.file, mutant.scope), set())
        if mutant.file.startswith("grammar/"):
            places = [place for place in self._shuffled if self._cases[place].op not in _WITHOUT_GRAMMAR]
        elif through and mutant.scope.endswith("()"):
            places = [place for place in self._shuffled if place in through]
        else:
            # A line of a module or a class is gone through before any case.
            places = self._shuffled
            through = through or self._files.get(mutant.file, set())
        return sorted(
            places, key=lambda place: (self._cases[place].level == "may", place not in killers, place not in through)
        )

    def learn(self, mutant: Mutant, killer: str) -> None:
        """Remember which case killed *mutant*."""
        if killer in self._places:
            self._killers.setdefault((mutant.file, mutant.scope), set()).add(self._places[killer])


def _traced(root: Path, world: World, cases: Sequence[Case], lines: Sequence[bytes]) -> Lines:
    """Which cases go through which lines, found in a process of its own."""
    with TemporaryFile() as file:
        child = os.fork()
        if not child:
            pickle.dump(_trace(root, world, cases, lines), file)
            file.flush()
            os._exit(0)
        os.waitpid(child, 0)
        file.seek(0)
        return pickle.load(file)  # noqa: S301


def _trace(root: Path, world: World, cases: Sequence[Case], lines: Sequence[bytes]) -> Lines:
    serve = world.testee()
    through: Lines = {}
    places = {case.id: place for place, case in enumerate(cases)}
    current = 0
    codec = str(root / "codec")

    def before(case: Case) -> None:
        nonlocal current
        current = places[case.id]

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if not frame.f_code.co_filename.startswith(codec):
            return None
        if event in ("call", "line"):
            file = os.path.relpath(frame.f_code.co_filename, root)
            through.setdefault((file, frame.f_lineno), set()).add(current)
        return trace

    examination = Examination(cases, lines, before)
    sys.settrace(trace)
    try:
        serve(examination, examination)
    finally:
        sys.settrace(None)
    return through
