"""The cases of all runs, a row each, and their topics."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ..corpus import OPS
from .run import Cell, Run


class CaseRow(NamedTuple):
    """A case, and what each implementation did with it: None where its report has no such case."""

    id: str
    op: str
    level: str
    catches: str
    cells: tuple[Cell | None, ...]

    @property
    def topic(self) -> str:
        return self.id.rpartition("/")[0]

    @property
    def differs(self) -> bool:
        """Whether those that were judged did not all do the same; what was not asked or was skipped is no difference."""
        return len({cell[:2] for cell in self.cells if cell and cell.column != "skipped"}) > 1

    @property
    def is_well(self) -> bool:
        """Whether all passed, as the case expects."""
        return all(cell is not None and str(cell) == "passed" for cell in self.cells)


class Topic(NamedTuple):
    """The cases of one topic."""

    name: str
    rows: tuple[CaseRow, ...]

    @property
    def differing(self) -> int:
        return sum(row.differs for row in self.rows)

    def passed(self, place: int) -> str:
        """How many of the cases that one implementation was judged on it passed, as `12/14`; a dash where of none."""
        cells = [cell for row in self.rows if (cell := row.cells[place]) and cell.column != "skipped"]
        return f"{sum(cell.column == 'passed' for cell in cells)}/{len(cells)}" if cells else "–"


class Matrix(NamedTuple):
    """Runs in the order in which they were given, and rows in the order of their ids."""

    runs: tuple[Run, ...]
    rows: tuple[CaseRow, ...]

    @classmethod
    def of(cls, runs: Sequence[Run]) -> "Matrix":
        """What a report says of a case is taken from the last one that has it."""
        about = {id: case for run in runs for id, case in run.cases.items()}
        rows = [
            CaseRow(id, case.op, case.level, case.catches, tuple(run.cells.get(id) for run in runs))
            for id, case in sorted(about.items())
        ]
        return cls(tuple(runs), tuple(rows))

    @property
    def ops(self) -> list[str]:
        """The operations that have a case, in the order of the protocol, then those of later versions."""
        there = {row.op for row in self.rows}
        return [*(op for op in OPS if op in there), *sorted(there.difference(OPS))]

    @property
    def topics(self) -> list[Topic]:
        by_topic: dict[str, list[CaseRow]] = {}
        for row in self.rows:
            by_topic.setdefault(row.topic, []).append(row)
        return [Topic(name, tuple(rows)) for name, rows in by_topic.items()]

    @property
    def differing(self) -> list[CaseRow]:
        return [row for row in self.rows if row.differs]

    @property
    def headings(self) -> list[str]:
        """A letter for each run, or two where letters do not suffice: names may be long, and the same."""
        return [_letters(place) for place in range(len(self.runs))]

    def counts(self) -> list[list[str]]:
        """The counts of each operation and of all, a row each."""
        rows = [[op, *(run.counts(op) for run in self.runs)] for op in self.ops]
        return [*rows, ["all", *(run.counts() for run in self.runs)]]

    def by_topic(self, *, every: bool = False) -> list[list[str]]:
        """How much of each topic each passed: of those in which they differ, or of all."""
        return [
            [topic.name, str(topic.differing), *map(topic.passed, range(len(self.runs)))]
            for topic in self.topics
            if every or topic.differing
        ]

    @property
    def doubts(self) -> list[str]:
        """What makes the comparison less than even."""
        told: list[str] = []
        suites = sorted({run.suite for run in self.runs})
        if len(suites) > 1:
            told.append(f"The reports are of different versions of the suite: {'; '.join(suites)}.")
        missing = sum(None in row.cells for row in self.rows)
        if missing:
            told.append(f"{missing} of {len(self.rows)} cases are not in all reports.")
        return told

    def regressions(self, old: int, new: int) -> list[CaseRow]:
        """The cases that passed in one run and do not in another one that judged them."""
        return [
            row
            for row in self.rows
            if (before := row.cells[old]) and (now := row.cells[new]) and before.column == "passed" != now.column
        ]

    @property
    def history(self) -> list[str]:
        """From each report to the next, where all are of one implementation: how many cases came to pass or ceased to."""
        if len({run.implementation for run in self.runs}) > 1:
            return []
        return [
            f"{self.runs[old].version} → {self.runs[new].version}: {len(self.regressions(new, old))} more pass, "
            f"{len(self.regressions(old, new))} no longer do"
            for old, new in pairwise(range(len(self.runs)))
        ]

    @property
    def verdict(self) -> str:
        """How much they agree, in a few words of our own."""
        differing = len(self.differing)
        said = f"they differ in {differing}" if differing else "they agree in all"
        return f"{len(self.runs)} implementations, {len(self.rows)} cases: {said}"


def _letters(place: int) -> str:
    group, letter = divmod(place, 26)
    return (_letters(group - 1) if group else "") + chr(ord("A") + letter)
