"""Clients under test: a program that is run once for each case, and sends a mail."""

import os
import shutil
import signal
import subprocess
import time
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from tempfile import TemporaryFile
from typing import IO, Self

from ...codec.mail.encode import ADDRESS
from ...gateway.address import Address
from ..corpus import Case
from ..escape import decoded, quoted
from ..faults import CannotStart, OutOfTime, require_process_groups
from ..protocol import MAX_TEXT, Answer, Hello, NoAnswer, Ok, Refusal, Skip, write_question
from ..session import SessionLimits
from .listener import Arrived, Listener

SKIPPED = 77
"""The exit status of a client that cannot do what a case asks, as test programs have it."""

_NOT_RUN = (126, 127)
"""The exit statuses with which a shell says that it could not run something."""

_MAX_LOG = 4 * 1024


class Clients:
    """The program that *command* starts; its mails arrive at *listen*, with port 0 at any that is free."""

    def __init__(self, command: Sequence[str], listen: Address, limits: SessionLimits) -> None:
        self.began = time.monotonic()
        self._command = command
        self._listen = listen
        self._limits = limits

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        """Nothing is left: each case ends what it began."""

    def hello(self) -> Hello:
        """What is known of the client. Raises CannotStart."""
        require_process_groups("running a client")
        if shutil.which(self._command[0]) is None:
            raise CannotStart(f"{quoted(self._command[0])}: there is no such program")
        return Hello(" ".join(self._command), "by SMTP", "an unknown language", ("encode_mail",))

    def answers(self, cases: Iterable[Case]) -> Iterator[Answer]:
        """One answer for each case, in order, whatever the client does. Raises CannotStart."""
        for case in cases:
            # A port for each: what an earlier client sends late is not taken for this one's.
            with Listener(self._listen) as listener:
                try:
                    answer = self._answer(case, listener, self._limits.patience(self.began))
                except OutOfTime as fault:
                    answer = NoAnswer(fault.kind, str(fault))
            yield answer

    def _answer(self, case: Case, listener: Listener, patience: float) -> Answer:
        with TemporaryFile() as question, TemporaryFile() as log:
            question.write(write_question(case))
            question.seek(0)
            where = {"SMSMAIL_HOST": listener.address.host, "SMSMAIL_PORT": str(listener.address.port)}
            client = self._start(question, log, {**os.environ, **where, "SMSMAIL_CASE": case.id})
            try:
                status = client.wait(patience)
                if status == 0:
                    listener.wait(patience)  # It may have left the sending to somebody else.
            except subprocess.TimeoutExpired:
                return NoAnswer("hung", f"it did not end within {patience:g} s", _end_of(log))
            finally:
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(client.pid, signal.SIGKILL)
                client.wait()
            return _judged(status, listener.take(), _end_of(log))

    def _start(self, question: IO[bytes], log: IO[bytes], environment: dict[str, str]) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                self._command,
                stdin=question,
                stdout=subprocess.DEVNULL,
                stderr=log,
                env=environment,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else error
            raise CannotStart(f"{quoted(self._command[0])}: {why}") from error


def _judged(status: int, arrived: list[Arrived], log: str) -> Answer:
    """What a client answers by its mails and by how it ended."""
    mails = f"{len(arrived)} mails" if len(arrived) != 1 else "one mail"
    if status < 0:
        return NoAnswer("crashed", f"it was ended by signal {-status} ({signal.strsignal(-status)})", log)
    if status in _NOT_RUN:
        return NoAnswer("crashed", f"it could not be run (exit status {status})", log)
    if status == SKIPPED and not arrived:
        return Skip(_last_line(log) or "the client skipped it")
    if status != 0 and not arrived:
        return Refusal(None, _last_line(log))
    if status != 0:
        return NoAnswer("garbled", f"it sent {mails}, and then ended with status {status}", log)
    match arrived:
        case []:
            return NoAnswer(
                "garbled", "it ended with status 0, which says that it sent a mail, and there was none", log
            )
        case [Arrived(_, recipients, content)]:
            if [recipient.lower() for recipient in recipients] != [ADDRESS]:
                return NoAnswer("garbled", f"it wrote to {quoted(', '.join(recipients))}, and not to {ADDRESS}", log)
            return Ok({"eml": b64encode(content).decode("ascii")})
        case _:
            return NoAnswer("garbled", f"it sent {mails}", log)


def _end_of(log: IO[bytes]) -> str:
    size = log.seek(0, os.SEEK_END)
    log.seek(max(0, size - _MAX_LOG))
    return decoded(log.read()).strip()


def _last_line(log: str) -> str:
    return log.rpartition("\n")[2][:MAX_TEXT]
