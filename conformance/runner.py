"""The run: every case asked, answered and judged, one result after the other."""

from collections.abc import Iterator, Sequence

from .corpus import Case
from .judge import judge
from .protocol import Hello, Skip
from .results import Policy, Result, result
from .session import Session


def run(cases: Sequence[Case], session: Session, hello: Hello, policy: Policy) -> Iterator[Result]:
    """The result of every case, in order, as soon as it is known."""
    offered = frozenset(hello.ops)
    answers = session.answers(case for case in cases if case.op in offered)
    for case in cases:
        answer = next(answers) if case.op in offered else Skip(f"{case.op} is not among its ops")
        yield result(case, judge(case, answer, strict=policy.strict), policy)
