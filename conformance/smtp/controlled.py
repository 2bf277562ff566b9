"""A gateway under control: each case has it to itself, with the account and the clock that the case wants.

See docs/smtp-conformance.md for the control.
"""

import json
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from http.client import HTTPConnection, HTTPException
from typing import Any, Generic, TypeVar, cast
from urllib.parse import urlsplit

from ...gateway.address import Address
from ..corpus import Case
from ..escape import decoded, quoted
from ..faults import CannotStart, Crash, Fault, Garble, Hang
from ..protocol import Answer, Hello, NoAnswer, Skip
from ..session import SessionLimits
from ..values import compact
from .gateway import Gateway
from .listener import Arrived, Listener
from .mails import Event, events_of, is_carried, octets_of
from .replies import Heard

_PROTOCOL = 1
_LONGEST_LINE = 1 << 20


class Controlled(Gateway):
    """The gateway at *server*, whose control is at *control*: an address that takes JSON lines, or a URL to POST to."""

    def __init__(
        self,
        server: Address,
        control: Address | str,
        listener: Listener,
        limits: SessionLimits,
        complain: Callable[[str], object],
    ) -> None:
        super().__init__(server, listener, limits, complain)
        self._has_asked = False
        self._control = (
            _ByHttp(control, self._patience) if isinstance(control, str) else _ByLines(control, self._patience)
        )

    def __exit__(self, *exc: object) -> None:
        super().__exit__(*exc)
        self._control.close()

    def hello(self) -> Hello:
        """How the gateway introduces itself. Raises CannotStart."""
        self._wire.try_it(self._limits.answer)
        return self._control.hello(self._limits.answer)

    def answers(self, cases: Iterable[Case]) -> Iterator[Answer]:
        """One answer for each case, in order, whatever the gateway does."""
        for case in cases:
            yield self._answer(case)

    def _answer(self, case: Case) -> Answer:
        events = events_of(case)
        if not all(map(is_carried, events)):
            return Skip("no mail can carry its text as it stands")
        heard = Heard(len(events))
        try:
            self._control.order("reset", account=case.input["account"], now=events[0].at)
            self._drop_what_is_late()
            for number, event in enumerate(events):
                self._play(heard, number, event)
        except Fault as fault:
            return NoAnswer(fault.kind, str(fault))
        return heard.answer()

    def _drop_what_is_late(self) -> None:
        """Replies to the mails of an earlier case, or of whoever used the gateway before."""
        late = self._listener.take()
        if late and self._has_asked:
            self._complain(f"{len(late)} replies came after its control had said that all were delivered")
        self._has_asked = True

    def _play(self, heard: Heard, number: int, event: Event) -> None:
        self._control.order("clock", now=event.at)
        heard.refuse(number, self._wire.deliver(event.sender, event.recipient, octets_of(event)))
        self._control.order("settle")
        for arrived in self._listener.take():
            if not event.sender or _is_for(arrived, event.sender):
                heard.add(number, arrived.content)
            else:
                to = ", ".join(arrived.recipients)
                self._complain(f"a reply to {event.sender} was sent to {quoted(to)}")


def _is_for(arrived: Arrived, address: str) -> bool:
    return [recipient.casefold() for recipient in arrived.recipients] == [address.casefold()]


_At = TypeVar("_At", Address, str)


class _Control(Generic[_At]):
    """The conversation with the control, in JSON."""

    def __init__(self, address: _At, patience: Callable[[], float]) -> None:
        self._address = address
        self._patience = patience

    def hello(self, patience: float) -> Hello:
        try:
            said = self._ask({"op": "hello", "control": _PROTOCOL}, patience)
        except Fault as fault:
            raise CannotStart(f"the control at {self._address}: {fault}") from fault
        if said.get("control") != _PROTOCOL:
            raise CannotStart(
                f"the control at {self._address} does not speak version {_PROTOCOL}: {quoted(compact(said))}"
            )
        texts = [said.get(name) for name in ("implementation", "version", "language")]
        implementation, version, language = (text if isinstance(text, str) and text else "?" for text in texts)
        return Hello(implementation, version, language, ("serve",))

    def order(self, op: str, **members: Any) -> None:
        """Have an order obeyed. Raises Fault where it is not."""
        said = self._ask({"op": op, **members}, self._patience())
        if said.get("ok") is not True:
            raise Garble(f"its control did not obey “{op}”: {quoted(compact(said))}")

    def close(self) -> None:
        """Hang up."""

    def _exchange(self, order: bytes, patience: float) -> bytes:
        """The answer to *order*. Raises OSError, of which TimeoutError is one."""
        raise NotImplementedError

    def _ask(self, order: dict[str, Any], patience: float) -> dict[str, Any]:
        try:
            line = self._exchange(compact(order).encode("ascii"), patience)
        except TimeoutError as error:
            self.close()
            hint = "; do its replies reach the address of --listen?" if order["op"] == "settle" else ""
            raise Hang(f"its control did not answer “{order['op']}” within {patience:g} s{hint}") from error
        except OSError as error:
            self.close()
            raise Crash(f"there was no talking to its control: {error.strerror or error}") from error
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict):
            self.close()
            raise Garble(f"its control wrote a line that is no JSON object: {quoted(decoded(line))}")
        return cast("dict[str, Any]", said)


class _ByLines(_Control[Address]):
    """A line for each message."""

    _socket: socket.socket | None = None

    def close(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _exchange(self, order: bytes, patience: float) -> bytes:
        if self._socket is None:
            self._socket = socket.create_connection(self._address, patience)
        self._socket.settimeout(patience)
        self._socket.sendall(order + b"\n")
        return self._line(self._socket, patience)

    def _line(self, connection: socket.socket, patience: float) -> bytes:
        deadline = time.monotonic() + patience
        line = b""
        while not line.endswith(b"\n"):
            piece = connection.recv(65536)
            if not piece:
                raise ConnectionError("it hung up")
            line += piece
            if time.monotonic() > deadline or len(line) > _LONGEST_LINE:
                raise TimeoutError
        return line


class _ByHttp(_Control[str]):
    """A POST for each message."""

    _connection: HTTPConnection | None = None

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _exchange(self, order: bytes, patience: float) -> bytes:
        url = urlsplit(self._address)
        if self._connection is None:
            self._connection = HTTPConnection(url.hostname or "", url.port, timeout=patience)
        try:
            self._connection.request("POST", url.path or "/control", order, {"Content-Type": "application/json"})
            return self._connection.getresponse().read(_LONGEST_LINE)
        except HTTPException as error:
            raise ConnectionError(f"it does not speak HTTP: {type(error).__name__}") from error
