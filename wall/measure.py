"""What a package does with the cases of its operation, and with the smallest text of each finding."""

import re
from typing import Any

from smsmail.conformance import Policy, Session, SessionLimits, load_cases, run
from smsmail.conformance.features import lacking
from smsmail.conformance.protocol import NoAnswer, Ok

from .findings import FINDINGS
from .packages import Package
from .results import Measured, Outcome

# One that crashes on a text is asked the next one all the same.
PATIENCE = SessionLimits(answer=30, start=60, faults=1000, faults_in_a_row=1000)

_EXCEPTION = re.compile(r"^\w*Error\b.*: .*", re.MULTILINE)
"""The line of a traceback, of either language, that says what was raised."""


def measure(package: Package) -> Measured:
    """Put the suite to a package that is installed. Raises CannotStart."""
    cases = [case for case in load_cases() if package.is_asked(case)]
    outcomes: dict[str, Outcome] = {}
    with Session(package.command(), PATIENCE) as session:
        for result in run(cases, session, session.hello(), Policy()):
            verdict = result.verdict
            outcomes[result.case.id] = "crashed" if verdict.observed in ("crashed", "hung") else verdict.outcome
    return Measured(package.version, outcomes, _answers(package) if package.op == "segment" else {})


def _answers(package: Package) -> dict[str, dict[str, Any]]:
    """What it says to the texts of the findings, as it says it."""
    answers: dict[str, dict[str, Any]] = {}
    with Session(package.command(), PATIENCE) as session:
        features = session.hello().features
        for finding in FINDINGS:
            case = finding.as_case()
            if lacking(case, features):
                continue
            match session.ask(case):
                case Ok(dict(value)):
                    answers[finding.name] = value
                case NoAnswer() as none:
                    told = _EXCEPTION.search(none.log)
                    answers[finding.name] = {"crashed": told[0] if told else none.reason}
                case _:  # it says that it does no such thing
                    pass
    return answers
