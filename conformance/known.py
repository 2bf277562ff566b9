"""The list of known failures: one case id or pattern a line, `#` begins a comment.

    request/time/february-31            # our dates come from a library
    segment/surrogates/*                # some of them
    serve/flood/two-at-once  flaky      # depends on the load

Only failing may be known. An entry that passes has to be taken off the list, so that it cannot rot: a pattern once all of
its cases pass, one that is marked as flaky never.
"""

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from .corpus import Case, became

FLAKY = "flaky"


class KnownFailure(NamedTuple):
    """A line of the list."""

    pattern: str
    is_flaky: bool
    reason: str

    def covers(self, id: str) -> bool:
        return fnmatchcase(id, self.pattern)


class KnownFailures(NamedTuple):
    """A list of known failures, as the corpus of now sees it."""

    ids: frozenset[str]
    may_pass: frozenset[str]
    """Of those the ones that may pass too: flaky ones, and those that only a pattern names."""
    problems: tuple[str, ...]
    """What is wrong with entries: ids that no case has."""


def read_entries(text: str) -> list[KnownFailure]:
    entries: list[KnownFailure] = []
    for line in text.split("\n"):
        words, _, reason = line.partition("#")
        match words.split():
            case [pattern, *flags] if flags in ([], [FLAKY]):
                entries.append(KnownFailure(pattern, is_flaky=bool(flags), reason=reason.strip()))
            case []:
                pass
            case _:
                raise ValueError(f"{line.strip()!r} is more than an id, and perhaps {FLAKY!r}")
    return entries


def known_failures(entries: Iterable[KnownFailure], cases: Sequence[Case]) -> KnownFailures:
    """The cases that *entries* name, of the whole corpus."""
    ids, may_pass, problems = set[str](), set[str](), list[str]()
    current = became(cases)
    for entry in entries:
        named = {case.id for case in cases if entry.covers(case.id)}
        if entry.is_flaky or "*" in entry.pattern:
            may_pass |= named - ids
        else:
            may_pass -= named
        ids |= named
        if not named:
            now = current.get(entry.pattern)
            problems.append(f"{entry.pattern!r} is the id of no case" + (f"; it became {now!r}" if now else ""))
    return KnownFailures(frozenset(ids), frozenset(may_pass), tuple(problems))


def outlived(entries: Iterable[KnownFailure], passed: Iterable[str], failed: Iterable[str]) -> list[str]:
    """The patterns of which every case that was judged passes."""
    passed, failed = set(passed), set(failed)
    return [
        f"{entry.pattern!r} is on the list of known failures, and all that it names pass: take it off"
        for entry in entries
        if "*" in entry.pattern
        and not entry.is_flaky
        and any(map(entry.covers, passed))
        and not any(map(entry.covers, failed))
    ]


def write_entries(before: Iterable[KnownFailure], failed: Iterable[str]) -> str:
    """The list for these failures: entries that still hold keep their place and their reasons, and new ones come last."""
    failed = sorted(failed)
    kept = [entry for entry in before if entry.is_flaky or any(map(entry.covers, failed))]
    new = [KnownFailure(id, is_flaky=False, reason="") for id in failed if not any(entry.covers(id) for entry in kept)]
    lines = [
        f"{entry.pattern}{f'  {FLAKY}' * entry.is_flaky}{f'  # {entry.reason}' if entry.reason else ''}"
        for entry in [*kept, *new]
    ]
    return "\n".join(["# Cases that are known to fail: one id or pattern a line.", *lines, ""])
