"""Runs the command as it runs where there is no POSIX, as far as that can be had on a system that has it.

A script: its arguments are those of the command; or, as JSON on standard input, those of several, of which it then writes
the statuses and what they write, in the same way. The modules that Windows lacks cannot be imported, and what its ``os``,
``signal`` and ``socket`` lack is gone. What the standard library itself does with them it does as here.
"""

import asyncio
import io
import json
import multiprocessing.util
import os
import selectors
import signal
import socket
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from types import ModuleType

MODULES = "fcntl grp nis ossaudiodev pty pwd readline resource spwd syslog termios tty"
OF_OS = """
    chown fchmod fchown fork forkpty getegid geteuid getgid getgroups getloadavg getpgid getpgrp getuid initgroups killpg
    lchown mkfifo mknod nice openpty posix_fallocate posix_spawn pread pwrite sched_getaffinity sendfile setgid setpgid
    setsid setuid set_blocking statvfs sync sysconf tcgetpgrp ttyname uname wait wait3 wait4 waitid
    O_CLOEXEC O_DIRECTORY O_NOCTTY O_NOFOLLOW O_NONBLOCK O_SYNC
"""
SIGNALS = "SIGABRT SIGFPE SIGILL SIGINT SIGSEGV SIGTERM SIG_DFL SIG_IGN"

USED_BY_PYTHON_ITSELF = (asyncio, multiprocessing.util, selectors, subprocess)
"""Imported before anything is taken away."""


def take_away(module: ModuleType, names: str) -> None:
    for name in names.split():
        if hasattr(module, name):
            delattr(module, name)


if __name__ == "__main__":
    sys.modules |= dict.fromkeys(MODULES.split())  # type: ignore[arg-type]  # None is how an import is forbidden
    take_away(os, OF_OS)
    take_away(signal, " ".join(name for name in dir(signal) if name.startswith("SIG") and name not in SIGNALS.split()))
    take_away(socket, "AF_UNIX")

    from smsmail.cli import main

    if len(sys.argv) > 1:
        main()
    said: list[tuple[object, str, str]] = []
    for arguments in json.load(sys.stdin):
        written = io.BytesIO(), io.BytesIO()
        stdout, stderr = (io.TextIOWrapper(one, "utf-8", write_through=True) for one in written)
        with redirect_stdout(stdout), redirect_stderr(stderr):
            try:
                main(arguments)
            except SystemExit as end:
                said.append((end.code, written[0].getvalue().decode(), written[1].getvalue().decode()))
    print(json.dumps(said))
