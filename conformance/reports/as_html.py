"""The report for a browser: one page that needs nothing beside itself.

What failed is there by its cause, folded up, so that the page is a list of what to mend; every case is in a table below,
folded up too. Where the wrong answers are very many or very long, the later ones are shown without their difference: the
page says so, and the other reports have it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from ..corpus import LEVELS, OPS
from ..explanation import clipped, diff_lines
from ..record import Record
from ..register import clauses, readings
from ..results import COLUMNS, Result
from ..values import compact
from .causes import Cause, causes, is_wrong, mend_first
from .filters import filters
from .markup import Child, Element, tag
from .page import difference, grid, page, section

MAX_DETAILS = 250_000
"""So many characters of inputs, differences and logs are in a page."""

REASONS = 5
CAUSES = 10
"""So many causes are listed; the others are folded up together."""


def render(record: Record) -> str:
    tally = record.tally
    found = causes(record.results)
    ordered = [result for cause in found for result in cause.results]
    seen = {result.case.id for result in ordered}
    ordered += [result for result in record.results if result.case.id not in seen]
    counts = {column: tally.total[column] for column in COLUMNS if tally.total[column]}
    form = filters({"Outcome": counts}, [op for op in OPS if op in tally.by_op], LEVELS)
    judged = [result for result in ordered if result.column != "skipped"]
    skips = Counter(result.verdict.reason for result in record.results if result.column == "skipped")
    return page(
        f"Conformance of {clipped(record.name)}",
        [tag("h1", "Conformance of ", tag("bdi", clipped(record.name))), *_about(record, found)],
        section("Counts", grid(["", "cases", *tally.columns()], tally.rows(), class_="counts")),
        section("Failures by cause", *_Failures(found).elements()) if found else None,
        tag("p", *(f"{count} skipped: {clipped(why)}. " for why, count in skips.most_common(REASONS)), class_="quiet"),
        tag("details", tag("summary", f"All {len(judged)} cases that were judged"), form, *_all(judged), class_="all"),
        tag("details", tag("summary", "What the cases above rest on"), _basis(ordered[: len(seen)])) if found else None,
    )


def _about(record: Record, found: Sequence[Cause]) -> list[Child]:
    hello, policy, tally = record.hello, record.policy, record.tally
    mood = "passed" if tally.ok else "failed"
    demands = ["deviating fails too"] * policy.strict + ["being skipped fails too"] * policy.fail_on_skip
    if policy.known:
        demands.append(f"{len(policy.known)} cases are listed as known failures")
    complaints = [tag("li", clipped(complaint)) for complaint in tally.complaints()]
    offering = ", ".join(hello.ops) or "nothing"
    return [
        tag("p", tag("span", record.verdict, class_=f"mark {mood}"), f" in {record.seconds:.2f} s"),
        tag("p", clipped(mend_first(found), 300)) if found else None,
        tag("ul", *complaints) if complaints else None,
        tag("p", "Written in ", tag("bdi", clipped(hello.language)), f", offering {offering}."),
        tag("p", f"Demands: {'; '.join(demands)}.") if demands else None,
    ]


def _all(results: Iterable[Result]) -> Iterable[Element]:
    """A list of cases for each operation and level, the gravest outcomes first. There are thousands: each takes little."""
    by_kind: dict[tuple[str, str], list[Element]] = {}
    for result in results:
        case, column = result.case, result.column
        name = tag("a", case.id, href=f"#failure-{case.id}") if is_wrong(result) else case.id
        entry = tag("li", tag("span", column, class_=f"mark {column}"), " ", name, data_outcome=column)
        entry.tail = "\n"
        by_kind.setdefault((case.op, case.level), []).append(entry)
    for (op, level), entries in by_kind.items():
        yield tag("h3", f"{op}, {level}")
        yield tag("ul", *entries, data_op=op, data_level=level, class_="cases")


class _Failures:
    """The failures, each folded up in its cause; it keeps count of how much of their details there is."""

    def __init__(self, found: Sequence[Cause]) -> None:
        self._found = found
        self._room = MAX_DETAILS

    def elements(self) -> list[Child]:
        folded = [self._cause(cause) for cause in self._found]
        more = folded[CAUSES:]
        return [*folded[:CAUSES], tag("details", tag("summary", f"{len(more)} causes more"), *more) if more else None]

    def _cause(self, cause: Cause) -> Element:
        count = tag("span", str(len(cause.results)), class_=f"mark {cause.results[0].column}")
        heading = tag("summary", count, " ", clipped(cause.heading, 160))
        return tag("details", heading, *map(self._failure, cause.results), class_="cause")

    def _failure(self, result: Result) -> Element:
        case = result.case
        mark = tag("span", result.column, class_=f"mark {result.column}")
        return tag(
            "details",
            tag("summary", mark, f" {case.id} ({case.level}, {case.op})"),
            *self._evidence(result),
            tag("p", "Rests on ", *_separated(tag("a", rule, href=f"#{rule}") for rule in result.case.basis)),
            id=f"failure-{case.id}",
            class_="failure",
        )

    def _evidence(self, result: Result) -> list[Child]:
        """What was asked, and how the answer differs, as long as there is room."""
        members, given, log = diff_lines(result), clipped(compact(result.case.input)), result.verdict.log
        self._room -= sum(map(len, members)) + len(given) + len(log)
        told = [tag("p", result.reason), tag("p", result.case.catches, class_="quiet")]
        if self._room < 0:
            note = "(The input and the difference are not shown: this page has too many already.)"
            return [*told, tag("p", note, class_="quiet")]
        shown: list[Child] = [tag("pre", given), *told, difference(members) if members else None]
        if log:
            shown += [tag("h3", "Standard error"), tag("pre", *(tag("span", line) for line in log.split("\n")))]
        return shown


def _separated(items: Iterable[Element]) -> list[Child]:
    return [child for item in items for child in (item, " ")]


def _basis(results: Iterable[Result]) -> Element:
    """What the specification says where these cases rest: its clauses, and how their gaps are read."""
    texts: list[Child] = []
    for name in sorted({rule for result in results for rule in result.case.basis}):
        texts.append(tag("dt", name, id=name))
        if name in clauses():
            texts.append(tag("dd", clauses()[name].text))
        elif entry := readings().get(name):
            said = (f"{entry.question} ", tag("strong", entry.reading), f" {entry.why} Binding: {entry.level}.")
            texts.append(tag("dd", *said))
        else:
            texts.append(tag("dd", "(not in the register)"))
    return tag("dl", *texts, class_="basis-texts")
