"""What the conversation with a client is about: who may be written to, and what becomes of a mail."""

import asyncio
import re
from collections.abc import Sequence

from aiosmtpd.smtp import Envelope, Session, TLSSetupException

from ...codec import Accepted, Rejected
from .. import Mail
from . import answers, log
from .intake import Intake, NotStored, Refused
from .limits import Limits
from .smtp import Conversation
from .store import Entry
from .verify import Verifier


class Hooks:
    """The handler of all conversations; the names of its methods are aiosmtpd's."""

    def __init__(self, intake: Intake, verifier: Verifier, limits: Limits) -> None:
        self._intake, self._verifier, self._limits = intake, verifier, limits

    async def handle_EHLO(  # noqa: N802
        self, server: Conversation, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """What is offered: all that the library does, but AUTH, of which there is no need (C-ADDR)."""
        session.host_name = hostname
        return [line for line in responses if not line.startswith("250-AUTH")]

    async def handle_MAIL(  # noqa: N802
        self, server: Conversation, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Begin a mail. The library has compared SIZE with what is announced."""
        if address != _NULL and not MAILBOX.fullmatch(address):
            return answers.NO_SUCH_SENDER
        server.mail_begins()
        envelope.mail_from = address
        envelope.mail_options += options
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Conversation, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Add a recipient, once (R-ADDRESS)."""
        if not self._intake.knows(address):
            return answers.NO_SUCH_ADDRESS
        if address.lower() not in map(str.lower, envelope.rcpt_tos):
            if len(envelope.rcpt_tos) >= self._limits.recipients:
                return answers.TOO_MANY_RECIPIENTS
            envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_VRFY(  # noqa: N802
        self, server: Conversation, session: Session, envelope: Envelope, address: str
    ) -> str:
        """Whose address exists is nobody's business."""
        return answers.NO_VRFY

    async def handle_DATA(self, server: Conversation, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Decide what becomes of a mail that is complete, and answer once that lasts."""
        server.mail_is_complete()
        sender = "" if envelope.mail_from == _NULL else envelope.mail_from or ""
        content = envelope.original_content or b""
        mails = [Mail(sender, recipient, content) for recipient in envelope.rcpt_tos]
        peer = str(session.peer[0]) if session.peer else ""
        try:
            entries, written = await self._verifier.settle(lambda: self._intake.decide(mails))
            await asyncio.shield(written)
        except Refused as refused:
            log.event("refused_at_smtp", peer=peer, octets=len(content), rules=_rules(refused))
            return answers.of_findings(refused.found)
        except NotStored:
            return answers.NOT_STORED
        finally:
            server.mail_is_decided()
        for entry in entries:
            _tell(entry, peer)
        return f"250 2.0.0 stored as {', '.join(str(entry.seq) for entry in entries)}"

    async def handle_exception(self, error: Exception) -> str:
        """Answer what nobody thought of, and note where TLS came to nothing."""
        if isinstance(error, TLSSetupException):
            log.event("tls_failed", problem=type(error.__cause__).__name__)
        else:
            log.bug(error)
        return answers.BUG


MAILBOX = re.compile(
    r"""(?:[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*|"(?:[ !#-\[\]-~]|\\[ -~])*")"""
    r"@(?:[\w-]+(?:\.[\w-]+)*|\[[\w.:]+\])",
    re.ASCII,
)
"""An address that a reply can be sent to (RFC 5321, 4.1.2)."""

_NULL = "<>"
"""How the library calls the null sender."""


def _rules(refused: Refused) -> Sequence[str]:
    return list(dict.fromkeys(found.rule for found in refused.found if found.severity == "error"))


def _tell(entry: Entry, peer: str) -> None:
    outcome = entry.outcome
    answer = outcome.answer
    log.event(
        "mail",
        seq=entry.seq,
        peer=peer,
        sender=entry.sender,
        recipient=entry.recipient,
        octets=entry.octets,
        login=outcome.login,
        kind=outcome.kind,
        error=answer.error if isinstance(answer, Rejected) else None,
        sms=answer.sms if isinstance(answer, Accepted) else None,
        replies=outcome.reply is not None,
    )
