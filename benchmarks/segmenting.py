"""Cutting a text into parts: beside one pass over it, and beside npm packages that do the same."""

from collections.abc import Mapping
from typing import NamedTuple

from smsmail.codec import segment

from . import cases, floors, peers
from .goals import Goal, Result
from .measure import Task, fastest

_Taken = Mapping[tuple[str, str], float]


class Case(NamedTuple):
    """A text, and the limits for it, if any."""

    text: str
    cost: float | None = None
    lead: float | None = None


CASES = {
    "1000 characters, Latin": Case(cases.LATIN_TEXT, cost=15, lead=20),
    "1000 characters, Cyrillic": Case(cases.CYRILLIC_TEXT),
    "1000 characters, some extended": Case(cases.SOME_EXTENDED_TEXT),
}


class Cut(NamedTuple):
    """What was measured, and what there is to say of it."""

    sections: list[list[Result]]
    notes: list[str]


def results() -> Cut:
    """Everything, measured now."""
    tasks: dict[tuple[str, str], Task] = {}
    for name, case in CASES.items():
        tasks[name, "segment"] = segment, case.text
        tasks[name, "floor"] = floors.one_pass, case.text
    for name, (small, large) in cases.GROWING.items():
        tasks[name, "small"] = segment, small
        tasks[name, "large"] = segment, large
    beside, notes = _beside()
    taken = fastest(tasks)
    return Cut([[_result(name, case, taken, beside.get(name)) for name, case in CASES.items()], _growth(taken)], notes)


def _result(name: str, case: Case, taken: _Taken, beside: dict[str, float] | None) -> Result:
    time, floor = taken[name, "segment"], taken[name, "floor"]
    return Result(
        name=f"segment {name}",
        time=time,
        floor=floor,
        cost=Goal(time / floor, case.cost),
        lead=Goal(min(beside.values()) / time, case.lead, at_least=True) if beside else None,
        peers=beside,
    )


def _beside() -> tuple[dict[str, dict[str, float]], list[str]]:
    """For each text the seconds of each package, and in words who they are or why there are none, and what differs."""
    packages = ", ".join(f"{name} {version}" for name, version in peers.PACKAGES.items())
    try:
        there = peers.measured({name: case.text for name, case in CASES.items()})
    except peers.Absent as why:
        return {}, [f"npm packages not measured, {why}: {packages}"]
    notes = [f"npm packages: {packages}; node {there.node}"]
    for package, texts in there.found.items():
        for name, theirs in texts.items():
            ours = len(segment(CASES[name].text).parts)
            if theirs.parts != ours:
                notes.append(f"{package} differs on {name}: {theirs.parts} parts, not {ours}")
    times = {name: {package: texts[name].seconds for package, texts in there.found.items()} for name in CASES}
    return times, notes


def _growth(taken: _Taken) -> list[Result]:
    """The time of one character of a large text, whose floor is that of a small one."""
    found: list[Result] = []
    for name, (small_text, large_text) in cases.GROWING.items():
        large = taken[name, "large"] / len(large_text)
        small = taken[name, "small"] / len(small_text)
        found.append(
            Result(f"segment a character of 100 K, {name} (floor: of 10 K)", large, small, Goal(large / small, 1.3))
        )
    return found
