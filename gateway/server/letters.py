"""The mails that answer mails."""

import re
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from .store import Letter

SUBJECT = "SMS request"

_MESSAGE_ID = re.compile(rb"^Message-ID:[ \t]*(?:\r?\n[ \t]+)?(<[!-;=?-~]{1,900}>)", re.IGNORECASE | re.MULTILINE)
_HEAD_END = re.compile(rb"(?:\A|\n)\r?\n")


def message_id(mail: bytes) -> str | None:
    """The Message-ID of *mail*, if it has one that can be referred to."""
    end = _HEAD_END.search(mail)
    found = _MESSAGE_ID.search(mail, 0, end.start() + 1 if end else len(mail))
    return found[1].decode("ascii") if found else None


def reply_mail(letter: Letter, store: str) -> bytes:
    """The mail that carries *letter*, the same each time it is made; *store* tells the numbers of stores apart.

    It says by Auto-Submitted that no person wrote it (RFC 3834), and is to be sent from the null sender.
    """
    mail = EmailMessage(policy=SMTP)
    domain = letter.sender.rpartition("@")[2] or "localhost"
    mail["From"] = f"<{letter.sender}>"
    mail["To"] = f"<{letter.recipient}>"
    mail["Subject"] = SUBJECT
    mail["Date"] = format_datetime(letter.received)
    mail["Message-ID"] = f"<{letter.seq}.{store}@{domain}>"
    if letter.answers:
        # As it came: the library would write a long one as an encoded word.
        mail["In-Reply-To"] = letter.answers
        mail["References"] = letter.answers
    mail["Auto-Submitted"] = "auto-replied"
    mail.set_content(letter.text + "\n")
    return mail.as_bytes()
