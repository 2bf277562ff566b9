"""The matrix for a browser: one row a topic, which unfolds to its cases."""

from collections.abc import Iterable

from ..corpus import LEVELS
from ..explanation import clipped
from ..reports.filters import filters
from ..reports.markup import Child, Element, tag
from ..reports.page import grid, page, section
from .run import Cell
from .table import CaseRow, Matrix, Topic

_DIFFER, _NOT_WELL, _WELL = "they differ", "not all passed", "all passed"


def render(matrix: Matrix) -> str:
    notes = [tag("li", clipped(line)) for line in (*matrix.doubts, *matrix.history)]
    who = [
        [heading, *(tag("bdi", clipped(text)) for text in (run.name, run.language, run.suite, run.file))]
        for heading, run in zip(matrix.headings, matrix.runs, strict=True)
    ]
    kinds = [_kind(row) for row in matrix.rows]
    counts = {kind: kinds.count(kind) for kind in (_DIFFER, _NOT_WELL, _WELL) if kind in kinds}
    levels = [level for level in LEVELS if any(row.level == level for row in matrix.rows)]
    topics = sorted(matrix.topics, key=lambda topic: -topic.differing)
    return page(
        "Conformance compared",
        [tag("h1", "Conformance compared"), tag("p", f"{matrix.verdict}."), tag("ul", *notes) if notes else None],
        section("Implementations", grid(["", "Name", "Language", "Suite", "Report"], who)),
        section("Counts", grid(["", *matrix.headings], matrix.counts())),
        section("Topics", grid(["Topic", "Differ", *matrix.headings], matrix.by_topic(every=True))),
        section("Cases", filters({"Cases": counts}, matrix.ops, levels), *(_topic(matrix, one) for one in topics)),
    )


def _topic(matrix: Matrix, topic: Topic) -> Element:
    rows = sorted(topic.rows, key=lambda row: (_DIFFER, _NOT_WELL, _WELL).index(_kind(row)))
    return tag(
        "details",
        tag("summary", f"{topic.name}: {len(rows)} cases, they differ in {topic.differing}"),
        grid(["Case", "Level", *matrix.headings], (list(_cells(row)) for row in rows), rows_are=[*map(_data, rows)]),
    )


def _cells(row: CaseRow) -> Iterable[Child]:
    name = tag("a", row.id, href=f"#{row.id}")
    yield tag("span", name, tag("span", f" {row.catches}", class_="quiet"), class_="id")
    yield row.level
    yield from map(_told, row.cells)


def _told(cell: Cell | None) -> Element:
    if cell is None:
        return tag("span", "not in the report", class_="mark absent")
    mark = tag("span", clipped(str(cell)), class_=f"mark {cell.column}")
    return tag("span", mark, tag("p", clipped(cell.reason), class_="quiet")) if cell.reason else mark


def _data(row: CaseRow) -> dict[str, str]:
    return {"id": row.id, "data_outcome": _kind(row), "data_op": row.op, "data_level": row.level}


def _kind(row: CaseRow) -> str:
    if row.differs:
        return _DIFFER
    return _WELL if row.is_well else _NOT_WELL
