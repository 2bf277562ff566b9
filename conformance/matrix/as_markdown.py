"""The matrix for the summary of a job: the counts, and the cases in which the implementations differ."""

from ..reports.as_markdown import MAX_LENGTH
from ..reports.markdown import cell, code, table
from .run import Cell
from .table import Matrix, Row


def render(matrix: Matrix) -> str:
    named = list(zip(matrix.headings, matrix.runs, strict=True))
    lines = [f"## Conformance compared: {matrix.verdict}", ""]
    lines += [
        f"- **{heading}** {code(run.name)}, written in {code(run.language)}, {code(run.file)}" for heading, run in named
    ]
    lines += [f"- {code(doubt)}" for doubt in matrix.doubts]
    rows = [["", *matrix.headings], *([cell(op), *(run.counts(op) for run in matrix.runs)] for op in matrix.ops)]
    rows.append(["all", *(run.counts() for run in matrix.runs)])
    lines += ["", *table(rows, texts=len(matrix.runs) + 1)]
    return "\n".join([*lines, *_differences(matrix, MAX_LENGTH - sum(map(len, lines)))]) + "\n"


def _differences(matrix: Matrix, room: int) -> list[str]:
    if not matrix.differing:
        return []
    head, rule = table([["case", "level", *matrix.headings]], texts=len(matrix.runs) + 2)
    lines = ["", head, rule]
    for place, row in enumerate(matrix.differing):
        line = table([_cells(row)])[0]
        room -= len(line) + 1
        if room < 0:
            return [*lines, "", f"… and {len(matrix.differing) - place} cases more in which they differ."]
        lines.append(line)
    return lines


def _cells(row: Row) -> list[str]:
    return [cell(row.id), row.level, *map(_told, row.cells)]


def _told(given: Cell | None) -> str:
    return "not in the report" if given is None else cell(str(given))
