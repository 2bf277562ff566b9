"""Checking a line: beside decoding it, and with errors in it."""

from smsmail.codec import check, decode_request

from . import cases
from .goals import Goal, Result
from .measure import Task, fastest

_CLEAN = {
    "short request": cases.SHORT,
    "short request, every field": cases.EVERY_FIELD.replace(",3:", ",2:"),
    "1000 characters, Latin": cases.LATIN,
    "1000 characters, Cyrillic": cases.CYRILLIC,
    "list of 100 KB": cases.LARGE_LIST,
}
_TWICE = 2

_WRONG = {
    "a line with five errors": "alex:psw:order 7:3102301200,99:3,0,Alex,1:7999x:hi",
    "a line with colons for commas": "alex:psw:::0:1:Alex:1:79991234567:hi",
}
_ERRORS = 5
_MILLISECOND = 1.0


def results() -> list[list[Result]]:
    """Both, measured now."""
    assert not any(map(check, _CLEAN.values())), "there is something to say of a clean line"
    errors = [found for found in check(_WRONG["a line with five errors"]) if found.severity == "error"]
    assert len(errors) == _ERRORS, errors
    tasks: dict[tuple[str, str], Task] = {(name, "check"): (check, text) for name, text in (_CLEAN | _WRONG).items()}
    taken = fastest(tasks | {(name, "decode"): (decode_request, text) for name, text in _CLEAN.items()})
    clean = [
        Result(
            name=f"check {name} (floor: decode it)",
            time=taken[name, "check"],
            floor=taken[name, "decode"],
            cost=Goal(taken[name, "check"] / taken[name, "decode"], _TWICE),
        )
        for name in _CLEAN
    ]
    wrong = [
        Result(f"check {name}", taken[name, "check"], cost=Goal(taken[name, "check"] * 1000, _MILLISECOND, "ms"))
        for name in _WRONG
    ]
    return [clean, wrong]
