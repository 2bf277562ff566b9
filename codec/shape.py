"""From JSON-like values to the structs, with the codec's own words for what does not fit."""

import re
from typing import Any

import msgspec

from .content.model import Content
from .findings.findings import refusal
from .model import Reply, Request

_FIELD_RULES = {
    "time": "time-format",
    "tz": "tz-format",
    "account_tz": "tz-format",
    "translit": "translit-value",
    "format": "format-value",
    "test": "test-value",
    "sms": "reply-count",
    "error": "reply-error",
}

# msgspec would take bytes for the text of their base64.
_NOT_AS_TEXT = (bytes, bytearray, memoryview)


_PATH = re.compile(r"\$\.?([\w.\[\]]*)`")
"""Where msgspec says that something is, but for the keys of dicts."""


def to_request(value: object) -> Request:
    """The request that *value* is: a :class:`Request`, or the same as plain dicts and lists.

    >>> body = {"kind": "single", "phones": ["79991234567"], "mes": "hi"}
    >>> to_request({"login": "alex", "psw": "psw", "body": body}).body
    Single(phones=('79991234567',), mes='hi')

    Raises :class:`EncodeError` if it has not the documented shape.
    """
    return to_shape(value, Request)


def to_reply(value: object) -> Reply:
    """The reply that *value* is; otherwise as :func:`to_request`.

    >>> to_reply({"kind": "accepted", "sms": 2, "id": "42"})
    Accepted(sms=2, id='42')
    """
    return to_shape(value, Reply)


def to_content(value: object) -> Content:
    """The content that *value* is; otherwise as :func:`to_request`.

    >>> to_content({"kind": "voice", "text": "Your order is ready"})
    Voice(text='Your order is ready', voice=None, param=None)
    """
    return to_shape(value, Content)


def as_typed(given: Any, shaped: Any) -> Any:
    """*shaped*, if *given* is a struct that holds just the types that it says, tuples for instance and not lists.

    Otherwise what is decoded again would not be equal to it. Raises :class:`EncodeError`.
    """
    if not isinstance(given, msgspec.Struct):
        return shaped
    try:
        odd = [name for name in shaped.__struct_fields__ if getattr(given, name) != getattr(shaped, name)]
    except Exception:  # noqa: BLE001
        odd = [""]  # Not even a comparison can be relied on.
    if odd:
        raise refusal("shape", odd[0], "this is equal to no value that a text can say, such as a list for a tuple")
    return shaped


def to_shape(value: object, shape: Any) -> Any:
    """*value* as *shape*; otherwise as :func:`to_request`."""
    try:
        return msgspec.convert(msgspec.to_builtins(value, builtin_types=_NOT_AS_TEXT), shape)
    except UnicodeEncodeError:
        # msgspec cannot even say what it does not like.
        code, complaint = "surrogate", ""
    except (msgspec.ValidationError, TypeError, RecursionError, OverflowError) as error:
        code, complaint = "shape", str(error)
    except Exception:  # noqa: BLE001
        # What a value's own methods raise may say anything, the password too.
        code, complaint = "shape", ""
    # Raised out here so that no traceback shows the value, which may hold a password.
    what, _, where = complaint.partition(" - at `")
    what = re.sub(r"^(Invalid (enum )?value|.*unknown field).*", r"\1", what, flags=re.DOTALL)
    place = _PATH.fullmatch(where)
    path = place[1] if place else ""
    raise refusal(_FIELD_RULES.get(path.partition(".")[0], code), path, f"{what[:1].lower()}{what[1:]}" or None)
