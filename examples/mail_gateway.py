"""A mail gateway that refuses a wrong SMS request while its sender is still on the line.

    python examples/mail_gateway.py --listen 127.0.0.1:2525 --next-hop mail.example.com:25

Whoever sends a mail through it to the SMS service and has made a mistake in the request is told at once, by the answer
to the mail, what is wrong and how to mend it. All other mails go on to the next hop.
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
LONGEST_ANSWER = 510  # octets of an answer without its CR LF (RFC 5321, 4.5.3.1.5)

Relay = Callable[[str, Iterable[str], bytes], object]
"""Passes on a mail: sender, recipients and octets, as :meth:`smtplib.SMTP.sendmail` takes them."""


class Gateway:
    """The handler of an aiosmtpd server."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Answer a mail that has arrived in full; the name of the method is aiosmtpd's."""
        mail = envelope.original_content or b""
        if SERVICE in map(str.lower, envelope.rcpt_tos) and (answer := refusal(mail)):
            return answer
        try:
            await asyncio.to_thread(self._relay, envelope.mail_from or "", envelope.rcpt_tos, mail)
        except smtplib.SMTPResponseException as error:
            said = error.smtp_error
            return one_line(f"{error.smtp_code} {said if isinstance(said, str) else said.decode('ascii', 'replace')}")
        except OSError:
            return "451 4.4.1 the next mail server cannot be reached, try again later"
        return "250 2.0.0 OK"


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


def relay_to(host: str, port: int) -> Relay:
    """What passes mails on to the server there."""

    def relay(sender: str, recipients: Iterable[str], mail: bytes) -> None:
        with smtplib.SMTP(host, port, timeout=60) as client:
            client.ehlo_or_helo_if_needed()
            options = ["BODY=8BITMIME"] if client.has_extn("8bitmime") else []
            client.sendmail(sender, list(recipients), mail, mail_options=options)

    return relay


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
