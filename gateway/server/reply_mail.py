"""The mails that answer mails."""

from base64 import encodebytes
from email.utils import format_datetime

from ..mailbox import is_mailbox, is_message_id
from .store import PendingReply

SUBJECT = "SMS request"

_LONGEST_LINE = 998
"""Octets without CR LF (RFC 5321, 4.5.3.1.6)."""


def reply_mail(reply: PendingReply, store: str) -> bytes:
    """The mail that carries *reply*, the same each time it is made; *store* tells the numbers of stores apart.

    It says by Auto-Submitted that no person wrote it (RFC 3834), and is to be sent from the null sender. It is put
    together from parts that were checked, as octets: a library that writes headers would decode and encode what a
    stranger chose as his Message-ID or address.

    Raises :class:`ValueError` for an address that no mail can be sent from or to.
    """
    for address in (reply.sender, reply.recipient):
        if not is_mailbox(address):
            raise ValueError("the address is none that a mail can be sent to")
    headers = [
        f"From: <{reply.sender}>",
        f"To: <{reply.recipient}>",
        f"Subject: {SUBJECT}",
        f"Date: {format_datetime(reply.received)}",
        f"Message-ID: <{reply.seq}.{store}@{reply.sender.rpartition('@')[2]}>",
    ]
    if reply.answers is not None and is_message_id(reply.answers):
        headers += [f"In-Reply-To: {reply.answers}", f"References: {reply.answers}"]
    headers += ["Auto-Submitted: auto-replied", "MIME-Version: 1.0"]
    text = reply.text.encode("utf-8", "replace") + b"\r\n"
    if reply.text.isascii() and reply.text.isprintable() and len(reply.text) <= _LONGEST_LINE:
        headers += ['Content-Type: text/plain; charset="us-ascii"', "Content-Transfer-Encoding: 7bit"]
    else:
        headers += ['Content-Type: text/plain; charset="utf-8"', "Content-Transfer-Encoding: base64"]
        text = encodebytes(text).replace(b"\n", b"\r\n")
    return "\r\n".join([*headers, "", ""]).encode("ascii") + text
