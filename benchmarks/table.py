"""The results as a table, and as JSON."""

import json
import platform
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from .goals import Goal, Result

_WIDTH = 160


def show(sections: Sequence[Sequence[Result]]) -> None:
    """Print the table, and below it every target that is missed."""
    console = Console()
    console.width = max(console.width, _WIDTH)  # piped or narrow: a row stays one line
    table = Table(title=f"Python {platform.python_version()}, {platform.machine()}", title_justify="left")
    table.add_column("", no_wrap=True)
    for heading in ("time", "floor", "time ÷ floor", "Lark LALR", "Lark ÷ time", "lark-cython", "str.split"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    for section in sections:
        for result in section:
            table.add_row(*_cells(result))
        table.add_section()
    console.print(table)
    missed = [(result, goal) for section in sections for result in section for goal in result.missed]
    console.print(f"{len(missed)} targets missed" if missed else "all targets met", style="bold")
    for result, goal in missed:
        console.print(f"  {result.name}: {_figure(goal)}, target {_limit(goal)}", highlight=False)


def as_json(sections: Sequence[Sequence[Result]]) -> str:
    """The same for programs; times in seconds."""
    shown = [
        {
            **result._asdict(),
            "cost": result.cost and {**result.cost._asdict(), "met": result.cost.met},
            "lead": result.lead and {**result.lead._asdict(), "met": result.lead.met},
            "met": not result.missed,
        }
        for section in sections
        for result in section
    ]
    machine = {"python": platform.python_version(), "machine": platform.machine()}
    return json.dumps({**machine, "results": shown}, indent=2) + "\n"


def _cells(result: Result) -> list[str]:
    verdict = "[bold red]missed[/]" if result.missed else "[green]met[/]"
    times = [_seconds(result.time), _seconds(result.floor), _goal(result.cost), _seconds(result.lark)]
    return [result.name, *times, _goal(result.lead), _seconds(result.cython), _seconds(result.split), verdict]


def _goal(goal: Goal | None) -> str:
    if goal is None:
        return ""
    figure = _figure(goal) if goal.met else f"[red]{_figure(goal)}[/]"
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
