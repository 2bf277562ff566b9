"""Everything that has an id and can be cited: clauses, readings, rules and cases, and what each has to do with others."""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Literal

import msgspec

from ..codec import RULES, Rule
from ..conformance import Case, load_cases
from ..conformance.register import Clause as BareClause
from ..conformance.register import Reading as BareReading
from ..fixtures import ROOT

if TYPE_CHECKING:
    from ..grammar.syntax import Definition

Kind = Literal["clause", "reading", "rule", "case"]


class Clause(BareClause, frozen=True):
    """A statement of the vendor's description, and the part of the protocol that it belongs to."""

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


class Reading(BareReading, frozen=True):
    """A question the description leaves open, its answer here, and what else it has been or could be taken for."""

    clauses: tuple[str, ...]
    """The clauses that it interprets."""
    alternatives: tuple[str, ...] = ()
    """Other answers that were weighed, each with what speaks against it."""
    evidence: tuple[Evidence, ...] = ()
    """What public material says, for and against."""


class _Clauses(msgspec.Struct):
    clauses: list[Clause]


class _Readings(msgspec.Struct):
    readings: list[Reading]


@cache
def clauses() -> dict[str, Clause]:
    """Every clause by its id, in the order of the index."""
    content = (ROOT / "clauses.json").read_bytes()
    return {clause.id: clause for clause in msgspec.json.decode(content, type=_Clauses).clauses}


@cache
def readings() -> dict[str, Reading]:
    """Every reading by its id, in the order of the register."""
    content = (ROOT / "readings.json").read_bytes()
    return {reading.id: reading for reading in msgspec.json.decode(content, type=_Readings).readings}


@cache
def cases() -> dict[str, Case]:
    """Every case by its id, in order."""
    return {case.id: case for case in load_cases()}


def readings_of(clause: str) -> list[Reading]:
    """The readings that interpret a clause."""
    return [reading for reading in readings().values() if clause in reading.clauses]


def rules_on(id: str) -> list[Rule]:
    """The rules of the codec that rest on a clause or reading."""
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
    for level in ("must", "should", "may"):
        for case in cases().values():
            if case.level == level:
                for id in case.clauses + case.readings:
                    found.setdefault(id, []).append(case)
    return found


def beside(id: str, all_of_them: Iterable[str]) -> list[str]:
    """What stands before and behind *id*."""
    names = list(all_of_them)
    place = names.index(id)
    return names[max(place - 1, 0) : place] + names[place + 1 : place + 2]


def find(id: str) -> tuple[Kind, str] | None:
    """Of which kind *id* is, with its exact spelling; case and a leading ``#`` of an anchor do not matter."""
    plain = id.strip().removeprefix("#")
    where: tuple[tuple[Kind, str, Iterable[str]], ...] = (
        ("clause", plain.upper(), clauses()),
        ("reading", plain.upper(), readings()),
        ("rule", plain.lower(), RULES),
        ("case", plain.lower().rstrip("/"), cases()),
    )
    return next(((kind, name) for kind, name, known in where if name in known), None)


def every_id() -> list[str]:
    """All that :func:`find` finds, exactly spelled."""
    return [*clauses(), *readings(), *RULES, *cases()]
