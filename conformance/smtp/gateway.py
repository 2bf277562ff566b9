"""What the ways of testing a gateway have in common: mails go in by SMTP, and replies arrive at a listener."""

import time
from collections.abc import Callable
from typing import Self

from ...gateway.address import Address
from ..escape import quoted
from ..session import Limits
from .listener import Listener
from .wire import Wire

_SHOWN = 5
"""So many addresses are named in a complaint."""


class Gateway:
    """The gateway at *server*, whose replies arrive at *listener*.

    What is wrong beside the answers is told to *complain*. Use as a context manager.
    """

    def __init__(self, server: Address, listener: Listener, limits: Limits, complain: Callable[[str], object]) -> None:
        self.began = time.monotonic()
        self._limits = limits
        self._listener = listener
        self._complain = complain
        self._wire = Wire(server, self._patience)
        self._strays = 0
        self._shown: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._wire.close()

    def _patience(self) -> float:
        """How long it has for an answer. Raises OutOfTime."""
        return self._limits.patience(self.began)

    def _note_stray(self, recipient: str) -> None:
        """A reply that went to somebody who sent nothing."""
        self._strays += 1
        if len(self._shown) < _SHOWN:
            self._shown.append(quoted(recipient, 80))

    def _tell_strays(self) -> None:
        if self._strays:
            self._complain(f"{self._strays} replies went to addresses that sent nothing: {', '.join(self._shown)}")
