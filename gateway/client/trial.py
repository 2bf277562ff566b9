"""A gateway started for tests of applications: any login, free ports, and an inbox to look into."""

import re
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager

from .inbox import Inbox

_STOPPING = 15.0


class TrialGateway:
    """A gateway that runs."""

    def __init__(self, host: str, port: int, url: str) -> None:
        self.host, self.port = host, port
        """Where mails are taken."""
        self.url = url
        """Where its web page is."""
        self.inbox = Inbox(url)


@contextmanager
def trial_gateway(*options: str) -> Generator[TrialGateway]:
    """Start one, with these *options* of ``smsmail gateway`` beside, and stop it at the end.

    Raises :class:`RuntimeError` where it does not start; why is on standard error.
    """
    command = [sys.executable, "-P", "-m", "smsmail.cli", "gateway", "--accept-any"]
    command += ["--listen", "127.0.0.1:0", "--web", "127.0.0.1:0", *options]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        said: dict[str, str] = {}
        for line in process.stdout:
            if found := re.fullmatch(r"(listening on|web:) (.*)\n", line):
                said[found[1]] = found[2]
            if len(said) == 2:
                break
        else:
            raise RuntimeError("the gateway did not start; why is on standard error")
        host, _, port = said["listening on"].rpartition(":")
        try:
            yield TrialGateway(host, int(port), said["web:"])
        finally:
            process.terminate()
            try:
                process.communicate(timeout=_STOPPING)
            except subprocess.TimeoutExpired:
                process.kill()
