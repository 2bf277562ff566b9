"""The web page of ``smsmail gateway`` and its HTTP interface. They need ``smsmail[gateway]``.

What is shown of messages, replies and errors is a view of the store (``view``), in which no mail is kept; the last mails
themselves are in memory (``masked``), with everything hidden in them that may be a password. All of it runs in a thread of
its own (``thread``): whatever becomes of it, mails go on being answered.
"""

from .thread import Web
from .view import Wanted, as_line, listed

__all__ = ["Wanted", "Web", "as_line", "listed"]
