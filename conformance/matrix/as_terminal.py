"""The matrix for people: who is compared, the counts, and the topics in which they differ."""

from rich.console import Console
from rich.text import Text

from ..escape import escape, quoted
from ..reports.as_terminal import STYLES, grid
from .run import Cell, Run
from .table import CaseRow, Matrix


def show(console: Console, matrix: Matrix, *, every: bool = False) -> None:
    """Print it; with `every` also each case in which they differ, and the topics in which they do not."""
    for heading, run in zip(matrix.headings, matrix.runs, strict=True):
        console.print(Text(f"{heading}  {_about(run)}"))
    console.print(grid([["", *matrix.headings], *_escaped(matrix.counts())]), soft_wrap=False)
    for line in (*matrix.doubts, *matrix.history):
        console.print(Text(escape(line), "yellow"))
    if topics := matrix.by_topic(every=every):
        console.print(grid([["topic", "differ", *matrix.headings], *_escaped(topics)]), soft_wrap=False)
    if every and matrix.differing:
        head = ["case", "level", *matrix.headings]
        console.print(grid([head, *map(_case, matrix.differing)]), soft_wrap=False)
    console.print(Text(matrix.verdict + ("" if every or not matrix.differing else " (--all shows each case)")))


def _about(run: Run) -> str:
    return f"{quoted(run.name, 80)}, written in {quoted(run.language, 40)}, {escape(run.file)}"


def _escaped(rows: list[list[str]]) -> list[list[str]]:
    return [[escape(cell) for cell in row] for row in rows]


def _case(row: CaseRow) -> list[str | Text]:
    return [escape(row.id), row.level, *map(_cell, row.cells)]


def _cell(cell: Cell | None) -> Text:
    return Text("not in the report", "dim") if cell is None else Text(escape(str(cell)), STYLES[cell.column])
