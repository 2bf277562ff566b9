"""What becomes of the commands of a client: who may be written to, and what comes of a mail."""

import asyncio
from collections.abc import Sequence

from aiosmtpd.smtp import Envelope, Session, TLSSetupException

from .. import Mail
from ..mailbox import is_mailbox, shown_address
from . import log, smtp_answers
from .connection import NULL_SENDER, Connection
from .intake import Intake, NotStored, UnreadableRequest
from .reader import Reader
from .settings import Limits
from .verify import Verifier
from .watch import Watcher
from .workers import Ended


class SmtpHandler:
    """The handler of all connections; the names of its methods are aiosmtpd's."""

    def __init__(
        self, intake: Intake, reader: Reader, verifier: Verifier, limits: Limits, watcher: Watcher | None = None
    ) -> None:
        self._intake, self._reader, self._verifier, self._limits = intake, reader, verifier, limits
        self._watcher = watcher or Watcher()

    async def handle_EHLO(  # noqa: N802
        self, server: Connection, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """What is offered: all that the library does, but AUTH, of which there is no need (C-ADDR)."""
        session.host_name = hostname
        return [line for line in responses if not line.startswith("250-AUTH")]

    async def handle_MAIL(  # noqa: N802
        self, server: Connection, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Begin a mail. The library has compared SIZE with what is announced."""
        if address != NULL_SENDER and not is_mailbox(address):
            return smtp_answers.NO_SUCH_SENDER
        server.mail_begins()
        envelope.mail_from = address
        envelope.mail_options += options
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: Connection, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Add a recipient, once (R-ADDRESS)."""
        if not self._intake.knows(address):
            peer, right = _peer(session), self._intake.service
            sender, recipient = shown_address(envelope.mail_from or ""), shown_address(address)
            log.often("unknown_recipient", peer=peer, recipient=recipient, right=right)
            self._watcher.turned_away(peer, sender, recipient, right)
            return smtp_answers.no_such_address(right)
        if address.lower() not in map(str.lower, envelope.rcpt_tos):
            if len(envelope.rcpt_tos) >= self._limits.recipients:
                return smtp_answers.TOO_MANY_RECIPIENTS
            envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_VRFY(  # noqa: N802
        self, server: Connection, session: Session, envelope: Envelope, address: str
    ) -> str:
        """Whose address exists is nobody's business."""
        return smtp_answers.NO_VRFY

    async def handle_DATA(self, server: Connection, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Decide what becomes of a mail that is complete, and answer once that lasts."""
        server.mail_is_complete()
        sender = "" if envelope.mail_from == NULL_SENDER else envelope.mail_from or ""
        content = envelope.original_content or b""
        peer = _peer(session)
        try:
            kinds = {recipient: self._intake.takes_requests(recipient) for recipient in envelope.rcpt_tos}
            incoming = await self._reader.read(content, set(kinds.values()))
            mails = [Mail(sender, recipient, incoming.readings[kind]) for recipient, kind in kinds.items()]
            decide = lambda: self._intake.decide(mails, incoming, peer)
            entries, written = await self._verifier.settle(decide, peer)
            await asyncio.shield(written)
            self._watcher.arrived(entries, content, incoming.readings.get(True))
        except UnreadableRequest as refused:
            log.often("refused_at_smtp", peer=peer, octets=len(content), rules=_rules(refused))
            return smtp_answers.of_findings(refused.found)
        except NotStored:
            return smtp_answers.NOT_STORED
        except Ended:
            return smtp_answers.STOPPING
        finally:
            server.mail_is_decided()
        return f"250 2.0.0 stored as {', '.join(str(entry.seq) for entry in entries)}"

    async def handle_exception(self, error: Exception) -> str:
        """Answer what nobody thought of, and note where TLS came to nothing."""
        if isinstance(error, TLSSetupException):
            log.often("tls_failed", problem=type(error.__cause__).__name__)
        else:
            log.bug(error)
        return smtp_answers.BUG


def _peer(session: Session) -> str:
    return str(session.peer[0]) if session.peer else ""


def _rules(refused: UnreadableRequest) -> Sequence[str]:
    return list(dict.fromkeys(found.rule for found in refused.found if found.severity == "error"))
