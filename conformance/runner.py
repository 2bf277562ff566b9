"""The run: every case asked, answered and judged, one result after the other."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from msgspec.structs import replace

from .corpus import Case
from .features import lacking
from .judge import Verdict, judge
from .protocol import Answer, Hello, Ok, Skip
from .results import Policy, Result, result
from .values import JSON, bounded, compact

MAX_KEPT_IN_ALL = 2 * 1024 * 1024
"""So many characters of wrong answers are kept, as JSON. In memory each costs up to thirty octets …"""
SHORT = 1024
"""… but an answer as short as this is kept in any case."""

_OURS = "the suite itself failed on this answer, please report it: "

_NOT_KEPT = "(not kept: the wrong answers before it were too long)"


def not_among_ops(op: str) -> str:
    """Why a case of an operation that is not offered was skipped."""
    return f"{op} is not among its ops"


class Tested(Protocol):
    """What answers cases: a testee, or what speaks SMTP."""

    began: float
    """When the run began, on the clock of `time.monotonic`."""

    def hello(self) -> Hello:
        """How it introduces itself. To be called once, before anything else. Raises CannotStart."""
        ...

    def answers(self, cases: Iterable[Case]) -> Iterator[Answer]:
        """One answer for each case, in order, whatever it does."""
        ...


def run(cases: Sequence[Case], session: Tested, hello: Hello, policy: Policy) -> Iterator[Result]:
    """The result of every case, in order, as soon as it is known.

    >>> import sys
    >>> cases = select(load_cases(), ["reply/ok"])
    >>> with Session([sys.executable, "-m", "smsmail.cli", "testee"]) as session:
    ...     {result.verdict.outcome for result in run(cases, session, session.hello(), Policy())}
    {'passed'}
    """
    skips = [_skip(case, hello) for case in cases]
    answers = session.answers(case for case, skip in zip(cases, skips, strict=True) if skip is None)
    room = MAX_KEPT_IN_ALL
    for case, skip in zip(cases, skips, strict=True):
        answer = skip or next(answers)
        verdict = _verdict(case, answer, policy)
        if verdict.actual is not None:
            length = len(compact(verdict.actual))
            room -= length
            if room < 0 and length > SHORT:
                verdict = replace(verdict, actual=_NOT_KEPT)
        yield result(case, verdict, policy)


def _skip(case: Case, hello: Hello) -> Skip | None:
    """Why a case is not asked; ``None`` where it is."""
    if case.op not in hello.ops:
        return Skip(not_among_ops(case.op))
    lack = lacking(case, hello.features)
    return Skip(f"{lack} is not among its features") if lack else None


def _verdict(case: Case, answer: Answer, policy: Policy) -> Verdict:
    """What the judge says. That it raises is a bug of ours, for which nobody shall lose the report of a whole run."""
    try:
        return judge(case, answer, strict=policy.strict)
    except Exception as error:  # noqa: BLE001
        actual: JSON = {"ok": bounded(answer.value)} if isinstance(answer, Ok) else None
        return Verdict("failed", "not-judged", f"{_OURS}{type(error).__name__}: {error}", case.expect, actual)
