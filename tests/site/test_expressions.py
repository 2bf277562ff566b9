"""No expression of the project can take exponential time, whatever it is put to.

One of a login did: for sixty letters and a bracket the command and the gateway would not have come to an end.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from typing import Any, cast

import pytest

import smsmail

# The standard library has these, and no public name for them.
sre: Any = importlib.import_module("re._constants")
parser: Any = importlib.import_module("re._parser")

REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT)
OFTEN = 20

Parsed = Iterable[tuple[Any, Any]]


def patterns() -> dict[str, re.Pattern[Any]]:
    """Every expression that a module has, by its name."""
    found: dict[str, re.Pattern[Any]] = {}
    for module in pkgutil.walk_packages(smsmail.__path__, "smsmail."):
        if "skeletons" in module.name or module.name.endswith(("__main__", ".arrow")):
            continue
        own: dict[str, Any] = vars(importlib.import_module(module.name))
        for name, value in own.items():
            several: list[Any] = [*cast("dict[Any, Any]", value).values()] if isinstance(value, dict) else [value]
            for one in several:
                if isinstance(one, re.Pattern):
                    found[f"{module.name}.{name}"] = one
    return found


def is_ambiguous(pattern: re.Pattern[Any]) -> bool:
    flags = pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    parsed = parser.parse(pattern.pattern, flags)
    return _divides(parsed, parsed.state)


def _divides(parsed: Parsed, state: Any) -> bool:
    """Whether what is repeated often may be divided in more than one way: a repeat within it, and nothing else that must be there."""
    for op, value in parsed:
        if op in REPEATS and value[1] > OFTEN:
            for body in _choices(value[2]):
                varying = [one for one in body if one[0] in REPEATS and one[1][0] != one[1][1] and one[1][1] > 1]
                for one in varying:
                    others = [other for other in body if other is not one]
                    if all(parser.SubPattern(state, [other]).getwidth()[0] == 0 for other in others):
                        return True
        if any(_divides(within, state) for within in _within(op, value)):
            return True
    return False


def _choices(parsed: Any) -> list[list[tuple[Any, Any]]]:
    if len(parsed) == 1 and parsed[0][0] is sre.BRANCH:
        return [[*_ungrouped(option)] for option in parsed[0][1][1]]
    return [[*_ungrouped(parsed)]]


def _ungrouped(parsed: Parsed) -> Iterator[tuple[Any, Any]]:
    for op, value in parsed:
        if op is sre.SUBPATTERN:
            yield from _ungrouped(value[3])
        else:
            yield op, value


def _within(op: Any, value: Any) -> list[Parsed]:
    match op:
        case sre.MAX_REPEAT | sre.MIN_REPEAT | sre.POSSESSIVE_REPEAT:
            return [value[2]]
        case sre.SUBPATTERN:
            return [value[3]]
        case sre.BRANCH | sre.ASSERT | sre.ASSERT_NOT:
            return value[1] if op is sre.BRANCH else [value[1]]
        case sre.ATOMIC_GROUP:
            return [value]
        case _:
            return []


def test_no_expression_is_exponential() -> None:
    every = patterns()
    assert len(every) > 100
    assert [name for name, pattern in every.items() if is_ambiguous(pattern)] == []


@pytest.mark.parametrize("wrong", [r"(?:[a-z]{1,12}[.@_-]?)+\d", r"(a+)+b", r"x(?:\s*\w+)*y", r"(?:a|b+)*c"])
def test_one_that_is_would_be_found(wrong: str) -> None:
    assert is_ambiguous(re.compile(wrong))


@pytest.mark.parametrize("right", [r"[a-z]++(?:[.@_-][a-z]++)*+", r"(?:[^\n]*\n)*", r"(?:a|b)*", r"(?>a+)+", r"a+b+"])
def test_one_that_is_not_would_not(right: str) -> None:
    assert not is_ambiguous(re.compile(right))
