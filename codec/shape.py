"""From JSON-like values to the structs, with the codec's own words for what does not fit."""

from datetime import datetime, timedelta
from enum import IntEnum
from types import NoneType
from typing import Annotated, Any, cast, get_args, get_origin, get_type_hints

import msgspec
from msgspec import NODEFAULT, Meta, Struct
from msgspec.structs import fields, replace

from .content.model import Content
from .findings.findings import refusal
from .model import At, Reply, Request, Timestamp

_RULES = {
    "time": "time-format",
    "tz": "tz-format",
    "account_tz": "tz-format",
    "translit": "translit-value",
    "format": "format-value",
    "test": "test-value",
    "sms": "reply-count",
    "error": "reply-error",
}
"""The rule for a misfit in a member; of any other member it is ``shape``."""

# msgspec would take bytes for the text of their base64.
_NOT_AS_TEXT = (bytes, bytearray, memoryview)

_MOSCOW = timedelta(hours=3)  # R-MSK
_HOUR = timedelta(hours=1)

_WORDS = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    NoneType: "nothing",
    list: "a list",
    tuple: "a tuple",
    dict: "an object",
}


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


def typed(request: Request) -> Request:
    """*request* with just the types that it says; raises :class:`EncodeError` where it has quite others.

    A :class:`~datetime.datetime` is taken for the time that it is, in its own zone.
    """
    if isinstance(getattr(request, "time", None), datetime):
        request = _on_the_clock(request)
    return as_typed(request, to_request(request))


def as_typed(given: Any, shaped: Any) -> Any:
    """*shaped*, if *given* is a struct that is equal to it, with tuples for instance and not lists.

    Otherwise what is decoded again would be equal to another value. Raises :class:`EncodeError`.
    """
    if isinstance(given, Struct) and (odd := _oddity(given, shaped, "")):
        raise refusal("shape", *odd)
    return shaped


def to_shape(value: object, shape: Any) -> Any:
    """*value* as *shape*; otherwise as :func:`to_request`."""
    plain: object = NODEFAULT
    try:
        plain = msgspec.to_builtins(value, builtin_types=_NOT_AS_TEXT, enc_hook=_plain)
        return msgspec.convert(plain, shape)
    except UnicodeEncodeError:
        # msgspec cannot even say what it does not like.
        code, path, says = "surrogate", "", None
    except Exception:  # noqa: BLE001
        # A value's own methods may raise anything, and say anything, the password too.
        path, says = _misfit(plain, shape, "") if plain is not NODEFAULT else ("", None)
        code = _RULES.get(path.partition(".")[0], "shape")
    # Raised out here so that no traceback shows the value, which may hold a password.
    raise refusal(code, path, says)


def _plain(value: object) -> str:
    """The text that a subclass of str is."""
    if not isinstance(value, str):
        raise TypeError
    return str.__str__(value)


def _on_the_clock(request: Any) -> Request:
    """*request* with its datetime as a moment on a clock and its zone as ``tz``, or as a timestamp where that is none."""
    moment: datetime = request.time
    offset = moment.utcoffset()
    if offset is None:
        return replace(request, time=At.on(moment))
    if request.tz is None and (offset - _MOSCOW) % _HOUR == timedelta() and not moment.second:
        return replace(request, time=At.on(moment), tz=(offset - _MOSCOW) // _HOUR)
    return replace(request, time=Timestamp(int(moment.timestamp())))


# ---- where a value does not fit, and why, in words that quote nothing of it


def _oddity(given: Any, shaped: Any, path: str) -> tuple[str, str] | None:
    """Where *given*, whose equal *shaped* is as far as single values go, is put together otherwise."""
    is_struct, is_tuple = isinstance(shaped, Struct), type(shaped) is tuple
    if (is_struct or is_tuple) and not isinstance(given, type(shaped)):
        return path, f"expected {_word(type(shaped))}, got {_word(type(given))}"
    parts: list[tuple[str, Any, Any]] = []
    if is_struct:
        names: tuple[str, ...] = shaped.__struct_fields__
        parts = [(_joined(path, name), getattr(given, name), getattr(shaped, name)) for name in names]
    elif is_tuple:
        parts = [(f"{path}[{at}]", *both) for at, both in enumerate(zip(given, shaped, strict=True))]
    return next((found for where, one, other in parts if (found := _oddity(one, other, where))), None)


def _misfit(value: object, shape: Any, path: str) -> tuple[str, str | None]:
    """The path of what does not fit in *value*, and what was expected there."""
    options = _options(shape)
    structs = [one for one in options if isinstance(one, type) and issubclass(one, Struct)]
    if isinstance(value, dict) and structs:
        return _misfit_of_members(cast("dict[str, object]", value), structs, path)
    if isinstance(value, list) and get_origin(options[0]) is tuple:
        item = get_args(options[0])[0]
        for at, one in enumerate(cast("list[object]", value)):
            if not _fits(one, item):
                return _misfit(one, item, f"{path}[{at}]")
    expected, got = _expected(shape), _word(type(cast("object", value)))
    # Of a number out of range nobody needs to hear that it is a number.
    return path, f"expected {expected}" if got in expected else f"expected {expected}, got {got}"


def _misfit_of_members(value: dict[str, object], structs: list[Any], path: str) -> tuple[str, str | None]:
    struct = structs[0]
    if tag := struct.__struct_config__.tag_field:
        struct = next((one for one in structs if one.__struct_config__.tag == value.get(tag)), None)
        if struct is None:
            kinds = " or ".join(f"`{one.__struct_config__.tag}`" for one in structs)
            return _joined(path, tag), f"expected {kinds}"
    hints = get_type_hints(struct, include_extras=True)
    known = {member.encode_name: member for member in fields(struct)}
    for name, member in known.items():
        if name in value and not _fits(value[name], hints[member.name]):
            return _misfit(value[name], hints[member.name], _joined(path, name))
        if name not in value and member.required:
            return path, f"`{name}` is missing"
    return path, f"there is a member that has no meaning here; expected {', '.join(f'`{name}`' for name in known)}"


def _fits(value: object, shape: Any) -> bool:
    try:
        msgspec.convert(value, shape)
    except (msgspec.ValidationError, RecursionError, OverflowError, UnicodeEncodeError):
        return False
    return True


def _options(shape: Any) -> tuple[Any, ...]:
    """The types that *shape* is one of."""
    if get_origin(shape) is Annotated:
        shape = get_args(shape)[0]
    return get_args(shape) if get_args(shape) and get_origin(shape) is not tuple else (shape,)


def _expected(shape: Any) -> str:
    if get_origin(shape) is Annotated:
        bounds = next(one for one in get_args(shape) if isinstance(one, Meta))
        if bounds.ge is not None and bounds.le is not None:
            return f"a whole number from {bounds.ge} to {bounds.le}"
        if bounds.pattern is not None:
            return "a text such as 2030-01-31T12:00"  # the one text with a form of its own
    return " or ".join(map(_word, _options(shape)))


def _word(shape: Any) -> str:
    if get_origin(shape) is tuple:
        return f"a list, each item {_expected(get_args(shape)[0])}"
    if get_origin(shape) is Annotated:
        return _expected(shape)
    if isinstance(shape, type) and issubclass(shape, IntEnum):
        return f"a whole number from {min(shape)} to {max(shape)}"
    return _WORDS.get(cast("type", shape)) or (f"`{shape.__name__}`" if isinstance(shape, type) else "another value")


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
