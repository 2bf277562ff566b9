"""From JSON-like values to the structs, with the codec's own words for what does not fit."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from enum import IntEnum
from types import NoneType
from typing import Annotated, Any, cast, get_args, get_origin, get_type_hints

import msgspec
from msgspec import NODEFAULT, Meta, Struct
from msgspec.structs import fields, replace

from .content.model import Content
from .findings.diagnostic import Diagnostic, EncodeError
from .findings.findings import of_value
from .model import At, Reply, Request, Timestamp
from .values import with_lists

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

_OPTIONAL = frozenset(member.name for member in fields(Request) if not member.required)
"""The members of a request that may be left out."""

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
    request = _timed(request)
    return as_typed(request, to_request(request))


def as_typed(given: Any, shaped: Any) -> Any:
    """*shaped*, if *given* is a struct that is equal to it, with tuples for instance and not lists.

    Otherwise what is decoded again would be equal to another value. Raises :class:`EncodeError`.
    """
    if isinstance(given, Struct) and (odd := list(_oddities(given, shaped, ""))):
        raise EncodeError(of_value("shape", path, "", says) for path, says in odd)
    return shaped


def to_shape(value: object, shape: Any) -> Any:
    """*value* as *shape*; otherwise as :func:`to_request`."""
    plain: object = NODEFAULT
    try:
        plain = msgspec.to_builtins(value, builtin_types=_NOT_AS_TEXT, enc_hook=_plain)
        return msgspec.convert(plain, shape)
    except UnicodeEncodeError:
        # msgspec cannot even say what it does not like.
        misfits = [("surrogate", "", None)]
    except Exception:  # noqa: BLE001
        # A value's own methods may raise anything, and say anything, the password too.
        told = list(_misfits(plain, shape, "")) if plain is not NODEFAULT else []
        misfits = [(_RULES.get(path.partition(".")[0], "shape"), path, says) for path, says in told or [("", None)]]
    # Raised out here so that no traceback shows the value, which may hold a password.
    raise EncodeError(of_value(code, path, "", says) for code, path, says in misfits)


def without(value: object, found: Iterable[Diagnostic]) -> Request | None:
    """The request that *value* is but for what was *found* in it, where something harmless stands instead.

    ``None`` where that leaves none.
    """
    try:
        plain = with_lists(msgspec.to_builtins(_timed(value), builtin_types=_NOT_AS_TEXT, enc_hook=_plain))
        for one in found:
            _put_right(plain, one.field)
        return msgspec.convert(plain, Request)
    except Exception:  # noqa: BLE001
        return None  # As in to_shape.


def _put_right(plain: Any, path: str) -> None:
    *way, last = [name or int(at) for name, at in re.findall(r"(\w+)|\[(\d+)\]", path.replace("[", ".["))]
    if (*way, last)[0] in _OPTIONAL:
        plain.pop((*way, last)[0], None)
        return
    for step in way:
        plain = plain[step]
    if last == "mes" and isinstance(plain[last], str):
        # Changed as little as can be: what it begins with says its kind.
        plain[last] = plain[last].replace("\\", "/").replace("\r", " ").encode("utf-8", "replace").decode()
    else:
        plain[last] = {"phones": ["x"], "rows": [{"phones": ["x"], "mes": "x"}], "tail": None}.get(str(last), "x")


def _plain(value: object) -> str:
    """The text that a subclass of str is."""
    if not isinstance(value, str):
        raise TypeError
    return str.__str__(value)


def _timed(request: Any) -> Any:
    """*request* with its datetime as a moment on a clock and its zone as ``tz``, or as a timestamp where that is none."""
    moment = getattr(request, "time", None)
    if not isinstance(moment, datetime):
        return request
    offset = moment.utcoffset()
    if offset is None:
        return replace(request, time=At.on(moment))
    if request.tz is None and (offset - _MOSCOW) % _HOUR == timedelta() and not moment.second:
        return replace(request, time=At.on(moment), tz=(offset - _MOSCOW) // _HOUR)
    return replace(request, time=Timestamp(int(moment.timestamp())))


# ---- where a value does not fit, and why, in words that quote nothing of it


def _oddities(given: Any, shaped: Any, path: str) -> Iterator[tuple[str, str]]:
    """Where *given*, whose equal *shaped* is as far as single values go, is put together otherwise."""
    kind: type = type(cast("object", shaped))
    if isinstance(shaped, Struct | tuple) and not isinstance(given, kind):
        yield path, f"expected {_word(kind)}, got {_word(type(given))}"
    elif isinstance(shaped, Struct):
        for name in shaped.__struct_fields__:
            yield from _oddities(getattr(given, name), getattr(shaped, name), _joined(path, name))
    elif isinstance(shaped, tuple):
        for at, (one, other) in enumerate(zip(given, cast("tuple[object, ...]", shaped), strict=True)):
            yield from _oddities(one, other, f"{path}[{at}]")


def _misfits(value: object, shape: Any, path: str) -> Iterator[tuple[str, str | None]]:
    """The paths of what does not fit in *value*, and what was expected there."""
    options = _options(shape)
    structs = [one for one in options if isinstance(one, type) and issubclass(one, Struct)]
    if isinstance(value, dict) and structs:
        yield from _misfits_of_members(cast("dict[str, object]", value), structs, path)
    elif isinstance(value, list | tuple) and get_origin(options[0]) is tuple:
        item = get_args(options[0])[0]
        for at, one in enumerate(cast("Sequence[object]", value)):
            if not _fits(one, item):
                yield from _misfits(one, item, f"{path}[{at}]")
    else:
        expected, got = _expected(shape), _word(type(cast("object", value)))
        # Of a number out of range nobody needs to hear that it is a number.
        yield path, f"expected {expected}" if got in expected else f"expected {expected}, got {got}"


def _misfits_of_members(value: dict[str, object], structs: list[Any], path: str) -> Iterator[tuple[str, str | None]]:
    struct = structs[0]
    if tag := struct.__struct_config__.tag_field:
        struct = next((one for one in structs if one.__struct_config__.tag == value.get(tag)), None)
        if struct is None:
            kinds = " or ".join(f"`{one.__struct_config__.tag}`" for one in structs)
            yield _joined(path, tag), f"expected {kinds}"
            return
    hints = get_type_hints(struct, include_extras=True)
    known = {member.encode_name: member for member in fields(struct)}
    for name, member in known.items():
        if name in value and not _fits(value[name], hints[member.name]):
            yield from _misfits(value[name], hints[member.name], _joined(path, name))
    if missing := [f"`{name}`" for name, member in known.items() if member.required and name not in value]:
        yield path, f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"
    if not value.keys() <= {*known, tag}:
        yield path, f"there is a member that has no meaning here; expected {', '.join(f'`{name}`' for name in known)}"


def _fits(value: object, shape: Any) -> bool:
    try:
        msgspec.convert(value, shape)
    # A ValueError is of half a surrogate pair, or of a number with thousands of digits.
    except (msgspec.ValidationError, RecursionError, OverflowError, ValueError):
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
