"""A conversation with a testee over as many processes as it takes.

Questions are sent well ahead of their answers, so that neither side waits for the other. When a
process crashes, hangs or writes something that is no answer, the oldest unanswered question is
blamed; what was sent behind it is asked again of a new process.
"""

import shlex
import time
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Self

from . import protocol
from .corpus import Case
from .escape import decoded, quoted
from .faults import CannotStart, Fault, OutOfTime
from .process import Process


@dataclass(frozen=True)
class SessionLimits:
    """How patient a session is; times in seconds.

    >>> SessionLimits(answer=30).answer
    30
    """

    answer: float = 5.0
    start: float = 20.0
    farewell: float = 2.0

    # Questions sent ahead. A crash makes the testee repeat what it did for at most so many.
    window: int = 64

    # A hang costs the whole patience: after so many, an operation's other cases are not asked.
    hangs: int = 5

    # Any other fault costs a restart: after so many of one operation with no answer between them, or so many in all, its
    # other cases are not asked.
    faults_in_a_row: int = 5
    faults: int = 20

    # Restarts in a row that may fail before the testee is given up.
    restarts: int = 3

    # What is left after so long is not asked: an answer that takes almost all the patience, or a
    # crash and a slow start, cost it again for every case.
    run: float = 1800.0

    def patience(self, began: float) -> float:
        """How long an answer may take in a run that *began* so long ago. Raises OutOfTime once the run may not go on."""
        left = self.run - (time.monotonic() - began)
        if left <= 0:
            raise OutOfTime(f"the run had taken longer than {self.run:g} s")
        return min(self.answer, left)


class BadCommand(ValueError):
    """A command line that no shell would accept either.

    >>> try:
    ...     split_command("'")
    ... except BadCommand as error:
    ...     print(error)
    “'”: No closing quotation
    """


def split_command(command: str) -> list[str]:
    """The words of a command line; it is never given to a shell.

    >>> split_command("node testee.js --quiet")
    ['node', 'testee.js', '--quiet']
    """
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise BadCommand(f"{quoted(command)}: {error}") from error
    if not words:
        raise BadCommand("the command of the testee is empty")
    return words


class Session:
    """One testee, started at once. Use as a context manager, so that its processes end.

    >>> import sys
    >>> with Session([sys.executable, "-m", "smsmail.cli", "testee"]) as session:
    ...     session.hello().language
    'Python'
    """

    def __init__(self, command: Sequence[str], limits: SessionLimits | None = None) -> None:
        self._command = command
        self._limits = limits or SessionLimits()
        self.began = time.monotonic()
        self._ahead = 0
        self._hangs: Counter[str] = Counter()
        self._faults: Counter[str] = Counter()
        self._faults_in_a_row: Counter[str] = Counter()
        self._given_up = ""
        self._process: Process | None = self._start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._given_up = "the session is over"
        self._drop()

    def hello(self) -> protocol.Hello:
        """How the testee introduces itself. To be called once, before any question."""
        if self._process is None:
            raise CannotStart(self._given_up)
        return self._introduction(self._process)

    def answers(self, cases: Iterable[Case]) -> Iterator[protocol.Answer]:
        """One answer for each case, in order, whatever the testee does."""
        upcoming = deque(cases)
        while upcoming:
            case = upcoming.popleft()
            reason = self._given_up or self._failed_too_often(case)
            yield protocol.NoAnswer("not-asked", reason) if reason else self._answer(case, upcoming)

    def ask(self, case: Case) -> protocol.Answer:
        """The answer to one case, after which the testee is kept for the next."""
        return self._answer(case, (), parting=False)

    def _answer(self, case: Case, upcoming: Iterable[Case], *, parting: bool = True) -> protocol.Answer:
        try:
            self._limits.patience(self.began)
        except OutOfTime as fault:
            return protocol.NoAnswer(fault.kind, str(fault))
        if self._process is None:
            self._restart()
        process = self._process
        if process is None:
            return protocol.NoAnswer("not-asked", self._given_up)
        self._send_ahead(process, case, upcoming)
        try:
            answer = protocol.read_answer(process.receive(self._limits.answer), case.id)
        except Fault as fault:
            return self._broken(process, case, fault)
        self._ahead -= 1
        self._faults_in_a_row[case.op] = 0
        return self._part(process, answer) if parting and self._ahead == 0 else answer

    def _send_ahead(self, process: Process, case: Case, upcoming: Iterable[Case]) -> None:
        if self._ahead > self._limits.window // 2:
            return
        # What is under way is always the first so many of these.
        wanted = (asked for asked in chain([case], upcoming) if not self._failed_too_often(asked))
        questions = islice(wanted, self._ahead, self._limits.window)
        lines = [protocol.write_question(question) for question in questions]
        self._ahead += len(lines)
        process.send(b"".join(lines))

    def _broken(self, process: Process, case: Case, fault: Fault) -> protocol.NoAnswer:
        if fault.kind == "hung":
            self._hangs[case.op] += 1
        else:
            self._faults[case.op] += 1
            self._faults_in_a_row[case.op] += 1
        self._drop()
        return protocol.NoAnswer(fault.kind, str(fault), process.log)

    def _part(self, process: Process, answer: protocol.Answer) -> protocol.Answer:
        """Say goodbye after the last answer, which must have been the last thing it wrote."""
        surplus = process.finish(protocol.write_bye(), self._limits.farewell)
        self._drop()
        if not surplus:
            return answer
        reason = f"after its last answer it also wrote {quoted(decoded(surplus))}"
        return protocol.NoAnswer("garbled", reason, process.log)

    def _failed_too_often(self, case: Case) -> str:
        limits, op = self._limits, case.op
        if self._hangs[op] >= limits.hangs:
            return f"{op} hung {self._hangs[op]} times before"
        if self._faults_in_a_row[op] >= limits.faults_in_a_row:
            return (
                f"{op} failed {self._faults_in_a_row[op]} times in a row, and the testee had to be restarted each time"
            )
        if self._faults[op] >= limits.faults:
            return f"the testee had to be restarted {self._faults[op]} times for {op}"
        return ""

    def _start(self) -> Process:
        process = Process(self._command)
        process.send(protocol.write_hello())
        return process

    def _introduction(self, process: Process) -> protocol.Hello:
        try:
            return protocol.read_hello(process.receive(max(self._limits.start, self._limits.answer)))
        except Fault as fault:
            self._drop()
            log = process.log[-200:]
            said = f"; on standard error it wrote {quoted(log)}" if log else ""
            raise CannotStart(f"{quoted(shlex.join(self._command))}: {fault}{said}") from fault

    def _restart(self) -> None:
        failure = ""
        for _ in range(self._limits.restarts):
            try:
                self._process = self._start()
                self._introduction(self._process)
            except CannotStart as error:
                failure = str(error)
                self._drop()
            else:
                return
        self._given_up = f"the testee could not be restarted: {failure}"

    def _drop(self) -> None:
        self._ahead = 0
        if self._process is not None:
            self._process.end()
            self._process = None
