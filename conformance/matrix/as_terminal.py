"""The matrix for people: who is compared, the counts, and the cases in which they differ."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..escape import escape, quoted
from ..reports.as_terminal import STYLES
from .run import Cell, Run
from .table import Matrix, Row

_ABSENT = "not in the report"


def show(console: Console, matrix: Matrix, *, every: bool = False) -> None:
    """Print it; with `every` also the cases in which all did the same."""
    for heading, run in zip(matrix.headings, matrix.runs, strict=True):
        console.print(Text(f"{heading}  {_about(run)}"))
    console.print()
    console.print(_counts(matrix), soft_wrap=False)
    for doubt in matrix.doubts:
        console.print(Text(escape(doubt), "yellow"))
    rows = matrix.rows if every else matrix.differing
    if rows:
        console.print(_cases(matrix, rows), soft_wrap=False)
    console.print(Text(matrix.verdict))


def _about(run: Run) -> str:
    return f"{quoted(run.name, 80)}, written in {quoted(run.language, 40)}, {escape(run.file)}"


def _counts(matrix: Matrix) -> Table:
    table = Table("", *matrix.headings)
    for op in matrix.ops:
        table.add_row(escape(op), *(run.counts(op) for run in matrix.runs))
    table.add_section()
    table.add_row("all", *(run.counts() for run in matrix.runs))
    return table


def _cases(matrix: Matrix, rows: "list[Row] | tuple[Row, ...]") -> Table:
    table = Table("", "level", *matrix.headings)
    for row in rows:
        table.add_row(Text(escape(row.id), overflow="fold"), row.level, *map(_cell, row.cells))
    return table


def _cell(cell: Cell | None) -> Text:
    return Text(_ABSENT, "dim") if cell is None else Text(escape(str(cell)), STYLES[cell.column])
