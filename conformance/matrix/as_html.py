"""The matrix for a browser: one page, without scripts a plain table of all cases, those that differ first."""

from ..corpus import LEVELS
from ..explanation import clipped
from ..reports.filters import filters
from ..reports.markup import Element, tag
from ..reports.page import page
from .run import Cell
from .table import Matrix, Row

_DIFFER, _NOT_WELL, _WELL = "they differ", "not all passed", "all passed"


def render(matrix: Matrix) -> str:
    doubts = [tag("li", clipped(doubt)) for doubt in matrix.doubts]
    return page(
        "Conformance compared",
        [tag("h1", "Conformance compared"), tag("p", f"{matrix.verdict}."), tag("ul", *doubts) if doubts else None],
        tag("section", tag("h2", "Implementations", id="who"), _who(matrix), aria_labelledby="who"),
        tag("section", tag("h2", "Counts", id="counts"), _counts(matrix), aria_labelledby="counts"),
        tag("section", tag("h2", "Cases", id="cases"), *_cases(matrix), aria_labelledby="cases"),
    )


def _who(matrix: Matrix) -> Element:
    heads = ("", "Name", "Language", "Suite", "Report")
    rows = [
        tag(
            "tr",
            tag("th", heading, scope="row"),
            *(tag("td", tag("bdi", clipped(text))) for text in (run.name, run.language, run.suite, run.file)),
        )
        for heading, run in zip(matrix.headings, matrix.runs, strict=True)
    ]
    return _wide("Implementations", _head(heads), tag("tbody", *rows))


def _counts(matrix: Matrix) -> Element:
    rows = [
        tag("tr", tag("th", op, scope="row"), *(tag("td", run.counts(op)) for run in matrix.runs)) for op in matrix.ops
    ]
    rows.append(tag("tr", tag("th", "all", scope="row"), *(tag("td", run.counts()) for run in matrix.runs)))
    return _wide("Counts by operation", _head(("", *matrix.headings)), tag("tbody", *rows))


def _cases(matrix: Matrix) -> list[Element]:
    ordered = sorted(matrix.rows, key=lambda row: (_DIFFER, _NOT_WELL, _WELL).index(_kind(row)))
    kinds = [_kind(row) for row in ordered]
    counts = {kind: kinds.count(kind) for kind in (_DIFFER, _NOT_WELL, _WELL) if kind in kinds}
    levels = [level for level in LEVELS if any(row.level == level for row in ordered)]
    heads = ("Case", "Level", *matrix.headings)
    return [
        filters({"Cases": counts}, matrix.ops, levels),
        _wide("Cases", _head(heads), tag("tbody", *map(_row, ordered))),
    ]


def _row(row: Row) -> Element:
    made = tag(
        "tr",
        tag("th", tag("a", row.id, href=f"#{row.id}"), tag("p", row.catches, class_="quiet"), scope="row", class_="id"),
        tag("td", row.level),
        *(tag("td", *_told(cell)) for cell in row.cells),
        id=row.id,
        data_outcome=_kind(row),
        data_op=row.op,
        data_level=row.level,
    )
    made.tail = "\n"
    return made


def _told(cell: Cell | None) -> list[Element]:
    if cell is None:
        return [tag("span", "not in the report", class_="mark absent")]
    mark = tag("span", clipped(str(cell)), class_=f"mark {cell.column}")
    return [mark, tag("p", clipped(cell.reason), class_="quiet")] if cell.reason else [mark]


def _kind(row: Row) -> str:
    if row.differs:
        return _DIFFER
    return _WELL if row.is_well else _NOT_WELL


def _head(heads: tuple[str, ...]) -> Element:
    return tag("thead", tag("tr", *(tag("th", head, scope="col") if head else tag("td") for head in heads)))


def _wide(label: str, *parts: Element) -> Element:
    """A table in a box of its own that scrolls where it is wider than the page."""
    return tag("div", tag("table", *parts), class_="wide", tabindex="0", role="region", aria_label=label)
