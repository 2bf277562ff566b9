"""A search for inputs on which a testee differs from the reference, each made as small as it can be.

What is left open is no difference: where the reference rests on a reading of level *may*, any answer passes.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import count
from typing import Any, NamedTuple

import msgspec
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from msgspec import structs

from smsmail.versions import CORPUS

from .asked import case_of
from .corpus import Case, Effect, Kind, Op
from .inputs import inputs
from .judge import Observed, Verdict, judge
from .session import Session
from .values import compact, differences, plain

SHARE = 4
"""A search ends after one part in so many of its time, so that more than one difference can be found."""


_KINDS: dict[Observed, Kind] = {"accepted": "accepts", "refused": "refuses", "crashed": "crashes", "hung": "crashes"}
_OTHERWISE: dict[Op, Kind] = {
    "segment": "miscounts",
    "sms_count": "miscounts",
    "send_at": "mistimes",
    "encode_request": "miswrites",
    "encode_reply": "miswrites",
    "encode_mail": "miswrites",
    "serve": "misanswers",
}
_EFFECTS: dict[Kind, Effect] = {
    "accepts": "unnoticed",
    "refuses": "lost",
    "crashes": "outage",
    "misreads": "wrong-text",
    "miswrites": "wrong-text",
    "miscounts": "wrong-cost",
    "mistimes": "wrong-time",
    "misanswers": "misled",
}


class Disagreement(NamedTuple):
    """An input on which they differ, as a case, and how."""

    case: Case
    verdict: Verdict

    def as_case(self) -> dict[str, Any]:
        """The case as a file of cases has it; what it catches, and comes of it, is for a person to say better."""
        kind = _KINDS.get(self.verdict.observed) or _OTHERWISE.get(self.case.op, "misreads")
        told = structs.replace(self.case, since=CORPUS, kind=kind, effect=_EFFECTS[kind])
        members: dict[str, Any] = msgspec.to_builtins(told)
        return {name: value for name, value in members.items() if value not in (None, "", False) and name != "aliases"}


class _Differs(Exception):
    """Has Hypothesis look for something smaller."""


def search(session: Session, ops: Sequence[Op], seconds: float, number: int) -> Iterator[Disagreement]:
    """What is found in that time, shared among the operations; with the same *number* from the same beginning."""
    end = time.monotonic() + seconds
    for place, op in enumerate(ops):
        known: set[object] = set()
        until = time.monotonic() + (end - time.monotonic()) / (len(ops) - place)
        seeds = count(number)  # one that found nothing would find nothing again
        while (left := until - time.monotonic()) > 0:
            found = _smallest(session, op, time.monotonic() + max(left / SHARE, 1), next(seeds), known)
            if found is not None:
                yield found


def _smallest(session: Session, op: Op, until: float, number: int, known: set[object]) -> Disagreement | None:
    """The smallest input of a kind that is not known yet, as far as it is found in time; its kind is known then."""
    best: list[tuple[int, object, Disagreement]] = []

    @seed(number)
    @settings(
        max_examples=1_000_000,
        deadline=None,
        database=None,
        derandomize=False,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large),
        verbosity=Verbosity.quiet,
        print_blob=False,
        report_multiple_bugs=False,
    )
    @given(inputs(op))
    def probe(given_: dict[str, Any]) -> None:
        if time.monotonic() > until:
            raise _OutOfTime
        case = case_of(op, given_)
        if case is None:
            return
        verdict = judge(case, session.ask(case))
        if verdict.outcome not in ("failed", "deviating"):
            return
        kind = _kind(case, verdict)
        if kind in known or (best and best[0][1] != kind):
            return
        best.append((len(compact(given_)), kind, Disagreement(case, verdict)))
        raise _Differs

    # What it raises is ours, or Hypothesis has noticed that time ended a search.
    with suppress(Exception, _OutOfTime):
        probe()
    if not best:
        return None
    known.add(best[0][1])
    return min(best, key=lambda one: one[0])[2]


class _OutOfTime(BaseException):
    """Ends a search at once."""


def _kind(case: Case, verdict: Verdict) -> object:
    """Differences of one kind are told once."""
    first = next(differences(plain(verdict.expected), plain(verdict.actual)), ("", None, None))[0]
    return verdict.observed, case.clauses, case.readings, first.partition("[")[0]
