"""What a matrix takes from the report of one run."""

from typing import NamedTuple

import msgspec

from ..results import COLUMNS, Column


class Cell(NamedTuple):
    """What one implementation did with one case."""

    column: Column
    observed: str
    reason: str = ""

    def __str__(self) -> str:
        """In words: the column, and behind it what was observed where the column does not say it."""
        says_more = self.observed not in ("as-expected", "skipped")
        return f"{self.column}: {self.observed}" if says_more else self.column


class About(msgspec.Struct, frozen=True):
    """What a report says of a case itself; the same in all reports of one version of the suite."""

    op: str
    level: str
    catches: str


class Run(NamedTuple):
    """One implementation; all its texts are foreign."""

    file: str
    implementation: str
    version: str
    language: str
    suite: str
    cells: dict[str, Cell]
    cases: dict[str, About]

    @property
    def name(self) -> str:
        return f"{self.implementation} {self.version}"

    def count(self, column: Column, *, op: str | None = None) -> int:
        """How many of its cases, of this operation if one is named, are in the column."""
        return sum(cell.column == column and op in (None, self.cases[id].op) for id, cell in self.cells.items())

    def counts(self, op: str | None = None) -> str:
        """As `12 passed, 3 skipped`; empty where there is no case."""
        counted = ((self.count(column, op=op), column) for column in COLUMNS)
        return ", ".join(f"{count} {column}" for count, column in counted if count)
