"""JSON values: when two are the same, and how they are shown side by side.

Absent and null are one thing, and so are 1 and 1.0 (JSON has one kind of number; some languages
print it with a point). `true` is not 1, and nothing else is forgiven.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from itertools import zip_longest
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


def differences(expected: JSON, actual: JSON, path: str = "") -> Iterator[tuple[str, JSON, JSON]]:
    """Where both differ: the path of the smallest member, and what is there on either side, null where nothing is."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key in [*expected, *(key for key in actual if key not in expected)]:
            yield from differences(expected.get(key), actual.get(key), f"{path}.{key}" if path else key)
    elif isinstance(expected, list) and isinstance(actual, list):
        for place, (one, other) in enumerate(zip_longest(expected, actual)):
            yield from differences(one, other, f"{path}[{place}]")
    elif not same(expected, actual):
        yield path, expected, actual


def plain(value: JSON) -> JSON:
    """The value without members that are null, and with 1 for 1.0."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _canonical(value: JSON) -> str:
    # Comparing texts, since for Python itself True == 1.
    return json.dumps(plain(value), sort_keys=True)
