"""Running the conformance suite: what a case costs beside the testee's own work, and the whole suite."""

import subprocess
from pathlib import Path
from statistics import median
from sys import executable
from sysconfig import get_path
from time import perf_counter

from smsmail.conformance import Case, Policy, Session, load_cases, load_reference, run
from smsmail.conformance.corpus import OPS
from smsmail.conformance.protocol import write_question

from .goals import Goal, Result
from .measure import processes, users_environment

_TESTEE = """
import json, sys
for line in sys.stdin:
    question = json.loads(line)
    if question["op"] == "hello":
        answer = {"protocol": 1, "implementation": "null", "version": "1", "language": "Python", "ops": %r}
    elif question["op"] == "bye":
        break
    else:
        answer = {"id": question["id"], "error": {}}
    sys.stdout.write(json.dumps(answer) + "\\n")
    sys.stdout.flush()
"""
"""Refuses everything: all that is left to measure is asking, answering and judging."""

_COMMAND = [executable, "-I", "-S", "-c", _TESTEE % list(OPS)]
_ROUNDS = 7
_PROCESSES = 25
"""A process for each of so many cases, in each round."""

_TIMES_LESS = 50
_WHOLE_SUITE = 1.0
"""Seconds, on two cores."""


def results() -> list[list[Result]]:
    """Both, measured now. A round of the one, then a round of the other, so that a slow spell hits both."""
    load_reference()
    cases = load_cases()
    in_one, in_many = zip(
        *((_one_process(cases), _a_process_each(cases[:_PROCESSES])) for _ in range(_ROUNDS)), strict=True
    )
    each, other = median(in_one), median(in_many)
    suite = processes({"suite": [str(Path(get_path("scripts")) / "smsmail"), "conformance"]}, "")["suite"]
    return [
        [
            Result(
                name=f"a case of {len(cases)}, null testee",
                time=each,
                floor=other,
                lead=Goal(other / each, _TIMES_LESS, at_least=True),
            ),
            Result(
                name=f"all {len(cases)} cases against the reference, from start to exit",
                time=suite,
                cost=Goal(suite, _WHOLE_SUITE, "s"),
            ),
        ]
    ]


def _one_process(cases: list[Case]) -> float:
    """The seconds of one case where all are put to one process; its start, and its end, are shared by all of them."""
    start = perf_counter()
    with Session(_COMMAND) as session:
        answered = sum(1 for result in run(cases, session, session.hello(), Policy()) if not result.verdict.log)
    seconds = perf_counter() - start
    assert answered == len(cases)
    return seconds / len(cases)


def _a_process_each(cases: list[Case]) -> float:
    """The seconds of one case where each has a process of its own, which is asked nothing else; none is judged."""
    environment = users_environment()
    start = perf_counter()
    for case in cases:
        done = subprocess.run(_COMMAND, input=write_question(case), env=environment, stdout=subprocess.PIPE, check=True)
        assert done.stdout.startswith(b'{"id"')
    return (perf_counter() - start) / len(cases)
