"""The client of the protocol: a request sent by SMTP, and the reply to it found in a Maildir.

Example::

    request = compose_single("alex", "psw", ["79991234567"], Text("Your order is ready"), test=1)
    sent = send(request, "127.0.0.1", 2525, from_address="shop@example.com")
    reply = wait_for_reply(Path("replies"), sent.message_id)

For tests of applications there are a gateway that is started for them, :func:`trial_gateway`, and its :class:`Inbox`.
"""

from .inbox import Inbox, NothingCame
from .maildir import NoReply, wait_for_reply
from .quoting import is_harmless, shown_of
from .sending import NotSent, Security, Sent, Uncertain, Unreachable, send
from .trial import TrialGateway, trial_gateway

__all__ = [
    "Inbox",
    "NoReply",
    "NotSent",
    "NothingCame",
    "Security",
    "Sent",
    "TrialGateway",
    "Uncertain",
    "Unreachable",
    "is_harmless",
    "send",
    "shown_of",
    "trial_gateway",
    "wait_for_reply",
]
