"""Mutants of a regular expression, as texts."""

import re
import warnings
from collections.abc import Iterator
from itertools import pairwise

_TOKEN = re.compile(
    r"""
      (?P<open>\((?:\?(?:P<\w+>|[:=!>]|<[=!]|[aiLmsux]+:))?)
    | (?P<close>\))
    | (?P<bar>\|)
    | (?P<class>\[\^?\]?(?:\\.|[^\]\\])*\])
    | (?P<times>(?:[*+?]|\{\d+(?:,\d*)?\})[+?]?)
    | (?P<one>\\u[0-9a-fA-F]{4}|\\U[0-9a-fA-F]{8}|\\x[0-9a-fA-F]{2}|\\.|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_MEMBER = re.compile(r"(?:\\.|[^\\])(?:-(?:\\.|[^\\]))?", re.DOTALL)
_OTHER_LOOK = {"(?=": "(?!", "(?!": "(?=", "(?<=": "(?<!", "(?<!": "(?<="}
_OTHER_CLASS = {r"\s": r"\S", r"\w": r"\W", r"\d": r"\D", r"\b": r"\B"}


def changed(pattern: str, *, verbose: bool = False) -> Iterator[tuple[str, str]]:
    """What is done to *pattern* and what it becomes, for each way that gives a valid expression."""
    for change, other in _changed(pattern, verbose):
        if other != pattern and _is_valid(other, verbose):
            yield change, other


def _is_valid(pattern: str, verbose: bool) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(pattern, re.VERBOSE if verbose else 0)
    except re.error:
        return False
    return True


def _changed(pattern: str, verbose: bool) -> Iterator[tuple[str, str]]:
    opened: list[tuple[int, str, list[int]]] = [(0, "", [])]
    for token in _TOKEN.finditer(pattern):
        text, start, end = token[0], token.start(), token.end()

        def with_other(other: str, start: int = start, end: int = end) -> str:
            return pattern[:start] + other + pattern[end:]

        match token.lastgroup:
            case "open":
                opened.append((start, text, []))
                if text in _OTHER_LOOK:
                    yield f"{text} → {_OTHER_LOOK[text]}", with_other(_OTHER_LOOK[text])
            case "bar":
                opened[-1][2].append(start)
            case "close":
                yield from _without_a_branch(pattern, opened.pop(), start)
            case "class":
                for change, other in _classes(text):
                    yield change, with_other(other)
            case "times":
                for other in _times(text):
                    yield f"{text} → {other or 'once'} at {start}", with_other(other)
            case _ if not (verbose and text.isspace()):
                yield f"without {text!r} at {start}", with_other("")
                if text in _OTHER_CLASS:
                    yield f"{text} → {_OTHER_CLASS[text]} at {start}", with_other(_OTHER_CLASS[text])
            case _:
                pass
    yield from _without_a_branch(pattern, opened[0], len(pattern))


def _without_a_branch(pattern: str, group: tuple[int, str, list[int]], end: int) -> Iterator[tuple[str, str]]:
    start, opening, bars = group
    if opening in _OTHER_LOOK:
        yield f"without {pattern[start : end + 1]}", pattern[:start] + pattern[end + 1 :]
    borders = [start + len(opening) - 1, *bars, end]
    for left, right in pairwise(borders) if bars else ():
        kept = pattern[: left + 1] + pattern[right + 1 :] if right != end else pattern[:left] + pattern[end:]
        yield f"without the branch {pattern[left + 1 : right]}", kept


def _classes(text: str) -> Iterator[tuple[str, str]]:
    negated = text.startswith("[^")
    inner = text[2 if negated else 1 : -1]
    yield f"{text} inverted", f"[{inner}]" if negated else f"[^{inner}]"
    members = [member[0] for member in _MEMBER.finditer(inner)]
    if 1 < len(members) <= 20:
        for index, member in enumerate(members):
            left = "".join(members[:index] + members[index + 1 :])
            yield f"{text} without {member!r}", f"[{'^' if negated else ''}{left}]"


def _times(text: str) -> Iterator[str]:
    """Other numbers of repetitions. Whether one gives back is a matter of speed."""
    kept = text[-1] if len(text) > 1 and text[-1] in "+?" else ""
    times = text.removesuffix(kept) if kept else text
    match times:
        case "*":
            yield from (f"+{kept}", "")
        case "+":
            yield from (f"*{kept}", "")
        case "?":
            yield ""
        case _:
            least, comma, most = times[1:-1].partition(",")
            yield f"{{{int(least) + 1}{comma}{most}}}{kept}"
            if int(least):
                yield f"{{{int(least) - 1}{comma}{most}}}{kept}"
            if most:
                yield f"{{{least},{int(most) + 1}}}{kept}"
                yield f"{{{least},{int(most) - 1}}}{kept}"
