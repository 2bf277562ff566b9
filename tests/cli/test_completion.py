"""Completion as --help-all says it, tried at a terminal in the shells themselves."""

import os
import pty
import re
import select
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from smsmail.cli import main
from tests.support.interpreters import interpreter

pytestmark = pytest.mark.process

LONGEST = 120
"""Seconds after which a shell that does not answer is given up."""

HELP = CliRunner().invoke(main, ["--help-all"]).output
LINES: dict[str, str] = dict(re.findall(r"^ +(bash|zsh|fish)  (.*?) {3,}in ~/", HELP, re.MULTILINE))
BEGIN: dict[str, tuple[list[str], list[str]]] = {
    "bash": (["--norc", "--noprofile", "-i"], []),
    "zsh": (["-f", "-i"], ["autoload -U compinit", "compinit -u"]),
    "fish": (["--no-config", "-i"], []),
}


@pytest.mark.parametrize("shell", BEGIN)
def test_a_command_is_completed(shell: str, tmp_path: Path) -> None:
    program = interpreter(shell)
    options, before = BEGIN[shell]
    there = tmp_path / "there"
    pid, terminal = pty.fork()
    if not pid:
        os.chdir(tmp_path)
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        environment = {"PATH": path, "HOME": str(tmp_path), "TERM": "dumb", "LC_ALL": "C.UTF-8"}
        os.execve(program, [program, *options], environment)  # noqa: S606
    try:
        for line in [*before, LINES[shell]]:
            os.write(terminal, f"{line}\n".encode())
        # The shell shall make “check” of it, or the command is none.
        os.write(terminal, f"smsmail che\t--help > {there}\n".encode())
        until = time.monotonic() + LONGEST
        said = b""
        while not (there.exists() and there.stat().st_size):
            assert time.monotonic() < until, said.decode(errors="replace")
            if select.select([terminal], [], [], 0.2)[0]:
                said += os.read(terminal, 4096)
        os.write(terminal, b"exit\n")
    finally:
        os.close(terminal)
        os.waitpid(pid, 0)
    assert there.read_text("utf-8").startswith("Usage: smsmail check")
