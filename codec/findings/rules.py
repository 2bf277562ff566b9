"""Every rule that the codec checks, from ``rules.json``: how it speaks, what it rests on, and what breaks and fixes it.

A code is stable. A warning with an ``encoder_error`` is about what the decoder tolerates and the encoder never writes;
other warnings are about values that are allowed but rarely meant.
"""

from typing import Any, Literal

from msgspec import json

from ..values import Value
from .diagnostic import Severity


class Rule(Value, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that can be wrong with a text or a value.

    >>> RULES["id-format"].error, RULES["id-format"].clause
    (1, 'C-ID')
    """

    code: str
    severity: Severity
    error: int | None = None
    """The protocol's error number that a server answers (C-ERRNO, R-ERRMAP); none for replies and warnings."""
    encoder_error: int | None = None
    """The error number with which the encoder refuses what the decoder only warns about: it would not be given back."""
    clause: str
    reading: str | None = None
    section: str
    """Under which the rule is listed."""
    says: str
    """What is wrong, for somebody who sees the line."""
    expected: str
    remedy: str
    why: str
    """How people come to write it, and what follows from it."""
    op: Literal[
        "decode_request",
        "decode_mail",
        "decode_reply",
        "encode_request",
        "encode_content",
        "encode_mail",
        "sms_count",
    ]
    """The operation of the example."""
    breaks: Any
    """A text to decode, or the pieces of one; for another operation its arguments by name."""
    fixed: Any
    """The same as it should have been."""
    beside: tuple[str, ...] = ()
    """Other rules that the example cannot help breaking too."""


# The loader of this module reads what lies beside it, also where the package is no folder on disk.
_ROWS: bytes = __spec__.loader.get_data(__file__.removesuffix("py") + "json")  # type: ignore[union-attr]

RULES = {rule.code: rule for rule in json.decode(_ROWS, type=list[Rule])}
"""Every rule by its code, in the order in which people should meet them.

>>> RULES["id-zero"].severity, RULES["id-zero"].reading
('warning', 'R-ID0')
"""
