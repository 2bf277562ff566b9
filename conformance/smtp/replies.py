"""What a gateway answered to the events of a case, put together from what arrived."""

from ...codec import DecodeError, decode_mail
from ..faults import Garble
from ..protocol import Answer, NoAnswer, Ok
from ..values import JSON
from .wire import Declined


class Heard:
    """What came of the events of one case so far."""

    def __init__(self, events: int) -> None:
        self._texts: list[str | None] = [None] * events
        self._mails = [0] * events
        self._refused: dict[int, Declined] = {}

    def refuse(self, event: int, refused: Declined | None) -> None:
        """Note that a mail was not taken."""
        if refused is not None:
            self._refused[event] = refused

    def add(self, event: int, mail: bytes) -> None:
        """Note a *mail* that answers."""
        self._mails[event] += 1
        if self._texts[event] is None:
            self._texts[event] = _text(mail)

    def lacks(self, event: int) -> bool:
        """Whether an answer may still come."""
        return not self._mails[event] and event not in self._refused

    def answer(self) -> Answer:
        """What a testee would answer."""
        for number, mails in enumerate(self._mails, 1):
            if mails > 1:
                return NoAnswer(Garble.kind, f"it answered event {number} with {mails} mails")
        value: dict[str, JSON] = {"replies": [self._reply(event) for event in range(len(self._texts))]}
        if self._refused:
            value["refused"] = {f"event {event + 1}": str(refused) for event, refused in self._refused.items()}
        return Ok(value)

    def _reply(self, event: int) -> str | None:
        if self._mails[event]:
            return self._texts[event]
        refused = self._refused.get(event)
        # That a mail is too large, SMTP itself can say.
        return f"ERROR = 1 ({refused.code})" if refused and refused.is_for_size else None


def _text(mail: bytes) -> str:
    try:
        return decode_mail(mail).text
    except DecodeError as error:
        return f"a mail without a text that can be read: {error.errors[0].message}"
