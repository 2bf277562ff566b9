"""One mutant under the corpus: a child of a warm process, which ends at the first case that is answered otherwise."""

import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import NoReturn

from smsmail.conformance import Case, judge
from smsmail.conformance.faults import Fault
from smsmail.conformance.protocol import read_answer, write_question

from .mutant import Mutant, Trial
from .world import World

SECONDS = 20
"""So long a mutant may take; the sound codec takes half of one."""

_MEMORY = 3 * 1024**3


class Killed(BaseException):
    """A case that was answered otherwise than expected; no testee may catch this."""

    def __init__(self, case: Case, how: str):
        self.case = case
        self.how = how


class Examination:
    """The cases as the lines that a testee reads, and the file to which it writes its answers: each is judged at once."""

    def __init__(self, cases: Sequence[Case], lines: Sequence[bytes], before: Callable[[Case], None] | None = None):
        self._cases = cases
        self._lines = lines
        self._before = before
        self.asked: Case | None = None

    def __iter__(self) -> Iterator[bytes]:
        for case, line in zip(self._cases, self._lines, strict=True):
            if self.asked is not None:
                raise Killed(self.asked, "no answer")
            self.asked = case
            if self._before:
                self._before(case)
            yield line

    def write(self, line: bytes) -> None:
        """Judge an answer."""
        case = self.asked
        assert case
        self.asked = None
        try:
            answer = read_answer(line, case.id)
        except Fault as fault:
            raise Killed(case, fault.kind) from None
        verdict = judge(case, answer, strict=True)
        if verdict.observed != "as-expected":
            raise Killed(case, verdict.observed)

    def flush(self) -> None:
        """Nothing is kept back."""


def questions(cases: Sequence[Case]) -> list[bytes]:
    """The lines that put the cases."""
    return [write_question(case) for case in cases]


def trial(mutant: Mutant, world: World, cases: Sequence[Case], lines: Sequence[bytes]) -> Trial:
    """What becomes of *mutant*."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if not child:
        os.close(reading)
        _examine(mutant, world, cases, lines, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    if said:
        return Trial(mutant.key, **json.loads(said))
    how = f"signal {os.WTERMSIG(status)}" if os.WIFSIGNALED(status) else f"status {os.waitstatus_to_exitcode(status)}"
    return Trial(mutant.key, "killed", "", "must", "takes too long" if how == f"signal {signal.SIGALRM}" else how)


def _examine(mutant: Mutant, world: World, cases: Sequence[Case], lines: Sequence[bytes], pipe: int) -> NoReturn:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(SECONDS)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    said: dict[str, str]
    examination = Examination(cases, lines)
    try:
        mutant.apply()
        serve = world.testee()
    except BaseException as error:  # noqa: BLE001
        said = {"fate": "does not start", "how": type(error).__name__}
    else:
        try:
            serve(examination, examination)
            said = {"fate": "survived"}
            if examination.asked:
                raise Killed(examination.asked, "no answer")
        except Killed as killed:
            said = _killed(killed.case, killed.how)
        except BaseException as error:  # noqa: BLE001
            said = _killed(examination.asked, type(error).__name__)
    os.write(pipe, json.dumps(said).encode())
    os._exit(0)


def _killed(case: Case | None, how: str) -> dict[str, str]:
    return {"fate": "killed", "by": case.id if case else "", "level": case.level if case else "must", "how": how}
