"""Results of a run, counted: what the table shows and the exit status follows from."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from .corpus import LEVELS, OPS, Case
from .judge import Outcome, Verdict

# Every result is counted in exactly one column.
Column = Literal["passed", "deviating", "failed", "known", "skipped"]
COLUMNS: tuple[Column, ...] = ("passed", "deviating", "failed", "known", "skipped")


MAX_PROBLEMS = 20


@dataclass(frozen=True)
class Policy:
    """What a run demands beyond the cases of level must.

    >>> Policy(strict=True).forbids("deviating")
    True
    """

    strict: bool = False
    fail_on_skip: bool = False
    known: frozenset[str] = frozenset()
    may_pass: frozenset[str] = frozenset()
    """Of the known failures those that may pass as well."""

    def forbids(self, outcome: Outcome) -> bool:
        return {"failed": True, "deviating": self.strict, "skipped": self.fail_on_skip, "passed": False}[outcome]


class Result(msgspec.Struct, frozen=True):
    """A case, its verdict, and what the policy of the run makes of both.

    >>> [case] = select(load_cases(), ["request/id/one"])
    >>> counted = result(case, Verdict("failed", "refused"), Policy(known=frozenset({case.id})))
    >>> counted.column, counted.fails
    ('known', False)
    """

    case: Case
    verdict: Verdict
    column: Column
    fails: bool
    problem: str = ""

    @property
    def reason(self) -> str:
        return self.problem or self.verdict.reason


def result(case: Case, verdict: Verdict, policy: Policy) -> Result:
    forbidden = policy.forbids(verdict.outcome)
    if case.id not in policy.known:
        return Result(case, verdict, verdict.outcome, forbidden)
    if forbidden:
        return Result(case, verdict, "known", fails=False)
    if verdict.outcome == "passed" and case.id not in policy.may_pass:
        problem = "it is listed as a known failure, but passes: take it off the list"
        return Result(case, verdict, "passed", fails=True, problem=problem)
    return Result(case, verdict, verdict.outcome, fails=False)


@dataclass
class Tally:
    """The counts of a run, and what is wrong with it as a whole.

    >>> tally = Tally()
    >>> tally.add(result(select(load_cases(), ["request/id/one"])[0], Verdict("failed", "refused"), Policy()))
    >>> tally.judged, tally.ok
    (1, False)
    """

    problems: list[str] = field(default_factory=list[str])
    failures: int = 0
    total: Counter[Column] = field(default_factory=Counter["Column"])
    by_op: dict[str, Counter[Column]] = field(default_factory=dict[str, Counter[Column]])
    by_level: dict[str, Counter[Column]] = field(default_factory=dict[str, Counter[Column]])

    def complain(self, problem: str) -> None:
        """Note what is wrong beside the answers; how often, no gateway under test decides."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(problem)
        elif len(self.problems) == MAX_PROBLEMS:
            self.problems.append("… and more of the kind")

    def add(self, result: Result) -> None:
        case, column = result.case, result.column
        self.total[column] += 1
        self.by_op.setdefault(case.op, Counter())[column] += 1
        self.by_level.setdefault(case.level, Counter())[column] += 1
        self.failures += result.fails

    @property
    def judged(self) -> int:
        return self.total.total() - self.total["skipped"]

    @property
    def ok(self) -> bool:
        return not self.failures and not self.complaints()

    def complaints(self) -> list[str]:
        """What makes the run fail beside the cases that failed."""
        nothing = "no case was judged: all were skipped"
        return [*self.problems, *([] if self.judged else [nothing])]

    def columns(self) -> list[Column]:
        """Those of a table; there is no list of known failures in most runs."""
        return [column for column in COLUMNS if column != "known" or self.total["known"]]

    def rows(self) -> list[list[str]]:
        """The rows of a table: by operation, by level, and all together."""
        columns = self.columns()
        named = [(op, self.by_op[op]) for op in OPS if op in self.by_op]
        named += [(level, self.by_level[level]) for level in LEVELS if level in self.by_level]
        return [
            [name, str(counts.total()), *(str(counts[column]) for column in columns)]
            for name, counts in [*named, ("all", self.total)]
        ]
