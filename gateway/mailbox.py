"""Mail addresses and Message-IDs as the octets that they are: checked once, and never parsed again.

A library that reads an address reads more into it: it decodes what looks like an encoded word, and what comes out may be
a line feed. Whatever passes here is written into commands and headers exactly as it came.
"""

import re
from functools import lru_cache

from ..codec.model import MASK
from ..codec.request.certainty import harmless_in_text

_ATOM = r"[\w!#$%&'*+/=?^`{|}~-]+"
_LOCAL_PART = rf'(?:{_ATOM}(?:\.{_ATOM})*|"(?:[ !#-\[\]-~]|\\[ -~])*")'
_DOMAIN = r"(?:[\w-]+(?:\.[\w-]+)*|\[[\w.:]+\])"
_ROUTE = rf"(?:@{_DOMAIN}(?:,@{_DOMAIN})*:)?"
_ADDRESS = rf"{_LOCAL_PART}(?:@{_DOMAIN})?"

_MAILBOX = re.compile(f"{_LOCAL_PART}@{_DOMAIN}", re.ASCII)
_PATH = re.compile(rf"(?:<{_ROUTE}({_ADDRESS}|)>|({_ADDRESS}))(?: +|\Z)", re.ASCII)
_ENCODED_WORD = re.compile(r"=\?[^?]*\?[bq]\?.*\?=", re.IGNORECASE)


def is_mailbox(text: str) -> bool:
    """Whether a mail can be sent to the address *text* (RFC 5321, 4.1.2).

    One that holds an encoded word (RFC 2047) is none: it may not stand in an address, and readers of mails decode it all
    the same.
    """
    return bool(_MAILBOX.fullmatch(text)) and not _ENCODED_WORD.search(text)


_ORDINARY_LOCAL_PART = re.compile(r"[\w+='-]+(?:\.[\w+='-]+)*", re.ASCII)
_ORDINARY_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*", re.ASCII)


@lru_cache(256)  # Each mail asks several times, and for a list of mails it is asked of each.
def shown_address(address: str) -> str:
    """*address* as it may be logged, kept and shown: what is no ordinary one may be a request line, with its password.

    >>> shown_address("shop@example.org"), shown_address('"alex:psw::::79991234567:hi"@example.org')
    ('shop@example.org', '***@example.org')
    """
    local_part, at, domain = address.rpartition("@")
    if not at or not _ORDINARY_DOMAIN.fullmatch(domain):
        return MASK if address else ""
    is_named = [*harmless_in_text(address, "")] != [(0, len(address))]
    return f"{MASK}@{domain}" if is_named or not _ORDINARY_LOCAL_PART.fullmatch(local_part) else address


def read_path(text: str) -> tuple[str, str] | None:
    """The address that *text*, of ``MAIL FROM:`` or ``RCPT TO:``, begins with, and what follows it; else ``None``.

    A source route is passed over (RFC 5321, C). The address is empty for the null sender.
    """
    found = _PATH.match(text)
    return (found[1] or found[2] or "", text[found.end() :]) if found else None


_MESSAGE_ID = re.compile(rb"^Message-ID:[ \t]*(?:\r?\n[ \t]+)?(<[!-;=?-~]{1,900}>)", re.IGNORECASE | re.MULTILINE)
_HEAD_END = re.compile(rb"(?:\A|\n)\r?\n")


def message_id(mail: bytes) -> str | None:
    """The Message-ID of *mail*, if it has one that a reply can refer to, which takes one line and no encoded word."""
    end = _HEAD_END.search(mail)
    found = _MESSAGE_ID.search(mail, 0, end.start() + 1 if end else len(mail))
    if found is None:
        return None
    id = found[1].decode("ascii")
    return None if _ENCODED_WORD.search(id) else id


def is_message_id(text: str) -> bool:
    """Whether *text* is what :func:`message_id` finds."""
    return text.isascii() and message_id(f"Message-ID: {text}\n\n".encode("ascii")) == text
