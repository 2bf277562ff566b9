"""A gateway as it is: an account of its own for each case, all mails at once, and then the replies.

No clock can be turned here. What lies seconds apart in a case is sent at once, as long as no rule could tell the
difference; other cases are skipped.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from msgspec import Struct

from ...gateway.address import Address
from ..corpus import Case
from ..escape import quoted
from ..faults import Fault, OutOfTime
from ..protocol import Answer, Hello, NoAnswer, Skip
from ..session import SessionLimits
from .accounts import aliases
from .alias import Alias
from .gateway import Gateway
from .listener import Arrived, Listener
from .mails import Event, events_of, is_carried, octets_of
from .replies import Heard

LONGEST_CASE = 50.0
"""Seconds. The rules know of a minute and of two: within less it does not matter when something comes."""

_LOOK = 0.05
"""Seconds between two looks at what has arrived."""


_SHOWN = 5
"""So many addresses are named in a complaint."""


class _Asked(Struct):
    """A case whose mails are on their way."""

    case: Case
    heard: Heard
    fault: Fault | None = None

    @property
    def lacks_a_reply(self) -> bool:
        due = self.case.expect["ok"]["replies"]
        return self.fault is None and any(
            self.heard.lacks(number)
            for number, wanted in enumerate(due)
            if wanted is not None and wanted != {"any": True}
        )


class AtOnce(Gateway):
    """The gateway at *server*, which has the accounts of :func:`write_accounts` for *corpus*.

    No more replies are waited for once there was none for *settle* seconds, or for as long as an answer may take where one
    is due.
    """

    def __init__(
        self,
        server: Address,
        listener: Listener,
        corpus: Iterable[Case],
        limits: SessionLimits,
        settle: float,
        complain: Callable[[str], object],
    ) -> None:
        super().__init__(server, listener, limits, complain)
        self._name = str(server)
        self._settle = settle
        self._aliases: Mapping[str, Alias] = aliases(corpus)
        self._writers: dict[str, tuple[Heard, int]] = {}
        self._has_heard = False
        self._strays = 0
        self._shown: list[str] = []

    def hello(self) -> Hello:
        """What is known of the gateway. Raises CannotStart."""
        self._wire.try_it(self._limits.answer)
        return Hello(self._name, "by SMTP", "an unknown language", ("serve",))

    def answers(self, cases: Iterable[Case]) -> Iterator[Answer]:
        """One answer for each case, in order, whatever the gateway does; none before all mails are sent."""
        asked = [self._ask(case) for case in cases]
        self._gather([one for one in asked if isinstance(one, _Asked)])
        for one in asked:
            if not isinstance(one, _Asked):
                yield one
            elif one.fault:
                yield NoAnswer(one.fault.kind, str(one.fault))
            else:
                yield one.heard.answer()

    def _ask(self, case: Case) -> _Asked | Answer:
        events = events_of(case)
        if _seconds(events) > LONGEST_CASE:
            return Skip("it needs a clock that can be turned (--control)")
        alias = self._aliases[case.id]
        renamed = [alias.event(event, number) for number, event in enumerate(events)]
        same = all(alias.says_the_same(event, other) for event, other in zip(events, renamed, strict=True))
        if not same or not all(map(is_carried, renamed)):
            return Skip("no mail can carry its text as it stands")
        asked = _Asked(case, Heard(len(events)))
        try:
            for number, event in enumerate(renamed):
                self._patience()
                if event.sender:
                    self._writers[event.sender.casefold()] = (asked.heard, number)
                asked.heard.refuse(number, self._wire.deliver(event.sender, event.recipient, octets_of(event)))
        except Fault as fault:
            asked.fault = fault
        self._sort(self._listener.take())
        return asked

    def _gather(self, asked: list[_Asked]) -> None:
        """Take in replies until no more are to be expected, or the run has lasted long enough."""
        quiet_since = time.monotonic()
        try:
            while self._patience():
                patience = self._limits.answer if any(one.lacks_a_reply for one in asked) else self._settle
                if time.monotonic() - quiet_since > patience:
                    break
                if self._listener.wait(_LOOK):
                    self._sort(self._listener.take())
                    quiet_since = time.monotonic()
        except OutOfTime as fault:
            self._complain(f"mails still came when {fault}; what is judged is what had come until then")
        if self._strays:
            shown = ", ".join(quoted(stray, 80) for stray in self._shown)
            self._complain(f"{self._strays} replies went to addresses that sent nothing: {shown}")
        if not self._has_heard and any(one.lacks_a_reply for one in asked):
            self._complain(f"no mail at all came to {self._listener.address}: does the gateway send its replies there?")

    def _sort(self, arrived: list[Arrived]) -> None:
        self._has_heard = self._has_heard or bool(arrived)
        for mail in arrived:
            for recipient in mail.recipients:
                if writer := self._writers.get(recipient.casefold()):
                    heard, number = writer
                    heard.add(number, mail.content)
                else:
                    self._strays += 1
                    self._shown = [*self._shown, recipient][:_SHOWN]


def _seconds(events: list[Event]) -> float:
    """From the first event to the last."""
    moments = [datetime.fromisoformat(event.at) for event in events]
    return (max(moments) - min(moments)).total_seconds()
