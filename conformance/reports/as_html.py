"""The report for a browser: one page that needs nothing beside itself.

Without scripts it is a plain table, what fails first. Where the wrong answers are very many or very long, the later
ones are shown without their difference: the page says so, and the other reports have it.
"""

from collections.abc import Mapping

from ..corpus import LEVELS, OPS
from ..explanation import clipped, diff_lines
from ..record import Record
from ..register import Clause, Reading, clauses, readings
from ..results import COLUMNS, Column, Result, Tally
from ..values import compact
from .difference import difference_block
from .filters import filters
from .markup import Child, Element, fill, tag
from .page import page

MAX_DETAILS = 3_000_000
"""So many characters of differences and inputs are in a page."""

_GRAVEST_FIRST: tuple[Column, ...] = ("failed", "deviating", "known", "skipped", "passed")


def render(record: Record) -> str:
    return page(
        f"Conformance of {clipped(record.name)}",
        [tag("h1", "Conformance of ", tag("bdi", clipped(record.name))), *_about(record)],
        tag("section", tag("h2", "Counts", id="counts"), _counts(record.tally), aria_labelledby="counts"),
        _Cases(record).section(),
    )


def _about(record: Record) -> list[Child]:
    hello, policy, tally = record.hello, record.policy, record.tally
    mood = "passed" if tally.ok else "failed"
    demands = ["deviating fails too"] * policy.strict + ["being skipped fails too"] * policy.fail_on_skip
    if policy.known:
        demands.append(f"{len(policy.known)} cases are listed as known failures")
    complaints = [tag("li", clipped(complaint)) for complaint in tally.complaints()]
    return [
        tag("p", tag("span", record.verdict, class_=f"mark {mood}"), f" in {record.seconds:.2f} s"),
        tag("ul", *complaints) if complaints else None,
        tag(
            "p",
            "Written in ",
            tag("bdi", clipped(hello.language)),
            ", offering ",
            ", ".join(hello.ops) or "nothing",
            ".",
        ),
        tag("p", f"Demands: {'; '.join(demands)}.") if demands else None,
    ]


def _counts(tally: Tally) -> Element:
    columns = tally.columns()
    head = tag("tr", tag("td"), *(tag("th", name, scope="col") for name in ("cases", *columns)))
    bodies = [
        tag(
            "tbody",
            *(
                tag(
                    "tr",
                    tag("th", name, scope="row"),
                    *(tag("td", str(count)) for count in (counts.total(), *(counts[column] for column in columns))),
                )
                for name, counts in group
            ),
        )
        for group in tally.groups()
    ]
    table = tag(
        "table", tag("caption", "Cases by operation, by level, and all"), tag("thead", head), *bodies, class_="counts"
    )
    return tag("div", table, class_="wide", tabindex="0", role="region", aria_label="Counts")


class _Cases:
    """The table of cases; it keeps count of how much of their details there is."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._clauses = clauses()
        self._readings = readings()
        self._room = MAX_DETAILS

    def section(self) -> Element:
        record = self._record
        rank = {column: place for place, column in enumerate(_GRAVEST_FIRST)}
        ordered = sorted(record.results, key=lambda result: (not result.fails, rank[result.column]))
        counts = {column: record.tally.total[column] for column in COLUMNS if record.tally.total[column]}
        ops = [op for op in OPS if op in record.tally.by_op]
        levels = [level for level in LEVELS if level in record.tally.by_level]
        heads = ("Outcome", "Case", "Operation", "Level", "Rests on")
        table = tag(
            "table",
            tag("caption", "Every case, what fails the run first"),
            tag(
                "thead",
                tag("tr", *(tag("th", head, scope="col", role="columnheader") for head in heads), role="row"),
                role="rowgroup",
            ),
            *(self._case(result) for result in ordered),
            class_="cases",
            role="table",
        )
        form = filters({"Outcome": counts}, ops, levels)
        return tag("section", tag("h2", "Cases", id="cases"), form, table, aria_labelledby="cases")

    def _case(self, result: Result) -> Element:
        # The roles are those that a browser may take away where a style shows the table as blocks.
        case, column = result.case, result.column
        name = tag("a", case.id, href=f"#{case.id}")
        row = tag(
            "tr",
            tag("td", tag("span", column, class_=f"mark {column}"), role="cell"),
            tag("th", name, tag("p", case.catches, class_="quiet"), scope="row", role="rowheader", class_="id"),
            tag("td", case.op, role="cell"),
            tag("td", case.level, role="cell"),
            tag("td", ", ".join(case.clauses + case.readings), role="cell", class_="basis"),
            role="row",
        )
        body = tag(
            "tbody",
            row,
            class_="case",
            role="rowgroup",
            id=case.id,
            data_outcome=column,
            data_op=case.op,
            data_level=case.level,
        )
        body.tail = "\n"
        if result.problem or result.verdict.reason:
            fill(body, tag("tr", tag("td", self._detail(result), colspan="5", role="cell"), role="row"))
        return body

    def _detail(self, result: Result) -> Element:
        verdict = result.verdict
        reason = tag("p", result.problem or verdict.reason)
        if verdict.outcome == "skipped":
            return reason
        texts = _basis(result, self._clauses, self._readings)
        return tag("div", tag("div", reason, *self._evidence(result)), texts, class_="detail")

    def _evidence(self, result: Result) -> list[Child]:
        """What was asked, and how the answer differs, as long as there is room."""
        difference, given = diff_lines(result), clipped(compact(result.case.input))
        log = result.verdict.log
        self._room -= sum(map(len, difference)) + len(given) + len(log)
        if self._room < 0:
            return [tag("p", "(The difference is not shown: this page has too many already.)", class_="quiet")]
        again = f"smsmail explain {result.case.id}"
        return [
            *([tag("h3", "Expected (−) and actual (+)"), difference_block(difference)] if difference else []),
            *([tag("h3", "Standard error"), tag("pre", *_lines(log))] if log else []),
            tag("details", tag("summary", "Input"), tag("pre", given), tag("p", "Look it up: ", tag("code", again))),
        ]


def _lines(text: str) -> list[Child]:
    return [tag("span", line) for line in text.split("\n")]


def _basis(result: Result, clauses: Mapping[str, Clause], readings: Mapping[str, Reading]) -> Element:
    """What the specification says of the case: its clauses, and how their gaps are read."""
    texts: list[Child] = []
    for name in result.case.clauses:
        texts += [tag("dt", name), tag("dd", clauses[name].text if name in clauses else "(not in the index)")]
    for name in result.case.readings:
        if entry := readings.get(name):
            texts += [
                tag("dt", name),
                tag("dd", f"{entry.question} ", tag("strong", entry.reading), f" {entry.why} Binding: {entry.level}."),
            ]
        else:
            texts += [tag("dt", name), tag("dd", "(not in the register)")]
    return tag("dl", *texts, class_="basis-texts")
