"""What the ways of testing a gateway have in common: mails go in by SMTP, and replies arrive at a listener."""

import time
from collections.abc import Callable
from typing import Self

from ...gateway.address import Address
from ..session import SessionLimits
from .listener import Listener
from .wire import Wire


class Gateway:
    """The gateway at *server*, whose replies arrive at *listener*.

    What is wrong beside the answers is told to *complain*. Use as a context manager.
    """

    def __init__(
        self, server: Address, listener: Listener, limits: SessionLimits, complain: Callable[[str], object]
    ) -> None:
        self.began = time.monotonic()
        self._limits = limits
        self._listener = listener
        self._complain = complain
        self._wire = Wire(server, self._patience)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._wire.close()

    def _patience(self) -> float:
        """How long it has for an answer. Raises OutOfTime."""
        return self._limits.patience(self.began)
