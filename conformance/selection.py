"""Choosing a part of the corpus by address, operation and level."""

import difflib
from collections.abc import Callable, Collection, Iterable, Sequence
from fnmatch import fnmatchcase

from .corpus import LEVELS, Case, Level, became


class NothingSelected(ValueError):
    """A selection without a single case: a mistake of whoever asked, never a success.

    >>> try:
    ...     select(load_cases(), ["request/idd"])
    ... except NothingSelected as error:
    ...     print(str(error).startswith("no case is named 'request/idd'; did you mean"))
    True
    """


def select(
    cases: Sequence[Case], patterns: Iterable[str] = (), ops: Collection[str] = (), level: Level = "may"
) -> list[Case]:
    """The cases that some pattern names, of these operations, at least as binding as `level`.

    No pattern and no operation means all. A pattern is, in this order: the id of one case, an
    address that ids continue after a slash, the beginning of ids, or a glob (`*` also matches
    slashes). The id that a case had in an earlier version is as good as its id.

    >>> {case.op for case in select(load_cases(), ["reply"])}
    {'decode_reply'}
    """
    chosen = _named(cases, patterns)
    binding = LEVELS[: LEVELS.index(level) + 1]
    kept = [
        case
        for case in cases
        if (chosen is None or case.id in chosen) and (not ops or case.op in ops) and case.level in binding
    ]
    if not kept:
        raise NothingSelected("no case has this combination of address, operation and level")
    return kept


def _named(cases: Sequence[Case], patterns: Iterable[str]) -> set[str] | None:
    ids = [case.id for case in cases]
    now = became(cases)
    named = [_matching(ids, now.get(pattern, pattern)) for pattern in patterns]
    return set[str]().union(*named) if named else None


def _matching(ids: Sequence[str], pattern: str) -> list[str]:
    address = pattern.rstrip("/")
    senses: tuple[Callable[[str], bool], ...] = (
        lambda name: name == address,
        lambda name: name.startswith(f"{address}/"),
        lambda name: name.startswith(pattern),
        lambda name: fnmatchcase(name, pattern),
    )
    for sense in senses:
        if found := [name for name in ids if sense(name)]:
            return found
    raise NothingSelected(f"no case is named {pattern!r}{_suggestion(ids, pattern)}")


def _suggestion(ids: Sequence[str], pattern: str) -> str:
    parts = [name.split("/") for name in ids]
    addresses = {"/".join(part[:depth]) for part in parts for depth in range(1, len(part) + 1)}
    close = difflib.get_close_matches(pattern, sorted(addresses), n=3)
    return f"; did you mean {' or '.join(close)}?" if close else ""
