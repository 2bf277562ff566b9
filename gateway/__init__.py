"""The server's behaviour as a pure state machine, and a real SMTP server on it.

The core is :func:`handle`: a state, a mail and the current time give the next state and what comes of the mail. It does
no I/O, reads no clock and draws no random number. Example::

    state = begin([Account(login="alex", secret=Plain("psw"))])
    state, outcome = handle(state, Mail("me@example.org", "send@send.smscentre.com", request), datetime.now(UTC))
    print(outcome.kind, outcome.reply)
"""

from .account import Account, Plain, Secret
from .handle import handle
from .model import DOMAIN, Dispatch, Fact, Mail, Outcome, OutcomeKind
from .reading import Reading, read
from .state import State, begin, knows, with_balance

__all__ = [
    "DOMAIN",
    "Account",
    "Dispatch",
    "Fact",
    "Mail",
    "Outcome",
    "OutcomeKind",
    "Plain",
    "Reading",
    "Secret",
    "State",
    "begin",
    "handle",
    "knows",
    "read",
    "with_balance",
]
