"""The results as tables, and as JSON."""

import json
import platform
from collections.abc import Callable, Sequence
from itertools import chain
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from .goals import Goal, Result
from .mailing import NEWER, REQUEST, WITH_SMTP
from .peers import PACKAGES
from .segmenting import Cut

_WIDTH = 164

_Columns = dict[str, Callable[[Result], str]]
_Sections = Sequence[Sequence[Result]]


class Found(NamedTuple):
    """All that was measured, a table each."""

    codec: _Sections
    cut: Cut
    mails: _Sections
    files: _Sections
    runs: _Sections
    gateway: _Sections

    @property
    def results(self) -> list[Result]:
        """The rows of all tables."""
        return [*chain(*self.codec, *self.cut.sections, *self.mails, *self.files, *self.runs, *self.gateway)]


def show(found: Found) -> None:
    """Print the tables, and below them every target that is missed."""
    console = Console()
    console.width = max(console.width, _WIDTH)  # piped or narrow: a row stays one line
    console.print(f"Python {platform.python_version()}, {platform.machine()}", style="italic")
    console.print(_table(found.codec, _CODEC))
    console.print(_table(found.cut.sections, _CUT))
    for note in found.cut.notes:
        console.print(note, highlight=False, soft_wrap=True)
    console.print(_table(found.mails, _MAILS))
    console.print(_table(found.files, _FILES))
    console.print(_table(found.runs, _RUNS))
    console.print(_table(found.gateway, _GATEWAY))
    missed = [(result, goal) for result in found.results for goal in result.missed]
    console.print(f"{len(missed)} targets missed" if missed else "all targets met", style="bold")
    for result, goal in missed:
        console.print(f"  {result.name}: {_figure(goal)}, target {_limit(goal)}", highlight=False)


def as_json(found: Found) -> str:
    """The same for programs; times in seconds, memory in octets."""
    shown = [
        {
            **result._asdict(),
            "cost": result.cost and {**result.cost._asdict(), "met": result.cost.met},
            "lead": result.lead and {**result.lead._asdict(), "met": result.lead.met},
            "met": not result.missed,
        }
        for result in found.results
    ]
    machine = {"python": platform.python_version(), "machine": platform.machine()}
    return json.dumps({**machine, "results": shown, "notes": found.cut.notes}, indent=2) + "\n"


def _table(sections: _Sections, columns: _Columns) -> Table:
    table = Table()
    table.add_column("", no_wrap=True)
    for heading in columns:
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    for section in sections:
        for result in section:
            table.add_row(result.name, *(cell(result) for cell in columns.values()), _verdict(result))
        table.add_section()
    return table


def _verdict(result: Result) -> str:
    if not result.targets:
        return ""
    return "[bold red]missed[/]" if result.missed else "[green]met[/]"


def _goal(goal: Goal | None) -> str:
    if goal is None:
        return ""
    figure = _figure(goal) if goal.met else f"[red]{_figure(goal)}[/]"
    if goal.limit is None:
        return figure
    return f"{figure} ({_limit(goal)})"


def _figure(goal: Goal) -> str:
    return f"{goal.figure:.2f} ×" if goal.unit == "×" else f"{goal.figure:.1f} {goal.unit}"


def _limit(goal: Goal) -> str:
    return f"{'≥' if goal.at_least else '≤'} {goal.limit:g}"


def _seconds(seconds: float | None) -> str:
    if seconds is None:
        return ""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{_three_digits(seconds / size)} {unit}"
    return f"{_three_digits(seconds / 1e-9)} ns"


def _three_digits(number: float) -> str:
    return f"{number:.0f}" if number >= 100 else f"{number:.3g}"


def _of_peer(name: str) -> Callable[[Result], str]:
    return lambda result: _seconds(result.peers.get(name)) if result.peers else ""


_FLOOR: _Columns = {
    "time": lambda result: _seconds(result.time),
    "floor": lambda result: _seconds(result.floor),
    "time ÷ floor": lambda result: _goal(result.cost),
}
_CODEC: _Columns = {
    **_FLOOR,
    "Lark LALR": lambda result: _seconds(result.lark),
    "Lark ÷ time": lambda result: _goal(result.lead),
    "lark-cython": lambda result: _seconds(result.cython),
    "str.split": lambda result: _seconds(result.split),
}
_CUT: _Columns = {
    **_FLOOR,
    **{name: _of_peer(name) for name in PACKAGES},
    "faster ÷ time": lambda result: _goal(result.lead),
}
# The floor of encoding is a MIMEText as well, generated in the quickest way.
_MAILS: _Columns = {
    **_FLOOR,
    "of it encode_request": _of_peer(REQUEST),
    WITH_SMTP: _of_peer(WITH_SMTP),
    NEWER: _of_peer(NEWER),
}
_FILES: _Columns = {
    "time": lambda result: _seconds(result.time),
    "check_mail alone": lambda result: _seconds(result.floor),
    "requests a second": lambda result: f"{result.rate:.0f}" if result.rate else "",
    "peak memory": lambda result: f"{result.peak / 1e6:.1f} MB" if result.peak else "",
    "× that of fewer": lambda result: _goal(result.cost),
}
_RUNS: _Columns = {
    "time": lambda result: _seconds(result.time),
    "a process for each": lambda result: _seconds(result.floor),
    "÷ time": lambda result: _goal(result.lead),
    "whole": lambda result: _goal(result.cost),
}
_GATEWAY: _Columns = {
    "mails a second": lambda result: f"{result.rate:.0f}" if result.rate else "",
    "of the other's": lambda result: _goal(result.lead),
    "99 of 100 within": lambda result: _seconds(result.time),
    "the other": lambda result: _seconds(result.floor),
    "memory": lambda result: f"{result.peak / 1e6:.1f} MB" if result.peak else "",
    "× that of fewer": lambda result: _goal(result.cost),
}
