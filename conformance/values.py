"""JSON values: when two are the same, and how they are shown side by side.

Absent and null are one thing, and so are 1 and 1.0 (JSON has one kind of number; some languages
print it with a point). `true` is not 1, and nothing else is forgiven.
"""

import difflib
import json
import re
from datetime import datetime
from typing import TypeAlias

JSON: TypeAlias = "dict[str, JSON] | list[JSON] | str | int | float | bool | None"

MAX_DEPTH = 64
MAX_VALUES = 100_000
MAX_KEPT = 64 * 1024

_HOURS_AND_MINUTES = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_INSTANT = re.compile(
    rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}[Tt]{_HOURS_AND_MINUTES}:[0-5][0-9](?:\.[0-9]+)?(?:[Zz]|[+-]{_HOURS_AND_MINUTES})?"
)
"""RFC 3339, and the same without an offset. Python's own reader takes week dates, and much else that others refuse."""


def compact(value: JSON) -> str:
    """One line of pure ASCII, so that no reader of lines can break it at a rarer line separator."""
    return json.dumps(value, separators=(",", ":"))


def same(one: JSON, other: JSON) -> bool:
    return _canonical(one) == _canonical(other)


def excess(value: JSON) -> str:
    """In which way it is larger than any shape of the protocol, and may exhaust a recursion or our patience, or ``""``."""
    level, room = [value], MAX_VALUES
    for _ in range(MAX_DEPTH + 1):
        level = [item for item in level if isinstance(item, dict | list)]
        if not level:
            return ""
        room -= sum(map(len, level))
        if room < 0:
            return "holds more values"
        level = [inner for item in level for inner in (item.values() if isinstance(item, dict) else item)]
    return "is nested deeper"


def bounded(value: JSON) -> JSON:
    """The value, or a note in its place where keeping it in a report would cost too much memory."""
    size = len(compact(value))
    return value if size <= MAX_KEPT else f"({size} characters of JSON, too long to keep)"


def instant(text: object) -> datetime | None:
    """The instant that *text* is as RFC 3339 writes it, its offset left out if need be; ``None`` where it is none."""
    if not isinstance(text, str) or not _INSTANT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text.upper())
    except ValueError:  # February 30
        return None


def difference(expected: JSON, actual: JSON) -> list[str]:
    """A unified diff of both, indented, members in the order of what was expected."""
    wanted = _plain(expected)
    lines = difflib.unified_diff(
        _pretty(wanted), _pretty(_arranged(_plain(actual), wanted)), "expected", "actual", n=99
    )
    # The position line (@@ … @@) says nothing where the whole value is shown.
    return [line.rstrip("\n") for line in lines if not line.startswith("@@")]


def _plain(value: JSON) -> JSON:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _canonical(value: JSON) -> str:
    # Comparing texts, since for Python itself True == 1.
    return json.dumps(_plain(value), sort_keys=True)


def _arranged(value: JSON, model: JSON) -> JSON:
    if isinstance(value, dict) and isinstance(model, dict):
        order = [key for key in model if key in value]
        order += [key for key in value if key not in model]
        return {key: _arranged(value[key], model.get(key)) for key in order}
    if isinstance(value, list) and isinstance(model, list):
        models = model + [None] * len(value)
        return [_arranged(item, like) for item, like in zip(value, models, strict=False)]
    return value


def _pretty(value: JSON) -> list[str]:
    return json.dumps(value, indent=2, ensure_ascii=False).split("\n")
