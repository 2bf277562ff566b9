"""Fixtures that start fake testees."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from smsmail.conformance import Case, Policy, Result, Session, SessionLimits, Tally, run
from tests.support.fakes import RunFake, WriteTestee, make_case, written


@pytest.fixture
def write_testee(tmp_path: Path) -> WriteTestee:
    """Write a testee and give the command that starts it."""
    return lambda body: written(tmp_path, body)


@pytest.fixture
def run_fake(write_testee: WriteTestee) -> RunFake:
    """Run cases against a testee in this process, with little patience."""

    def run_it(
        body: str, cases: Sequence[Case], policy: Policy | None = None, limits: SessionLimits | None = None
    ) -> tuple[list[Result], Tally]:
        tally = Tally()
        limits = limits or SessionLimits(answer=20, farewell=20)
        with Session(write_testee(body), limits) as session:
            results = list(run(cases, session, session.hello(), policy or Policy()))
        for result in results:
            tally.add(result)
        return results, tally

    return run_it


@pytest.fixture
def cases() -> list[Case]:
    """Thirty cases, every third of them of another operation."""
    return [make_case(n, "decode_request" if n % 3 else "decode_reply") for n in range(30)]
