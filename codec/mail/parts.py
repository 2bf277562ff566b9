"""Which part of a mail holds the request (R-PART)."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct

from ..findings.diagnostic import DecodeError
from ..findings.findings import Findings
from .parse import careful

if TYPE_CHECKING:
    from email.message import Message

_TOKEN = re.compile(r"[\w.+-]{1,40}(?:/[\w.+-]{1,40})?", re.ASCII)


class Part(Struct, frozen=True):
    """A part of a mail, or the whole of one that is not multipart."""

    message: "Message"
    type: str = "text/plain"
    parameters: tuple[tuple[str, str | tuple[Any, Any, str]], ...] = ()
    """Those of Content-Type."""

    def parameter(self, name: str) -> str:
        """The parameter *name* of Content-Type, or an empty text."""
        value = next((value for other, value in self.parameters if other.lower() == name), "")
        # As RFC 2231 writes it: charset, language, value. As RFC 822 does, a comment may stand behind.
        text = str(value if isinstance(value, str) else value[2])
        return text.partition("(")[0].strip()


def is_token(value: str) -> bool:
    """Whether *value* is a name as headers have them, and may be shown.

    Without an empty line above it a request can end up in a header, and with it the password.
    """
    return _TOKEN.fullmatch(value) is not None


def choose(found: Findings, mail: "Message") -> Part:
    """The first text/plain part that is no attachment and not blank, else the first other part of a text type (R-PART).

    Raises :class:`DecodeError` where there is neither.
    """
    leaves = list(_leaves(mail))
    types = [leaf.get_content_type() for leaf in leaves]
    texts = [at for at, type in enumerate(types) if type.startswith("text/")]
    if not texts:
        there = [one for one in types if is_token(one)][:5]
        says = f"there is no part of text; there is {', '.join(there)}" if there else None
        found.add("mail-part", "mail.body", 0, 0, says)
        raise DecodeError(found)
    filled = [at for at in texts if types[at] == "text/plain" and _is_filled(leaves[at])]
    others = [at for at in texts if types[at] != "text/plain"]
    chosen = (filled or others or texts)[0]
    if len(types) > 1:
        found.add("part-chosen", "mail", 0, 0, f"of {len(types)} parts the first {types[chosen]} is read")
    with careful(found):
        return Part(leaves[chosen], types[chosen], tuple(leaves[chosen].get_params([])))


def _is_filled(leaf: "Message") -> bool:
    octets = leaf.get_payload(decode=True)
    return isinstance(octets, bytes) and bool(octets.strip())


def _leaves(mail: "Message") -> "Iterator[Message]":
    """The parts that are neither multipart nor attached, in order; a mail within the mail is one of them.

    What is in an attached multipart is attached with it (RFC 2183, 2.10).
    """
    waiting = [mail]
    while waiting:
        message = waiting.pop()
        if message is not mail and message.get_content_disposition() == "attachment":
            continue
        if message.get_content_maintype() == "multipart" and message.is_multipart():
            waiting += reversed(cast("list[Message]", message.get_payload()))
        else:
            yield message
