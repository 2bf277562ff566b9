"""Everything that has an id and can be cited: clauses, readings, rules and cases, and what each has to do with others."""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Literal

import msgspec

from ..fixtures import ROOT
from .corpus import LEVELS, Case, became, load_cases

if TYPE_CHECKING:
    from ..codec import Rule
    from ..grammar.syntax import Definition

Citable = Literal["clause", "reading", "rule", "case"]


class Clause(msgspec.Struct, frozen=True):
    """A statement of the vendor's description, in this project's words, and the part of the protocol it belongs to."""

    id: str
    text: str
    section: Literal["transport", "request", "reply", "server"]
    sentences: tuple[str, ...] = ()
    """The sentences of the vendor's page that it states, as fixtures/source.json numbers them."""


class Evidence(msgspec.Struct, frozen=True):
    """What public material says of a question."""

    kind: Literal["vendor page", "vendor library", "third-party client", "standard", "none found"]
    shows: str
    relation: Literal["confirms", "refines", "contradicts"] | None = None

    def __str__(self) -> str:
        return f"{self.kind}{f' {self.relation}' if self.relation else ''}: {self.shows}"


class RegisteredReading(msgspec.Struct, frozen=True):
    """A question the description leaves open, and how it is answered here."""

    id: str
    question: str
    reading: str
    why: str
    level: str
    clauses: tuple[str, ...]
    """The clauses that it interprets."""
    alternatives: tuple[str, ...] = ()
    """Other answers that were weighed, each with what speaks against it."""
    evidence: tuple[Evidence, ...] = ()
    """What public material says, for and against."""


class _Register(msgspec.Struct):
    clauses: list[Clause] = []
    readings: list[RegisteredReading] = []


def _read(name: str) -> _Register:
    return msgspec.json.decode((ROOT / name).read_bytes(), type=_Register)


@cache
def clauses() -> dict[str, Clause]:
    """Every clause by its id, in the order of the index."""
    return {clause.id: clause for clause in _read("clauses.json").clauses}


@cache
def readings() -> dict[str, RegisteredReading]:
    """Every reading by its id, in the order of the register."""
    return {reading.id: reading for reading in _read("readings.json").readings}


@cache
def cases() -> dict[str, Case]:
    """Every case by its id, in order."""
    return {case.id: case for case in load_cases()}


def readings_of(clause: str) -> list[RegisteredReading]:
    """The readings that interpret a clause."""
    return [reading for reading in readings().values() if clause in reading.clauses]


def rules_on(id: str) -> "list[Rule]":
    """The rules of the codec that rest on a clause or reading."""
    from ..codec import RULES  # No run of the suite shall wait for the codec to load.

    return [rule for rule in RULES.values() if id in (rule.clause, rule.reading)]


def grammar_on(id: str) -> "list[Definition]":
    """The rules and terminals of the grammar that state a clause or follow a reading."""
    from ..grammar.syntax import definitions  # Lark is slow to load.

    return [definition for definition in definitions().values() if id in definition.basis]


def cases_on(id: str) -> list[Case]:
    """The cases that rest on a clause or reading, the most binding first."""
    return _cases_by_basis().get(id, [])


@cache
def _cases_by_basis() -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = {}
    for level in LEVELS:
        for case in cases().values():
            if case.level == level:
                for id in case.basis:
                    found.setdefault(id, []).append(case)
    return found


def beside(id: str, all_of_them: Iterable[str]) -> list[str]:
    """What stands before and behind *id*."""
    names = list(all_of_them)
    place = names.index(id)
    return names[max(place - 1, 0) : place] + names[place + 1 : place + 2]


def find(id: str) -> tuple[Citable, str] | None:
    """Of which kind *id* is, with its exact spelling; case and a leading ``#`` of an anchor do not matter."""
    from ..codec import RULES  # as above

    plain = id.strip().removeprefix("#")
    case = plain.lower().rstrip("/")
    where: tuple[tuple[Citable, str, Iterable[str]], ...] = (
        ("clause", plain.upper(), clauses()),
        ("reading", plain.upper(), readings()),
        ("rule", plain.lower(), RULES),
        ("case", became(cases().values()).get(case, case), cases()),
    )
    return next(((kind, name) for kind, name, known in where if name in known), None)


def every_id() -> list[str]:
    """All that :func:`find` finds, exactly spelled."""
    from ..codec import RULES  # as above

    return [*clauses(), *readings(), *RULES, *cases()]
