"""The codec: pure functions between texts and structs, and the findings on the way.

Nothing here does I/O, reads a clock or draws a random number. The decoder is liberal and never silent: what it accepts
though it should not be written so is reported. The encoder is conservative: it writes one canonical form and refuses
what that form cannot carry.
"""

from .diagnostic import DecodeError, Diagnostic, EncodeError, Severity
from .encode import encode_request
from .kinds import Kind
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
from .request import check, decode_request
from .rules import RULES, Rule
from .shape import to_reply, to_request

__all__ = [
    "RULES",
    "Accepted",
    "After",
    "At",
    "Batch",
    "DecodeError",
    "Diagnostic",
    "EncodeError",
    "Format",
    "Kind",
    "Rejected",
    "Reply",
    "Request",
    "Row",
    "Rule",
    "Severity",
    "Single",
    "Time",
    "Timestamp",
    "Translit",
    "Window",
    "check",
    "decode_reply",
    "decode_request",
    "encode_reply",
    "encode_request",
    "to_reply",
    "to_request",
]
