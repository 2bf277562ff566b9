"""Languages of the grammar as finite automata, to prove what tests can only sample.

A language here is what a rule describes as a formal grammar. The guards of the terminals (``(?!…)``), which tell a lexer
to take a value whole, are left out: they say what follows a value, and the rules around it say that already.

The automata are made deterministic only where a question leads, and characters that no range of the grammar tells apart
are tried once; so a whole line, with its counted repetitions, is answered for in seconds.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Callable
from functools import cache

from smsmail.grammar.syntax import (
    LAST_CHARACTER,
    Alt,
    Characters,
    Chars,
    Node,
    NotBefore,
    Ref,
    Repeat,
    Seq,
    definitions,
)

State = frozenset[int]
NOWHERE: State = frozenset()

MOST_STATES = 50_000
"""More than ten times what any question about the grammar takes; in an ambiguous one there is no end to them."""


class Automaton:
    """A nondeterministic automaton for *node*, read as sets of states."""

    def __init__(self, node: Node):
        self._silent: list[list[int]] = []
        self._steps: list[list[tuple[int, int, int]]] = []
        start, self._end = self._state(), self._state()
        self._add(node, start, self._end)
        self.start = self._closed(start)

    @property
    def bounds(self) -> set[int]:
        """Every character at which some range begins, or that is the first after one."""
        return {bound for steps in self._steps for low, high, _ in steps for bound in (low, high + 1)}

    def accepts(self, states: State) -> bool:
        return self._end in states

    def after(self, states: State, character: int) -> State:
        left, moves = self._moves(character)
        reached = [moves[one] for one in states & left]
        return reached[0].union(*reached[1:]) if reached else NOWHERE

    @cache  # noqa: B019
    def _moves(self, character: int) -> tuple[State, dict[int, State]]:
        """The states that the character leads out of, and where to."""
        moves = {
            number: frozenset[int]().union(*(self._closed(to) for low, high, to in steps if low <= character <= high))
            for number, steps in enumerate(self._steps)
            if any(low <= character <= high for low, high, _ in steps)
        }
        return frozenset(moves), moves

    @cache  # noqa: B019
    def _closed(self, start: int) -> State:
        states, waiting = {start}, [start]
        while waiting:
            for one in self._silent[waiting.pop()]:
                if one not in states:
                    states.add(one)
                    waiting.append(one)
        return frozenset(states)

    def _state(self) -> int:
        self._silent.append([])
        self._steps.append([])
        return len(self._steps) - 1

    def _add(self, node: Node, start: int, end: int) -> None:
        match node:
            case Ref(name):
                self._add(definitions()[name].node, start, end)
            case Characters(text):
                self._chain([Chars(((ord(one), ord(one)),)) for one in text], start, end)
            case Chars(ranges):
                self._steps[start] += [(low, high, end) for low, high in ranges]
            case Seq(parts):
                self._chain(list(parts), start, end)
            case Alt(options):
                for option in options:
                    self._add(option, start, end)
            case Repeat(part, least, None):
                loop = self._state()
                self._chain([part] * least, start, loop)
                back = self._state()
                self._add(part, loop, back)
                self._silent[back].append(loop)
                self._silent[loop].append(end)
            case Repeat(part, least, most):
                for _ in range(most or 0):
                    following = self._state()
                    self._add(part, start, following)
                    if least <= 0:
                        self._silent[start].append(end)
                    start, least = following, least - 1
                self._silent[start].append(end)
            case NotBefore():
                self._silent[start].append(end)

    def _chain(self, parts: list[Node] | list[Chars], start: int, end: int) -> None:
        for part in parts:
            following = self._state()
            self._add(part, start, following)
            start = following
        self._silent[start].append(end)


@cache
def language(*rules: str) -> Automaton:
    """The texts that any of the *rules* (or terminals) describes."""
    return Automaton(Alt(tuple(map(Ref, rules))))


def common_text(one: Automaton, other: Automaton) -> str | None:
    """A shortest text that both languages have, or ``None`` if they are disjoint."""
    return _search(one, other, lambda mine, yours: mine and yours, lambda mine, yours: bool(mine and yours))


def text_outside(one: Automaton, other: Automaton) -> str | None:
    """A shortest text of *one* that *other* lacks, or ``None`` if *one* is a subset of *other*."""
    return _search(one, other, lambda mine, yours: mine and not yours, lambda mine, _: bool(mine))


def difference(one: Automaton, other: Automaton) -> str | None:
    """A shortest text of just one of them, or ``None`` if they are the same language."""
    return _search(one, other, lambda mine, yours: mine != yours, lambda mine, yours: bool(mine or yours))


def _search(
    one: Automaton, other: Automaton, found: Callable[[bool, bool], bool], hopeful: Callable[[State, State], bool]
) -> str | None:
    # One character of each class, the readable ones first, so that a text is readable where it can be.
    bounds = sorted({0} | one.bounds | other.bounds)
    readable = {bisect_right(bounds, ord(character)): ord(character) for character in "zZ5a"}
    alphabet = [readable.get(index, bound) for index, bound in enumerate(bounds, 1) if bound <= LAST_CHARACTER]
    alphabet.sort(key=lambda character: (not chr(character).isalnum(), not 0x20 <= character < 0x7F, character))
    start = (one.start, other.start)
    seen = {start}
    waiting = deque([(start, "")])
    while waiting:
        (mine, yours), text = waiting.popleft()
        if found(one.accepts(mine), other.accepts(yours)):
            return text
        for character in alphabet:
            pair = (one.after(mine, character), other.after(yours, character))
            if hopeful(*pair) and pair not in seen:
                seen.add(pair)
                assert len(seen) < MOST_STATES, f"too many ways to read {text!r}: the grammar is ambiguous there"
                waiting.append((pair, text + chr(character)))
    return None
