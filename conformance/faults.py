"""How a testee can fail other than by a wrong answer."""

import os
from typing import ClassVar, Literal

FaultKind = Literal["crashed", "hung", "garbled", "not-asked"]


class Fault(Exception):
    """Something a testee did that ends its process; the message says what, in words."""

    kind: ClassVar[FaultKind]


class Crash(Fault):
    """It ended, or closed its output, with an answer still owed."""

    kind = "crashed"


class Hang(Fault):
    """It did not answer in time."""

    kind = "hung"


class Garble(Fault):
    """It wrote something that is no answer to what was asked."""

    kind = "garbled"


class OutOfTime(Fault):
    """The run has taken as long as it may; nothing is asked any more."""

    kind = "not-asked"


class CannotStart(Exception):
    """The testee could not be started or did not introduce itself; nothing was judged.

    >>> try:
    ...     Session(["/no/such/program"])
    ... except CannotStart:
    ...     print("not there")
    not there
    """


def require_process_groups(what: str) -> None:
    """Raise CannotStart where a program could not be ended together with all that it started."""
    if not hasattr(os, "killpg"):
        raise CannotStart(f"{what} needs a POSIX system (on Windows: WSL)")
