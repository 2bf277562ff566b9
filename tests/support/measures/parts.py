"""The parts of a case's input that are measured: taken from a text or an object by hand, without the codec."""

import re
from collections.abc import Callable
from typing import Any, cast

from smsmail.conformance import Case

Measure = Callable[[Case], int | None]
"""How large the input of a case is, in some unit; None for a case that has nothing of its kind."""

LOGIN, PSW, ID, SCHEDULE, OPTIONS, PHONES, MES = range(7)
TRANSLIT, FORMAT, SENDER, TEST = range(4)

_NUMBER = re.compile(r"[+-]?[0-9]+")


def line(case: Case, index: int) -> str | None:
    """One of the seven fields of a request's text."""
    fields: list[str] = case.input["text"].split(":", 6) if case.op == "decode_request" else []
    return fields[index] if len(fields) == 7 else None


def given(case: Case, name: str) -> Any:
    """A member of a request to encode."""
    return members(case.input["request"]).get(name) if case.op == "encode_request" else None


def members(value: object) -> dict[str, Any]:
    """What an object holds; of some requests the types are wrong."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def body(case: Case, kind: str) -> dict[str, Any]:
    """The body of a request to encode, if it is of this kind."""
    found = members(given(case, "body"))
    return found if found.get("kind") == kind else {}


def options(case: Case) -> list[str] | None:
    text = line(case, OPTIONS)
    return None if text is None else text.split(",")


def option(index: int, name: str) -> Callable[[Case], str | None]:
    def value(case: Case) -> str | None:
        items = options(case) or []
        if index < len(items) <= 4:
            return items[index]
        found = given(case, name)
        return None if found is None else str(found)

    return value


def schedule(case: Case, index: int) -> str | None:
    """time (0) or tz (1)."""
    items = (line(case, SCHEDULE) or "").split(",")
    return items[index] if index < len(items) else None


def time(case: Case, kind: str) -> dict[str, Any]:
    """A time as an object, if it is of this kind."""
    found = members(case.input.get("time") if case.op == "send_at" else given(case, "time"))
    return found if found.get("kind") == kind else {}


def number(text: str | None) -> int | None:
    return int(text) if text is not None and _NUMBER.fullmatch(text) else None


def numbers(read: Callable[[Case], str | None]) -> Measure:
    return lambda case: number(read(case))


def length(read: Callable[[Case], str | None]) -> Measure:
    def measure(case: Case) -> int | None:
        text = read(case)
        return len(text) if isinstance(text, str) else None

    return measure


def matching(pattern: str, read: Callable[[Case], str | None]) -> Callable[[Case], str | None]:
    """The first group of *pattern*, where all of a text agrees with it."""
    form = re.compile(pattern)

    def value(case: Case) -> str | None:
        text = read(case)
        found = form.fullmatch(text) if isinstance(text, str) else None  # some requests are wrong in their types
        return found[1] if found else None

    return value


def digits_of(measure: Measure) -> Measure:
    """How many digits a number that is not negative has."""

    def digits(case: Case) -> int | None:
        value = measure(case)
        return None if value is None or value < 0 else len(str(value))

    return digits
