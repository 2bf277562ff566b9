"""Applying the fixes that are certain, and showing what they change."""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from ...codec import Diagnostic, check
from ...codec.findings.edits import Edit, edited
from ...codec.masking import Masking

ROUNDS = 10
"""One fix can bring another to light; more often than this it does not."""

Findings = Sequence[Diagnostic]


class Fixed(NamedTuple):
    """A request after its fixes."""

    text: str
    findings: Findings
    """What is left to be said of it."""
    shown_before: str
    shown_after: str
    """The texts before and after, as they may be shown."""


def fixed(
    request: str,
    findings: Findings,
    rules: frozenset[str],
    may_stand: Callable[[str], bool],
    *,
    with_psw: bool,
    now: datetime | None = None,
) -> Fixed:
    """*request*, in which *findings* are found, after its fixes.

    These are all those of *rules* that are certain, write only what *may_stand* there, and do not overlap. Unless it may
    be shown *with_psw*, none is applied that could move a piece of the password.
    """
    before = after = request if with_psw else Masking(request).text
    for _ in range(ROUNDS):
        masking = None if with_psw else Masking(request)
        wanted = (found for found in findings if found.rule in rules and (not masking or masking.allows(found.fix)))
        edits = _edits(wanted, may_stand)
        if not edits:
            break
        after = edited(after, masking.edits(edits) if masking else edits)
        request = edited(request, edits)
        findings = check(request, now=now)
    return Fixed(request, findings, before, after)


def difference(before: str, after: str, shown: str) -> str:
    """What has to be done to *before* to make it *after*, as a unified diff; nothing where they are the same."""
    if before == after:
        return ""
    from difflib import unified_diff  # Few runs need it, and loading it takes a while.

    lines = unified_diff(_lines(before), _lines(after), shown, shown)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def _edits(findings: Iterable[Diagnostic], may_stand: Callable[[str], bool]) -> list[Edit]:
    """The edits of all fixes, in the order of the text; of two that meet in a place, the first one's."""
    chosen: list[tuple[int, int, str]] = []
    for found in findings:
        edits = [(edit.start, edit.end, edit.text) for edit in found.fix]
        if all(may_stand(edit.text) for edit in found.fix) and all(_has_room(one, chosen) for one in edits):
            for one in edits:
                insort(chosen, one)
    return [Edit(*one) for one in chosen]


def _has_room(edit: tuple[int, int, str], chosen: list[tuple[int, int, str]]) -> bool:
    start, end, _ = edit
    at = bisect_left(chosen, edit)
    return (at == 0 or (chosen[at - 1][1] <= start and chosen[at - 1][0] < start)) and (
        at == len(chosen) or (end <= chosen[at][0] and start < chosen[at][0])
    )


def _lines(text: str) -> list[str]:
    """Lines as diff and patch know them: nothing but a line feed ends one."""
    return [f"{line}\n" for line in text.split("\n")[:-1]] + ([last] if (last := text.rpartition("\n")[2]) else [])
