"""The codec: pure functions between texts and structs, and the findings on the way.

Nothing here does I/O, reads a clock or draws a random number. The decoder is liberal and never silent: what it accepts
though it should not be written so is reported. The encoder is conservative: it writes one canonical form and refuses
what that form cannot carry.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

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
from .decode import check, decode_request
from .encode import encode_request
from .findings.diagnostic import DecodeError, Diagnostic, EncodeError, Severity
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
from .shape import to_content, to_reply, to_request

if TYPE_CHECKING:
    from .compose import compose_list, compose_single
    from .content.write import Message, encode_content
    from .counting import sms_count
    from .mail import DecodedMail, check_mail, decode_mail, encode_mail
    from .schedule import send_at
    from .sms.charsets import Unencodable, as_gsm7, charset_named, unencodable
    from .sms.segments import Segmentation, segment

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


# Loaded on first use: what reads and writes a line shall not wait for what it does not need.
_LATER = {
    **dict.fromkeys(("Unencodable", "as_gsm7", "charset_named", "unencodable"), ".sms.charsets"),
    **dict.fromkeys(("compose_list", "compose_single"), ".compose"),
    "sms_count": ".counting",
    **dict.fromkeys(("DecodedMail", "check_mail", "decode_mail", "encode_mail"), ".mail"),
    "send_at": ".schedule",
    **dict.fromkeys(("Segmentation", "segment"), ".sms.segments"),
    **dict.fromkeys(("Message", "encode_content"), ".content.write"),
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_LATER[name], __name__), name)
    globals()[name] = value
    return value
