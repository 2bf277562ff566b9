"""The conformance suite: a corpus of cases, and a runner that puts them to any implementation.

Example::

    cases = select(load_cases(), ["request/time"])
    with Session(split_command("node testee.js")) as session:
        for result in run(cases, session, session.hello(), Policy()):
            print(result.case.id, result.verdict.outcome)
"""

from .corpus import Case, CorpusError, load_cases
from .faults import CannotStart
from .judge import Verdict, judge, load_reference
from .record import Record
from .results import Policy, Result, Tally
from .runner import run
from .selection import NothingSelected, select
from .session import BadCommand, Session, SessionLimits, split_command

__all__ = [
    "BadCommand",
    "CannotStart",
    "Case",
    "CorpusError",
    "NothingSelected",
    "Policy",
    "Record",
    "Result",
    "Session",
    "SessionLimits",
    "Tally",
    "Verdict",
    "judge",
    "load_cases",
    "load_reference",
    "run",
    "select",
    "split_command",
]
