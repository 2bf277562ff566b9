"""Values of the corpus as a page can show them: nothing in them is obeyed, nothing is longer than a reader bears."""

import json
import re
from base64 import b64decode
from collections.abc import Callable
from typing import Any

from smsmail.conformance.escape import escape

_LONGEST_VALUE = 160
_LONGEST_IN_A_LINE, _BEGINNING, _END = 64, 16, 8
_END_OF_CUT = " characters in all)"


def as_text(text: str, longest: int) -> str:
    """*text*, where nothing that cannot be seen stands as it is, cut where it is long."""
    return _cut(escape(text, keep="\n"), longest) or "(an empty text)"


def as_mail(eml: str, longest: int) -> str:
    """A mail in base64 as its octets, those outside ASCII escaped."""
    return as_text(b64decode(eml).decode("ascii", "backslashreplace").replace("\r\n", "\n"), longest)


def as_json(value: object, longest: int) -> tuple[str, str]:
    """*value* as JSON with its long texts cut, and the language that this is: JSON that is cut itself is none."""
    shown = as_text(json.dumps(_with_short_texts(value), indent=1, ensure_ascii=False), longest)
    return shown, "text" if shown.endswith(_END_OF_CUT) else "json"


def in_a_line(value: object) -> str:
    """*value* in one line, the members of an object without its braces."""
    value = _with_short_texts(value, _shortened)
    if isinstance(value, dict) and value and all(not isinstance(one, dict) for one in value.values()):
        return ", ".join(f"{name}: {_line(one)}" for name, one in value.items())
    return escape(value) if isinstance(value, str) else _line(value)


def _line(value: object) -> str:
    return escape(json.dumps(value, ensure_ascii=False))


def _shortened(text: str) -> str:
    """*text*, or of a long one how it begins and ends, and how many characters it has."""
    return text if len(text) <= _LONGEST_IN_A_LINE else f"{text[:_BEGINNING]}…{text[-_END:]} ({len(text)})"


def _value_cut(text: str) -> str:
    return _cut(text, _LONGEST_VALUE)


def _with_short_texts(value: Any, short: Callable[[str], str] = _value_cut) -> Any:
    match value:
        case str():
            return short(value)
        case list():
            return [_with_short_texts(one, short) for one in value]
        case dict():
            return {name: _with_short_texts(one, short) for name, one in value.items()}
        case _:
            return value


def _cut(text: str, longest: int) -> str:
    text = re.sub(r"(.)\1{60,}", lambda run: f"{run[1] * 20}… ({len(run[0])} times) …{run[1] * 20}", text)
    return text if len(text) <= longest else f"{text[:longest]}… ({len(text)}{_END_OF_CUT}"
