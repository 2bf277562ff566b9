"""Gateways that speak SMTP in this process: the right behaviour, with one thing wrong in each of the bad ones."""

import json
import re
import smtplib
import subprocess
import sys
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import parseaddr
from socketserver import StreamRequestHandler, TCPServer
from typing import Any, NamedTuple

import msgspec
from aiosmtpd.smtp import SMTP, Envelope, Session

from smsmail.conformance.smtp import Listener
from smsmail.gateway import Account, Mail, Outcome, Plain, State, begin, handle, knows
from smsmail.gateway.address import Address
from tests.support.running import free_port


class Gateway(Listener):
    """The right one. A bad one differs in a method."""

    def __init__(self, accounts: Sequence[dict[str, Any]], replies_to: Address) -> None:
        super().__init__(Address("127.0.0.1", 0))
        self.state = begin(map(account, accounts))
        self._replies_to = replies_to

    def decide(self, mail: Mail) -> Outcome:
        """What comes of a mail."""
        self.state, outcome = handle(self.state, mail, datetime.now(UTC))
        return outcome

    def answer(self, mail: Mail, outcome: Outcome) -> None:
        """Write to whom something is due."""
        if outcome.reply is not None:
            self.send(mail.sender, outcome.reply)

    def send(self, to: str, text: str) -> None:
        """Send a mail."""
        reply = EmailMessage(policy=SMTP_POLICY)
        reply.set_content(text)
        with smtplib.SMTP(*self._replies_to, local_hostname="gateway.example") as server:
            server.sendmail("", [to], reply.as_bytes())

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not knows(self.state, address):
            return "550 no such address"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        sender = "" if envelope.mail_from in (None, "<>") else envelope.mail_from
        mail = Mail(sender or "", envelope.rcpt_tos[0], envelope.original_content or b"")
        if (refusal := self.refusal(mail)) is not None:
            return refusal
        self.answer(mail, self.decide(mail))
        return "250 OK"

    def refusal(self, mail: Mail) -> str | None:
        """What is said instead of taking the mail."""
        return None


class Forgetful(Gateway):
    """Remembers nothing, so that there are no repeats, no floods and always money."""

    def decide(self, mail: Mail) -> Outcome:
        return handle(self.state, mail, datetime.now(UTC))[1]


class Silent(Gateway):
    """Never answers."""

    def answer(self, mail: Mail, outcome: Outcome) -> None:
        pass


class Chatty(Gateway):
    """Answers whether it was asked to or not."""

    def answer(self, mail: Mail, outcome: Outcome) -> None:
        if mail.sender and outcome.answer is not None:
            self.send(mail.sender, outcome.reply or "OK - 1 SMS, ID - 1")


class Endless(Gateway):
    """Answers, and cannot stop answering, to whom it should and to others."""

    def answer(self, mail: Mail, outcome: Outcome) -> None:
        if outcome.reply is not None and not self._talking:
            self._talking = threading.Thread(target=self._talk, args=(mail.sender, outcome.reply), daemon=True)
            self._talking.start()

    _talking: threading.Thread | None = None

    def _talk(self, to: str, text: str) -> None:
        with suppress(OSError, smtplib.SMTPException):
            while True:
                for one in (to, "postmaster@example.com"):
                    self.send(one, text)


class Twice(Gateway):
    """Sends each reply twice."""

    def answer(self, mail: Mail, outcome: Outcome) -> None:
        super().answer(mail, outcome)
        super().answer(mail, outcome)


class ToHeader(Gateway):
    """Takes the address in the header for the one in the envelope."""

    def decide(self, mail: Mail) -> Outcome:
        return super().decide(Mail(_header_address(mail), mail.recipient, mail.content))

    def answer(self, mail: Mail, outcome: Outcome) -> None:
        if outcome.reply is not None:
            self.send(_header_address(mail), outcome.reply)


def _header_address(mail: Mail) -> str:
    assert isinstance(mail.content, bytes)
    return parseaddr(message_from_bytes(mail.content)["From"] or "")[1]


class Astray(Gateway):
    """Answers somebody else."""

    def answer(self, mail: Mail, outcome: Outcome) -> None:
        if outcome.reply is not None:
            self.send("postmaster@example.com", outcome.reply)


class Prose(Gateway):
    """Answers in words of its own."""

    def answer(self, mail: Mail, outcome: Outcome) -> None:
        if outcome.reply is not None:
            self.send(mail.sender, "Your message is important to us.")


