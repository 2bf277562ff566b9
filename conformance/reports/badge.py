"""What a badge says of a run. Nothing in it is a testee's own text."""

from typing import NamedTuple

from ..record import Record
from ..results import COLUMNS, Column

LABEL = "smsmail conformance"

_WORDS: dict[Column, str] = {
    "passed": "passed",
    "deviating": "deviating",
    "failed": "failed",
    "known": "known to fail",
    "skipped": "skipped",
}


class Badge(NamedTuple):
    """A message, and its colour: `good` is green, `fair` yellow, `bad` red."""

    message: str
    mood: str


def badge_of(record: Record) -> Badge:
    """The counts that are not zero, so that a badge never hides what was skipped or is known to fail."""
    tally = record.tally
    if not tally.judged:
        return Badge("nothing judged", "bad")
    told = [f"{tally.total[column]} {_WORDS[column]}" for column in COLUMNS if tally.total[column]]
    if not tally.ok:
        return Badge(", ".join(told if tally.total["failed"] else [*told, "not well"]), "bad")
    flawed = tally.total["deviating"] or tally.total["known"] or tally.total["failed"]
    return Badge(", ".join(told), "fair" if flawed else "good")
