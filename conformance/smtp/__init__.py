"""Conformance over SMTP: gateways and clients tested as they are, by the mails that they take, answer and send.

:class:`Controlled` and :class:`AtOnce` put the cases of ``serve`` to a gateway, :class:`Clients` those of ``encode_mail``
to a client. Each answers for :func:`smsmail.conformance.run` what a testee would. It needs ``smsmail[gateway]``.
"""

from .accounts import write_accounts
from .at_once import AtOnce
from .clients import Clients
from .controlled import Controlled
from .listener import Listener

__all__ = ["AtOnce", "Clients", "Controlled", "Listener", "write_accounts"]
