"""A mail gateway that refuses a wrong SMS request while its sender is still on the line.

    python examples/mail_gateway.py --listen 127.0.0.1:2525 --next-hop localhost:25

Whoever sends a mail through it to the SMS service and has made a mistake in the request is told at once, by the answer
to the mail, what is wrong and how to mend it. All other mails go on to the next hop, to those recipients that it takes.
"""

import argparse
import asyncio
import re
import smtplib
import threading
from collections.abc import Callable, Iterable

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from smsmail.codec import check_mail

SERVICE = "send@send.smscentre.com"
TAKEN = "250 2.0.0 OK"
FIRST_REFUSAL = 400
LONGEST_ANSWER = 510  # octets of an answer without its CR LF (RFC 5321, 4.5.3.1.5)

Refused = dict[str, tuple[int, bytes]]
"""The recipients that the next hop does not take, with its answer to each, as :meth:`smtplib.SMTP.sendmail` has them."""

Relay = Callable[[str, Iterable[str], bytes], Refused | None]
"""Passes on a mail: sender, recipients and octets."""


class Gateway:
    """The handler of an aiosmtpd server."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient whom the next hop takes: only now can each be answered on his own."""
        if isinstance(self._relay, NextHop):
            answer = await self._answer(self._relay.ask, envelope.mail_from or "", address)
            if answer != TAKEN:
                return answer
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Answer a mail that has arrived in full; the name of the method is aiosmtpd's."""
        mail = envelope.original_content or b""
        if SERVICE in map(str.lower, envelope.rcpt_tos) and (answer := refusal(mail)):
            return answer
        return await self._answer(self._relay, envelope.mail_from or "", envelope.rcpt_tos, mail)

    @staticmethod
    async def _answer(ask: Callable[..., Refused | None], *arguments: object) -> str:
        """What the next hop, which *ask* talks to, comes to: its first refusal, if there is one."""
        try:
            refused = await asyncio.to_thread(ask, *arguments)
        except smtplib.SMTPRecipientsRefused as error:
            refused = error.recipients
        except smtplib.SMTPResponseException as error:
            refused = {"": (error.smtp_code, error.smtp_error)}
        except OSError:
            return "451 4.4.1 the next mail server cannot be reached, try again later"
        for code, said in (refused or {}).values():
            # Where others have been served: to be told of a failure is better than to be told of none.
            return one_line(f"{code} {said if isinstance(said, str) else said.decode('ascii', 'replace')}")
        return TAKEN


def refusal(mail: bytes) -> str | None:
    """The answer that refuses *mail*; ``None`` for a mail whose request is right."""
    errors = [found for found in check_mail(mail) if found.severity == "error"]
    if not errors:
        return None
    first = errors[0]
    where = f"{first.field}: " if first.field else ""
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return one_line(f"550 5.6.0 SMS request refused: {where}{first.message} [{first.rule}]{more}. {first.remedy}")


def one_line(text: str) -> str:
    """*text* as an answer may be: ASCII, one line, not too long. It may quote what a stranger wrote in a header."""
    return re.sub("[^ -~]", "?", text.encode("ascii", "backslashreplace").decode("ascii"))[:LONGEST_ANSWER]


class NextHop:
    """The server to which mails are passed on."""

    def __init__(self, host: str, port: int) -> None:
        self._address = host, port

    def __call__(self, sender: str, recipients: Iterable[str], mail: bytes) -> Refused:
        """Pass on a mail; the recipients that were refused."""
        with smtplib.SMTP(*self._address, timeout=60) as client:
            client.ehlo_or_helo_if_needed()
            options = ["BODY=8BITMIME"] if client.has_extn("8bitmime") else []
            return client.sendmail(sender, list(recipients), mail, mail_options=options)

    def ask(self, sender: str, recipient: str) -> Refused:
        """Whether the server takes mails from *sender* for *recipient*: nothing if so."""
        with smtplib.SMTP(*self._address, timeout=60) as client:
            client.ehlo_or_helo_if_needed()
            for code, said in (client.mail(sender), client.rcpt(recipient)):
                if code >= FIRST_REFUSAL:
                    return {recipient: (code, said)}
        return {}


def relay_to(host: str, port: int) -> NextHop:
    """What passes mails on to the server there."""
    return NextHop(host, port)


def address(text: str) -> tuple[str, int]:
    """The host and the port that *text* names."""
    host, _, port = text.rpartition(":")
    return host, int(port)


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="Pass mails on, but refuse wrong SMS requests.")
    parser.add_argument("--listen", type=address, default=("127.0.0.1", 2525), metavar="HOST:PORT")
    parser.add_argument("--next-hop", type=address, required=True, metavar="HOST:PORT")
    given = parser.parse_args()
    host, port = given.listen
    server = Controller(Gateway(relay_to(*given.next_hop)), hostname=host, port=port)
    server.start()
    print(f"listening on {host}:{port}, stop with Ctrl-C", flush=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        server.stop()


if __name__ == "__main__":
    main()
