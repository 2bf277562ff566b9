"""What goes into :func:`smsmail.gateway.handle`, and what comes out."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from ..codec import Accepted, Content, Diagnostic, Rejected, Translit
from .reading import Reading

DOMAIN = "send.smscentre.com"
"""What stands behind the @ of the service's addresses (C-ADDR, C-FORWARD)."""

OutcomeKind = Literal["accepted", "refused", "forwarded", "not_forwarded", "no_such_address"]


class Mail(Struct, frozen=True):
    """A mail as SMTP hands it over."""

    sender: str
    """The envelope's; empty for the null sender."""
    recipient: str
    """The envelope's, without angle brackets. A mail to several is handled once for each."""
    content: bytes | str | Reading
    """The whole mail as octets, or as text the request (the text to forward) that it carries, or what was read in it."""

    def __repr__(self) -> str:
        content = self.content
        size = "" if isinstance(content, Reading) else f"{len(content)} of "
        return f"Mail({self.sender!r}, {self.recipient!r}, {size}{type(content).__name__})"


class Dispatch(Struct, frozen=True, kw_only=True):
    """One message on its way out: of a single request, of one row of a list, or forwarded."""

    recipients: tuple[str, ...]
    """As the request names them, groups among them, in its order and as often as it names them (R-COUNTEACH)."""
    content: Content
    """What kind of message it is, and what it says."""
    sender: str | None
    """The sender name, of an e-mail the address; ``None`` is the account's own choice."""
    translit: Translit
    """How the text is still to be transliterated (C-TRANSLIT)."""
    at: datetime | None
    """When to send it, in UTC; ``None`` is now (C-TIME-NOW)."""
    parts: int
    """How many SMS it is to one recipient (C-SEGMENT)."""


class Fact(Struct, frozen=True):
    """One thing that a durable store has to remember: of two with the same key the later holds.

    All facts that :func:`handle` gave, put into :func:`begin` with the accounts, make a state that behaves like the last.
    """

    key: str
    value: str
    until: int | None
    """From when on it no longer matters and may be deleted: microseconds on the state's clock, ``None`` for never."""


class Outcome(Struct, frozen=True, kw_only=True):
    """What came of a mail."""

    kind: OutcomeKind
    """A request was accepted or refused; an ordinary mail was forwarded or not; or nobody lives there (R-ADDRESS)."""
    login: str | None = None
    """Of whose account, where that is certain; otherwise ``None``."""
    answer: Accepted | Rejected | None = None
    """The reply in full, also where nobody is told; ``None`` only for an address that does not exist."""
    reply: str | None = None
    """The line that is due to the mail's sender; ``None`` where none is (R-REPLYWHEN, R-REPLYTO, R-FORWARDREPLY)."""
    messages: tuple[Dispatch, ...] = ()
    """What is sent: nothing unless *kind* is ``accepted`` or ``forwarded`` (R-WHOLE)."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What was found in a mail or request that cannot be read, at least one of them an error; otherwise empty."""
    changes: tuple[Fact, ...] = ()
    """What a durable store has to write for the state to be built again: a few facts, however large the state is."""
