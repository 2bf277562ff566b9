"""The client of the protocol: a request sent by SMTP, and the reply to it found in a Maildir.

Example::

    request = compose_single("alex", "psw", ["79991234567"], Text("Your order is ready"), test=1)
    sent = send(request, "127.0.0.1", 2525, from_address="shop@example.com")
    reply = wait_for_reply(Path("replies"), sent.message_id)
"""

from .maildir import NoReply, wait_for_reply
from .quoting import is_harmless, shown_of
from .sending import NotSent, Security, Sent, Uncertain, Unreachable, send

__all__ = [
    "NoReply",
    "NotSent",
    "Security",
    "Sent",
    "Uncertain",
    "Unreachable",
    "is_harmless",
    "send",
    "shown_of",
    "wait_for_reply",
]
