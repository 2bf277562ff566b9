"""What the clauses say and how their gaps are read: the texts that cases refer to by id."""

import msgspec

from ..fixtures import ROOT


class Clause(msgspec.Struct, frozen=True):
    """A statement of the vendor's description, in this project's words."""

    id: str
    text: str


class Reading(msgspec.Struct, frozen=True):
    """A question the description leaves open, and how it is answered here."""

    id: str
    question: str
    reading: str
    why: str
    level: str


class _Clauses(msgspec.Struct):
    clauses: list[Clause]


class _Readings(msgspec.Struct):
    readings: list[Reading]


def load_clauses() -> dict[str, Clause]:
    content = (ROOT / "clauses.json").read_bytes()
    return {clause.id: clause for clause in msgspec.json.decode(content, type=_Clauses).clauses}


def load_readings() -> dict[str, Reading]:
    content = (ROOT / "readings.json").read_bytes()
    return {entry.id: entry for entry in msgspec.json.decode(content, type=_Readings).readings}
