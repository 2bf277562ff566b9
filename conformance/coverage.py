"""Which case pins which clause, reading and number: the traceability of the corpus.

What follows from the cases is worked out here; what does not is in fixtures/coverage.json: why a rule has but one side, and
which cases stand around each number.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from ..fixtures import ROOT
from .corpus import Case
from .register import clauses, readings
from .values import JSON

Side = Literal["accepted", "refused"]
SIDES: tuple[Side, ...] = ("accepted", "refused")


class Lack(msgspec.Struct, frozen=True, rename={"sides": "lacks"}):
    """A rule that has no case on one side or on both, and why there can be none."""

    rule: str
    sides: tuple[Side, ...]
    why: str


class Shown(msgspec.Struct, frozen=True):
    """A case of level must, and what is accepted or refused in it; or the nearest that there is, and why no must can be."""

    case: str
    shows: str = ""
    declines: bool = False
    """Whether it is refused by being taken for something else, which is no error."""
    why: str = ""
    """Why no case of level must can show it. Then `case` is the one that comes nearest."""


class Pair(msgspec.Struct, frozen=True):
    """For a clause, a case that accepts, and one that refuses, what the clause is about."""

    clause: str
    accepts: Shown
    refuses: Shown

    @property
    def sides(self) -> dict[Side, Shown]:
        return {"accepted": self.accepts, "refused": self.refuses}


class Boundary(msgspec.Struct, frozen=True):
    """A number that bounds something, and the ids of cases one below, at, and one above it, or why there are none.

    `kind` is `most` where more is refused, `least` where less is, `only` where both are, and `turn` where something else
    changes, which `turn` says.
    """

    name: str
    number: int
    of: str
    kind: Literal["most", "least", "only", "turn"]
    rules: tuple[str, ...]
    below: tuple[str, ...] | str
    at: tuple[str, ...] | str
    above: tuple[str, ...] | str
    turn: str = ""

    @property
    def sides(self) -> dict[int, tuple[str, ...] | str]:
        """The cases, or the reason, by the number that is tried."""
        return {self.number - 1: self.below, self.number: self.at, self.number + 1: self.above}


class Unbounded(msgspec.Struct, frozen=True):
    """Numbers in the text of rules that bound nothing, by rule, and why."""

    why: str
    numbers: dict[str, tuple[int, ...]]


class Coverage(msgspec.Struct, frozen=True):
    """fixtures/coverage.json."""

    exceptions: tuple[Lack, ...]
    boundaries: tuple[Boundary, ...]
    unbounded: tuple[Unbounded, ...]
    pairs: tuple[Pair, ...] = ()


class RuleRow(msgspec.Struct, frozen=True):
    """A clause or reading, how binding it is, what it says, and the ids of the cases that pin it."""

    rule: str
    level: str
    text: str
    accepted: tuple[str, ...]
    refused: tuple[str, ...]
    lack: Lack | None = None
    must: frozenset[str] = frozenset()
    """Those of them that are a must."""

    def of(self, side: Side) -> tuple[str, ...]:
        return self.accepted if side == "accepted" else self.refused


def load_coverage() -> Coverage:
    return msgspec.json.decode((ROOT / "coverage.json").read_bytes(), type=Coverage)


def sides_of(case: Case) -> set[Side]:
    """What a case shows: that something is accepted, or refused.

    A case of serve shows by each OK that a request is accepted, by each ERROR that one is refused: perhaps both, and
    neither where nobody is answered.
    """
    if case.op != "serve":
        return {"accepted" if "ok" in case.expect else "refused"}
    replies: list[JSON] = case.expect["ok"]["replies"]
    texts = [reply.get("text") if isinstance(reply, dict) else reply for reply in replies]
    return {"refused" if text.startswith("ERROR") else "accepted" for text in texts if isinstance(text, str)}


def trace(cases: Sequence[Case], lacks: Iterable[Lack]) -> list[RuleRow]:
    """A row for each clause, then for each reading, as the registers have them."""
    pinned: dict[tuple[str, Side], list[str]] = {}
    for case in cases:
        for side in sides_of(case):
            for rule in case.basis:
                pinned.setdefault((rule, side), []).append(case.id)
    must = frozenset(case.id for case in cases if case.level == "must")
    why = {lack.rule: lack for lack in lacks}
    rules = [(clause.id, "must", clause.text) for clause in clauses().values()]
    rules += [(one.id, one.level, f"{one.question} {one.reading}") for one in readings().values()]
    return [
        RuleRow(
            rule,
            level,
            text,
            tuple(pinned.get((rule, "accepted"), ())),
            tuple(pinned.get((rule, "refused"), ())),
            why.get(rule),
            must,
        )
        for rule, level, text in rules
    ]


def gaps(cases: Sequence[Case], coverage: Coverage) -> list[str]:
    """What is missing, and which exceptions are none (any more), in words; empty where the corpus is complete."""
    rows = {row.rule: row for row in trace(cases, coverage.exceptions)}
    found = [
        f"{case.id} names {rule}, which is no clause and no reading"
        for case in cases
        for rule in case.basis
        if rule not in rows
    ]
    found += [
        f"an exception is made for {one.rule}, which there is not"
        for one in coverage.exceptions
        if one.rule not in rows
    ]
    for row in rows.values():
        excepted = row.lack.sides if row.lack else ()
        for side in SIDES:
            if not row.of(side) and side not in excepted:
                found.append(f"{row.rule} has no case that is {side}")
            if row.of(side) and side in excepted:
                found.append(f"{row.rule} needs no exception: {row.of(side)[0]} is {side}")
    ids = {case.id for case in cases}
    for boundary in coverage.boundaries:
        named = [name for side in boundary.sides.values() if not isinstance(side, str) for name in side]
        found += [f"{boundary.name} names {name}, which is no case" for name in named if name not in ids]
    return found
