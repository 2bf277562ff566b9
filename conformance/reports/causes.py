"""What failed, by what is most likely the cause of it, so that a reader begins with what is worth mending first."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple, get_args

from ..corpus import LEVELS
from ..explanation import last_words
from ..faults import FaultKind
from ..register import clauses, readings
from ..results import Result

_FAULTS: frozenset[str] = frozenset((*get_args(FaultKind), "not-judged"))


class Cause(NamedTuple):
    """Results that one thing would mend: a clause or reading that is held, or a fault that is gone."""

    rule: str
    """The id of a clause or reading; empty for a fault of the protocol, such as a crash."""
    says: str
    results: tuple[Result, ...]

    @property
    def failures(self) -> int:
        return sum(result.fails for result in self.results)

    @property
    def heading(self) -> str:
        return f"{self.rule}: {self.says}" if self.rule else self.says


def causes(results: Sequence[Result]) -> list[Cause]:
    """The causes of what does not pass, the gravest first: must before should, documented examples, then by number.

    A rule that many failures rest on, and few cases that pass, is the likeliest one: it takes its failures with it, and
    what is left is looked at again.
    """
    left: list[Result] = [result for result in results if is_wrong(result)]
    passes = Counter(rule for result in results if result.column == "passed" for rule in result.case.basis)
    found = _faults(left)
    left = [result for result in left if result.verdict.observed not in _FAULTS]
    while left:
        fails = Counter(rule for result in left for rule in result.case.basis)
        rule = max(fails, key=lambda rule: (fails[rule] ** 2 / (fails[rule] + passes[rule]), rule))
        found.append(Cause(rule, _says(rule), _ordered(result for result in left if rule in result.case.basis)))
        left = [result for result in left if rule not in result.case.basis]
    return sorted(found, key=lambda cause: (_gravity(cause.results[0]), -len(cause.results)))


def most_telling(found: Sequence[Cause]) -> list[Result]:
    """All results of the causes: first one of each, then the others."""
    return [cause.results[0] for cause in found] + [result for cause in found for result in cause.results[1:]]


def mend_first(found: Sequence[Cause]) -> str:
    """What to begin with, in one sentence: what takes most failures with it, or deviations where nothing fails."""
    if not found:
        return ""
    largest = max(found, key=lambda cause: (cause.failures, len(cause.results)))
    count, what = (largest.failures, "failure") if largest.failures else (len(largest.results), "deviation")
    failures = f"1 {what} goes" if count == 1 else f"{count} {what}s go"
    return (
        f"Mend first: {failures} away when this holds: {largest.heading}"
        if largest.rule
        else (f"Mend first: {failures} away when this is mended: {largest.heading}")
    )


def is_wrong(result: Result) -> bool:
    """Whether it fails the run, or would under --strict."""
    return result.fails or result.column in ("failed", "deviating")


def _faults(results: Iterable[Result]) -> list[Cause]:
    by_reason: dict[str, list[Result]] = {}
    latest: dict[str, str] = {}
    for result in results:
        verdict, op = result.verdict, result.case.op
        if verdict.observed not in _FAULTS:
            continue
        words = last_words(verdict.log)
        said = f"{verdict.reason}; on standard error: {words}" if words else verdict.reason
        if verdict.observed == "not-asked":
            said = latest.get(op, said)  # What was not asked any more, was not for what happened last.
        latest[op] = said
        by_reason.setdefault(said, []).append(result)
    return [Cause("", reason, _ordered(of_it)) for reason, of_it in by_reason.items()]


def _ordered(results: Iterable[Result]) -> tuple[Result, ...]:
    return tuple(sorted(results, key=lambda result: (_gravity(result), result.case.topic)))


def _gravity(result: Result) -> tuple[bool, bool, bool, int, bool]:
    case = result.case
    # What was not even asked says nothing about why.
    is_outlived = bool(result.problem)
    return (
        result.verdict.observed == "not-asked",
        is_outlived,
        not result.fails,
        LEVELS.index(case.level),
        not case.documented,
    )


def _says(rule: str) -> str:
    """The first sentence of a clause, or of how a reading answers its question."""
    text = clauses()[rule].text if rule in clauses() else readings()[rule].reading if rule in readings() else "?"
    return text.partition(". ")[0].rstrip(".")