class Rejecting(Gateway):
    """Refuses at SMTP what should be answered by mail."""

    def refusal(self, mail: Mail) -> str | None:
        return "550 5.6.0 I do not like it" if self.decide_only(mail).kind == "refused" else None

    def decide_only(self, mail: Mail) -> Outcome:
        return handle(self.state, mail, datetime.now(UTC))[1]


class Small(Gateway):
    """Takes mails of at most 100,000 octets, and says so in the words of SMTP."""

    def refusal(self, mail: Mail) -> str | None:
        assert isinstance(mail.content, bytes)
        return "552 5.3.4 too large" if len(mail.content) > 100_000 else None


class HangsUp(Gateway):
    """Hangs up once it has seen a mail."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        return "421 4.3.0 goodbye"


class UnderControl(Gateway):
    """The right one, with a control."""

    def __init__(self, accounts: Sequence[dict[str, Any]], replies_to: Address) -> None:
        super().__init__(accounts, replies_to)
        self.now = datetime.now(UTC)

    def decide(self, mail: Mail) -> Outcome:
        self.state, outcome = handle(self.state, mail, self.now)
        return outcome

    def obey(self, order: dict[str, Any]) -> dict[str, Any]:
        """Do what is asked of the control."""
        match order["op"]:
            case "hello":
                return {"control": 1, "implementation": "fake", "version": "7", "language": "Python"}
            case "reset":
                self.state: State = begin([account(order["account"])])
                self.now = datetime.fromisoformat(order["now"])
            case "clock":
                self.now = datetime.fromisoformat(order["now"])
            case _:
                pass  # replies are sent before a mail is answered: it is settled
        return {"ok": True}


class AskedForTheTime(UnderControl):
    """Keeps the time of the first event of a case."""

    def obey(self, order: dict[str, Any]) -> dict[str, Any]:
        return {"ok": True} if order["op"] == "clock" else super().obey(order)


class Disobedient(UnderControl):
    """Has a control that does nothing."""

    def obey(self, order: dict[str, Any]) -> dict[str, Any]:
        return super().obey(order) if order["op"] == "hello" else {"error": "no"}


class Late(UnderControl):
    """Sends a reply only when the next case begins."""

    _late: tuple[str, str] | None = None

    def answer(self, mail: Mail, outcome: Outcome) -> None:
        if outcome.reply is not None:
            self._late = (mail.sender, outcome.reply)

    def obey(self, order: dict[str, Any]) -> dict[str, Any]:
        if order["op"] == "reset" and self._late:
            self.send(*self._late)
            self._late = None
        return super().obey(order)


class ToHeaderUnderControl(ToHeader, UnderControl):
    """Answers the address in the header."""


class AstrayUnderControl(Astray, UnderControl):
    """Answers somebody else."""


class Running(NamedTuple):
    """Where a gateway is, and its control."""

    server: Address
    control: Address


@contextmanager
def running(gateway: Gateway) -> Generator[Running]:
    """Have it listen, in a thread."""

    class Control(StreamRequestHandler):
        def handle(self) -> None:
            assert isinstance(gateway, UnderControl)
            for line in self.rfile:
                self.wfile.write(json.dumps(gateway.obey(json.loads(line))).encode() + b"\n")

    with gateway, TCPServer(("127.0.0.1", 0), Control) as control:
        thread = threading.Thread(target=control.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield Running(gateway.address, Address("127.0.0.1", control.server_address[1]))
        finally:
            control.shutdown()
            thread.join()


def account(given: dict[str, Any]) -> Account:
    """An account as a case has it."""
    return msgspec.convert(given, Account, dec_hook=lambda kind, text: Plain(str(text)))


@contextmanager
def own_gateway(*options: str) -> Generator[tuple[dict[str, str], str]]:
    """``smsmail gateway`` as a process: what it says on its first lines, and where it sends its replies."""
    listen = f"127.0.0.1:{free_port()}"
    command = [sys.executable, "-P", "-m", "smsmail.cli", "gateway", "--listen", "127.0.0.1:0", "--reply-via", listen]
    with subprocess.Popen(
        [*command, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        log = threading.Thread(target=process.stderr.read)
        log.start()
        said: dict[str, str] = {}
        for _ in range(5 if "--control" in options else 4):
            found = re.fullmatch(r"(listening on|\w+:) (.*)\n", process.stdout.readline())
            assert found, process.poll()
            said[found[1]] = found[2]
        try:
            yield said, listen
        finally:
            process.terminate()
            log.join()
            assert process.wait(60) == 0
