"""One process of a testee: lines in, lines out, in bounded memory and without ever blocking.

Its three pipes are served together, so that neither side can wait for the other for ever, however
much it prints and wherever. It has a process group of its own, which ends as a whole, and sees
neither our standard input nor our terminal.
"""

import contextlib
import os
import selectors
import signal
import subprocess
import time
from collections.abc import Sequence
from typing import IO, cast

from .escape import decoded, quoted
from .faults import CannotStart, Crash, Garble, Hang, require_process_groups

CHUNK = 64 * 1024
MAX_LINE = 1024 * 1024
MAX_LOG = 4 * 1024

# A process can end while a child of it holds the pipes open, so that no end of file tells of it.
# This is how often we look, in seconds.
LOOK = 0.05

# How long a process that closed its output, or was killed, may take to end.
LAST_WORDS = 1.0


class Process:
    """A started testee, until `end` is called."""

    def __init__(self, command: Sequence[str]) -> None:
        require_process_groups("running a testee")
        try:
            self._popen = subprocess.Popen(
                command,
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except OSError as error:
            raise CannotStart(f"{quoted(command[0])}: {error.strerror}") from error
        except ValueError as error:
            raise CannotStart(f"{quoted(command[0])}: {error}") from error
        self._stdin = cast("IO[bytes]", self._popen.stdin)
        self._stdout = cast("IO[bytes]", self._popen.stdout)
        self._stderr = cast("IO[bytes]", self._popen.stderr)
        self._unsent = bytearray()
        self._received = bytearray()
        self._searched = 0
        self._log = bytearray()
        self._selector = selectors.DefaultSelector()
        for pipe in (self._stdin, self._stdout, self._stderr):
            os.set_blocking(pipe.fileno(), False)
        self._selector.register(self._stdout, selectors.EVENT_READ)
        self._selector.register(self._stderr, selectors.EVENT_READ)

    @property
    def log(self) -> str:
        """The end of what it wrote on standard error, complete once it is ended."""
        return decoded(bytes(self._log)).strip()

    def send(self, data: bytes) -> None:
        """Hand over what it shall read; what its pipe cannot take yet goes out while receiving."""
        self._unsent += data
        self._write()

    def receive(self, timeout: float) -> bytes:
        """Its next line, without the line feed; Crash, Hang or Garble where there is none."""
        deadline = time.monotonic() + timeout
        while (line := self._next_line()) is None:
            if self._stdout.closed:
                raise Crash(self._ending())
            remaining = deadline - time.monotonic()
            self._serve_pipes(remaining)
            if remaining <= 0 and b"\n" not in self._received:
                raise Hang(f"it gave no answer within {timeout:g} s{self._hang_hint()}")
        return line

    def finish(self, farewell: bytes, grace: float) -> bytes:
        """Say goodbye, let it end by itself for a while, and return what it wrote meanwhile."""
        self.send(farewell)
        deadline = time.monotonic() + grace
        while not self._stdout.closed and (remaining := deadline - time.monotonic()) > 0:
            if not self._unsent:
                self._close(self._stdin)
            self._serve_pipes(remaining)
            if len(self._received) > MAX_LINE:
                return bytes(self._received)
        # Its output has ended; what it does on leaving (writing a profile, say) it may finish.
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(max(0.0, deadline - time.monotonic()))
        return bytes(self._received)

    def end(self) -> None:
        """End it and every process it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._popen.pid, signal.SIGKILL)
        for _ in range(MAX_LINE // CHUNK):
            self._keep_log(self._read(self._stderr))
        for pipe in (self._stdin, self._stdout, self._stderr):
            self._close(pipe)
        self._selector.close()
        # Not for ever: one that runs as another user may be beyond our reach.
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(LAST_WORDS)

    def _next_line(self) -> bytes | None:
        end = self._received.find(b"\n", self._searched)
        if end < 0:
            self._searched = len(self._received)
            if self._searched > MAX_LINE:
                raise Garble(f"it wrote a line longer than {MAX_LINE} bytes")
            return None
        line = bytes(self._received[:end])
        del self._received[: end + 1]
        self._searched = 0
        return line

    def _serve_pipes(self, patience: float) -> None:
        """Read and write whatever is possible now, or wait a little until something is."""
        heard = False
        for key, _ in self._selector.select(max(0.0, min(patience, LOOK))):
            if key.fileobj is self._stdin:
                self._write()
            elif key.fileobj is self._stdout:
                heard = True
                self._received += self._read(self._stdout)
            else:
                self._keep_log(self._read(self._stderr))
        if not heard and self._popen.poll() is not None:
            # Whatever it wrote before it ended lies in the pipe by now.
            while len(self._received) <= MAX_LINE and (data := self._read(self._stdout)):
                self._received += data
            self._close(self._stdout)

    def _read(self, pipe: IO[bytes]) -> bytes:
        if pipe.closed:
            return b""
        try:
            data = os.read(pipe.fileno(), CHUNK)
        except BlockingIOError:
            return b""
        if not data:
            self._close(pipe)
        return data

    def _write(self) -> None:
        if self._stdin.closed:
            return
        try:
            while self._unsent:
                sent = os.write(self._stdin.fileno(), self._unsent[:CHUNK])
                del self._unsent[:sent]
        except BlockingIOError:
            if self._stdin not in self._selector.get_map():
                self._selector.register(self._stdin, selectors.EVENT_WRITE)
            return
        except OSError:
            # It reads no more. Whether that matters shows in what it answers.
            self._close(self._stdin)
            return
        if self._stdin in self._selector.get_map():
            self._selector.unregister(self._stdin)

    def _close(self, pipe: IO[bytes]) -> None:
        if pipe.closed:
            return
        if pipe in self._selector.get_map():
            self._selector.unregister(pipe)
        with contextlib.suppress(OSError):
            pipe.close()

    def _ending(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(LAST_WORDS)
        status = cast("int | None", self._popen.returncode)
        if status is None:
            how = "it closed its standard output"
        elif status < 0:
            how = f"it was ended by signal {-status} ({signal.strsignal(-status)})"
        else:
            how = f"it exited with status {status}"
        rest = decoded(bytes(self._received))
        return how + (f", in the middle of the line {quoted(rest)}" if rest else "")

    def _keep_log(self, data: bytes) -> None:
        self._log += data
        del self._log[:-MAX_LOG]

    def _hang_hint(self) -> str:
        if self._received:
            return f"; it wrote {quoted(decoded(bytes(self._received)))} without an end of line"
        return " (does it flush its output after each answer?)"
