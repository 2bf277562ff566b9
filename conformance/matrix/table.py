"""The cases of all runs, a row each."""

from collections.abc import Sequence
from typing import NamedTuple

from ..corpus import OPS
from .run import Cell, Run


class Row(NamedTuple):
    """A case, and what each implementation did with it: None where its report has no such case."""

    id: str
    op: str
    level: str
    catches: str
    cells: tuple[Cell | None, ...]

    @property
    def differs(self) -> bool:
        """Whether the implementations did not all do the same."""
        return len({cell and cell[:2] for cell in self.cells}) > 1

    @property
    def is_well(self) -> bool:
        """Whether all passed, as the case expects."""
        return all(cell is not None and str(cell) == "passed" for cell in self.cells)


class Matrix(NamedTuple):
    """Runs in the order in which they were given, and rows in the order of their ids."""

    runs: tuple[Run, ...]
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, runs: Sequence[Run]) -> "Matrix":
        """What a report says of a case is taken from the last one that has it."""
        about = {id: case for run in runs for id, case in run.cases.items()}
        rows = [
            Row(id, case.op, case.level, case.catches, tuple(run.cells.get(id) for run in runs))
            for id, case in sorted(about.items())
        ]
        return cls(tuple(runs), tuple(rows))

    @property
    def ops(self) -> list[str]:
        """The operations that have a case, in the order of the protocol, then those of later versions."""
        there = {row.op for row in self.rows}
        return [*(op for op in OPS if op in there), *sorted(there.difference(OPS))]

    @property
    def differing(self) -> list[Row]:
        return [row for row in self.rows if row.differs]

    @property
    def headings(self) -> list[str]:
        """A letter for each run, or two where letters do not suffice: names may be long, and the same."""
        return [_letters(place) for place in range(len(self.runs))]

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

    @property
    def verdict(self) -> str:
        """How much they agree, in a few words of our own."""
        differing = len(self.differing)
        said = f"they differ in {differing}" if differing else "they agree in all"
        return f"{len(self.runs)} implementations, {len(self.rows)} cases: {said}"


def _letters(place: int) -> str:
    group, letter = divmod(place, 26)
    return (_letters(group - 1) if group else "") + chr(ord("A") + letter)
