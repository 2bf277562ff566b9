"""The page of what the corpus covers, docs/coverage.md."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from docs._pages.rules import prose
from smsmail.conformance import load_cases
from smsmail.conformance.coverage import SIDES, Boundary, Pair, RuleRow, Shown, load_coverage, trace

INTRODUCTION = """\
# What the conformance cases cover

Which cases pin which clause (`C-…`, what the vendor's description says) and which reading (`R-…`, how a gap of it is
closed), by something that is accepted and something that is refused; and which stand around each number. Tests fail when a
rule lacks a side without a reason, when a number lacks a case, and when this page is not what the corpus says.

`smsmail conformance coverage` prints the same, `smsmail conformance coverage C-ID` one rule, and
`smsmail explain CASE` one case.
"""

PAIRS = """\
Of each clause a case that accepts what it is about and one that refuses it, both of level *must*. Most refuse by an error. Where
what a clause speaks of can be taken for something else, and is no error then, the case refuses to take it for what it is not;
that is marked as *declines*. Where the page obliges nobody to refuse, there can be no such case: the reason is there, and the case that comes nearest.
"""

NUMBERS = """\
*most*: more is refused. *least*: less is refused. *only*: nothing else is accepted. *turn*: something else changes there.
"""


def coverage_page() -> str:
    """The text of docs/coverage.md."""
    return "\n".join(_page())


def _page() -> Iterator[str]:
    cases, coverage = load_cases(), load_coverage()
    rows = trace(cases, coverage.exceptions)
    yield INTRODUCTION
    yield f"{len(cases)} cases, {len(rows)} rules, {len(coverage.boundaries)} numbers.\n"
    yield from ("## The clauses, from both sides", "", PAIRS, "| clause | accepts | refuses |", "|---|---|---|")
    yield from map(_pair, coverage.pairs)
    yield from (
        "",
        "## The rules",
        "",
        "In parentheses, how many of them are a *must*.",
        "",
        "| rule | binding | accepted | refused | why none |",
        "|---|---|--:|--:|---|",
    )
    yield from map(_summary, rows)
    yield from ("", "## The numbers", "", NUMBERS)
    yield from ("| number | | of what | one below | at | one above | rules |", "|--:|---|---|---|---|---|---|")
    yield from map(_boundary, coverage.boundaries)
    yield from ("", "Numbers in the text of a rule that bound nothing:", "")
    for one in coverage.unbounded:
        named = "; ".join(f"{', '.join(map(str, numbers))} in {rule}" for rule, numbers in one.numbers.items())
        yield f"- {prose(one.why)}: {named}"
    yield from ("", "## The cases", "")
    for row in rows:
        yield from _cases(row)


def _pair(pair: Pair) -> str:
    return f"| {pair.clause} | {_side(pair.accepts)} | {_side(pair.refuses)} |"


def _side(side: Shown) -> str:
    if side.why:
        return f"none. {prose(side.why)} Nearest, and no *must*: `{side.case}`"
    return f"{'*declines* ' if side.declines else ''}{prose(side.shows)} (`{side.case}`)"


def _summary(row: RuleRow) -> str:
    counts = [f"{len(ids)} ({len(row.must.intersection(ids))})" for ids in map(row.of, SIDES)]
    why = prose(row.lack.why) if row.lack else ""
    return f"| [{row.rule}](#{row.rule.lower()}) | {prose(row.level)} | {counts[0]} | {counts[1]} | {why} |"


def _boundary(one: Boundary) -> str:
    kind = f"turn: {prose(one.turn)}" if one.turn else one.kind
    sides = [side if isinstance(side, str) else ", ".join(f"`{id}`" for id in side) for side in one.sides.values()]
    return f"| {one.number} | {kind} | {prose(one.of)} | {' | '.join(sides)} | {', '.join(one.rules)} |"


def _cases(row: RuleRow) -> Iterator[str]:
    yield from (f"### {row.rule}", "", prose(row.text), "")
    for side in SIDES:
        ids = row.of(side)
        shown = "; ".join(_by_topic(ids)) if ids else prose(row.lack.why) if row.lack else ""
        yield f"- {side}, {len(ids) or 'none'}: {shown}"
    yield ""


def _by_topic(ids: Iterable[str]) -> Iterator[str]:
    """Cases by their topics, which thus stand there but once."""
    for topic, of_topic in groupby(ids, key=lambda case: case.rpartition("/")[0]):
        yield f"`{topic}/` {', '.join(id.rpartition('/')[2] for id in of_topic)}"
