"""From JSON-like values to the structs, with the codec's own words for what does not fit."""

import re
from typing import Any

import msgspec

from .diagnostic import EncodeError
from .findings import Findings
from .model import Reply, Request

_FIELD_RULES = {
    "time": "time-format",
    "tz": "tz-format",
    "translit": "translit-value",
    "format": "format-value",
    "test": "test-value",
    "sms": "reply-count",
    "error": "reply-error",
}

# msgspec would take bytes for the text of their base64.
_NOT_AS_TEXT = (bytes, bytearray, memoryview)


def to_request(value: object) -> Request:
    """The request that *value* is: a :class:`Request`, or the same as plain dicts and lists.

    Raises :class:`EncodeError` if it has not the documented shape.
    """
    return _shaped(value, Request)


def to_reply(value: object) -> Reply:
    """The reply that *value* is; otherwise as :func:`to_request`."""
    return _shaped(value, Reply)


def _shaped(value: object, shape: Any) -> Any:
    try:
        return msgspec.convert(msgspec.to_builtins(value, builtin_types=_NOT_AS_TEXT), shape)
    except (msgspec.ValidationError, TypeError, RecursionError, OverflowError) as error:
        complaint = str(error)
    # Raised out here so that no traceback shows the value, which may hold a password.
    what, _, where = complaint.partition(" - at `")
    path = re.sub(r"^\$\.?|`$", "", where)
    found = Findings("")
    found.add(_FIELD_RULES.get(path.partition(".")[0], "shape"), path, 0, 0, f"{what[:1].lower()}{what[1:]}")
    raise EncodeError(found)
