"""The matrix for the summary of a job: the counts, and the topics and the first cases in which the implementations differ."""

from ..reports.markdown import cell, code, table
from .run import Cell
from .table import Matrix

MAX_CASES = 60


def render(matrix: Matrix) -> str:
    named = list(zip(matrix.headings, matrix.runs, strict=True))
    texts = len(matrix.runs) + 2
    lines = [f"## Conformance compared: {matrix.verdict}", ""]
    lines += [
        f"- **{heading}** {code(run.name)}, written in {code(run.language)}, {code(run.file)}" for heading, run in named
    ]
    lines += [f"- {code(line)}" for line in (*matrix.doubts, *matrix.history)]
    counts = [[cell(name), *others] for name, *others in matrix.counts()]
    lines += ["", *table([["", *matrix.headings], *counts], texts)]
    if topics := [[cell(name), *others] for name, *others in matrix.by_topic()]:
        lines += ["", *table([["topic", "differ", *matrix.headings], *topics], texts)]
    if matrix.differing:
        shown = [[cell(row.id), row.level, *map(_told, row.cells)] for row in matrix.differing[:MAX_CASES]]
        lines += ["", *table([["case", "level", *matrix.headings], *shown], texts)]
    if (left := len(matrix.differing) - MAX_CASES) > 0:
        lines += ["", f"… and {left} cases more in which they differ."]
    return "\n".join(lines) + "\n"


def _told(given: Cell | None) -> str:
    return "not in the report" if given is None else cell(str(given))
