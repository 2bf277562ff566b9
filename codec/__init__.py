"""The codec: pure functions between texts and structs, and the findings on the way.

Nothing here does I/O, reads a clock or draws a random number. The decoder is liberal and never silent: what it accepts
though it should not be written so is reported. The encoder is conservative: it writes one canonical form and refuses
what that form cannot carry.

What is where:

- ``decode``, ``encode``, ``reply``: between a line and its struct; the structs are in ``model``, ``shape`` makes them
  of plain values, ``syntax`` has the numbers and marks that no expression gives.
- ``request``: the readers of a line: ``quick`` for lines of which there is nothing to say, ``line`` and ``body`` with
  words for all others; ``certainty`` tells what of a line surely is no password.
- ``content``: what a message is, by its kind; ``compose`` makes whole requests of contents.
- ``sms``: alphabets, charsets, and the parts in which a text travels; ``counting`` and ``schedule`` say how many and when.
- ``mail``: the mail around a request.
- ``findings``: what is found and where, the rules (``rules.json``), and the edits that fix a text.
- ``hints``: what is said beside the protocol: known mistakes behind a refusal, notes on what is accepted.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .compose import compose_list, compose_single
from .content.kinds import Kind
from .content.model import (
    Binary,
    Bot,
    Content,
    Email,
    Flash,
    Hlr,
    Mms,
    Ping,
    Social,
    Text,
    Viber,
    Voice,
    WapPush,
    WhatsApp,
)
from .content.read import contents_of, decode_content
from .content.write import Message, encode_content
from .counting import sms_count
from .decode import check, decode_request
from .encode import encode_request
from .findings.diagnostic import DecodeError, Diagnostic, EncodeError, Severity
from .findings.edits import Edit, edited
from .findings.rules import RULES, Rule
from .model import (
    Accepted,
    After,
    At,
    Batch,
    Format,
    Rejected,
    Reply,
    Request,
    Row,
    Single,
    Time,
    Timestamp,
    Translit,
    Window,
)
from .reply import decode_reply, encode_reply
from .schedule import send_at
from .shape import to_content, to_reply, to_request
from .sms.charsets import Unencodable, as_gsm7, charset_named, unencodable
from .sms.segments import Segmentation, segment

if TYPE_CHECKING:
    from .mail import DecodedMail, check_mail, decode_mail, encode_mail

__all__ = [
    "RULES",
    "Accepted",
    "After",
    "At",
    "Batch",
    "Binary",
    "Bot",
    "Content",
    "DecodeError",
    "DecodedMail",
    "Diagnostic",
    "Edit",
    "Email",
    "EncodeError",
    "Flash",
    "Format",
    "Hlr",
    "Kind",
    "Message",
    "Mms",
    "Ping",
    "Rejected",
    "Reply",
    "Request",
    "Row",
    "Rule",
    "Segmentation",
    "Severity",
    "Single",
    "Social",
    "Text",
    "Time",
    "Timestamp",
    "Translit",
    "Unencodable",
    "Viber",
    "Voice",
    "WapPush",
    "WhatsApp",
    "Window",
    "as_gsm7",
    "charset_named",
    "check",
    "check_mail",
    "compose_list",
    "compose_single",
    "contents_of",
    "decode_content",
    "decode_mail",
    "decode_reply",
    "decode_request",
    "edited",
    "encode_content",
    "encode_mail",
    "encode_reply",
    "encode_request",
    "segment",
    "send_at",
    "sms_count",
    "to_content",
    "to_reply",
    "to_request",
    "unencodable",
]


def __getattr__(name: str) -> Any:
    # What reads mails is an eighth of all there is to load here, and a line needs none of it.
    if name not in ("DecodedMail", "check_mail", "decode_mail", "encode_mail"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value = getattr(import_module(".mail", __name__), name)
    return value
