"""What a gateway answered to the events of a case, put together from what arrived."""

from ...codec import DecodeError, decode_mail
from ..faults import Garble
from ..protocol import Answer, Broken, Ok
from ..values import JSON
from .wire import Refused


class Heard:
    """What came of the events of one case so far."""

    def __init__(self, events: int) -> None:
        self._texts: list[list[str]] = [[] for _ in range(events)]
        self._refused: dict[int, Refused] = {}

    def refuse(self, event: int, refused: Refused | None) -> None:
        """Note that a mail was not taken."""
        if refused is not None:
            self._refused[event] = refused

    def add(self, event: int, mail: bytes) -> None:
        """Note a *mail* that answers."""
        self._texts[event].append(_text(mail))

    def lacks(self, event: int) -> bool:
        """Whether an answer may still come."""
        return not self._texts[event] and event not in self._refused

    def answer(self) -> Answer:
        """What a testee would answer."""
        for number, texts in enumerate(self._texts, 1):
            if len(texts) > 1:
                return Broken(Garble.kind, f"it answered event {number} with {len(texts)} mails")
        value: dict[str, JSON] = {"replies": [self._reply(event) for event in range(len(self._texts))]}
        if self._refused:
            value["refused"] = {f"event {event + 1}": str(refused) for event, refused in self._refused.items()}
        return Ok(value)

    def _reply(self, event: int) -> str | None:
        if self._texts[event]:
            return self._texts[event][0]
        refused = self._refused.get(event)
        # That a mail is too large, SMTP itself can say.
        return f"ERROR = 1 ({refused.code})" if refused and refused.is_for_size else None


def _text(mail: bytes) -> str:
    try:
        return decode_mail(mail).text
    except DecodeError as error:
        return f"a mail without a text that can be read: {error.errors[0].message}"
