"""Timing that the machine's moods do not decide.

The contenders take turns, a slice of about a millisecond each and in the opposite order every other round, so that a
slow spell or a change of clock hits all of them. Of the slices of one the fastest counts: work that is the same each
time cannot go faster than it costs, so whatever a slice took longer was somebody else's. A whole process is not the same
work each time (pages, disk, scheduler), so there it is the median. Garbage collection is off: a collection would be
charged to whoever is running when it falls due.
"""

import gc
import os
import subprocess
from collections.abc import Callable, Generator, Hashable, Mapping, Sequence
from contextlib import contextmanager
from itertools import repeat
from statistics import median
from time import perf_counter
from typing import Any, TypeVar

Task = tuple[Callable[[Any], object], object]
"""A function and its argument."""

_Key = TypeVar("_Key", bound=Hashable)

_SLICE = 0.001
_SHARE = 0.3
"""Seconds for each task altogether …"""
_LEAST = 7
"""… but at least so many slices."""


def fastest(tasks: Mapping[_Key, Task]) -> dict[_Key, float]:
    """The seconds that each task takes."""
    slices: dict[_Key, list[float]] = {}
    with _without_collector():
        calls = {key: _calls_in_a_slice(task) for key, task in tasks.items()}
        spent = dict.fromkeys(tasks, 0.0)
        order = list(tasks)
        while order:
            for key in order:
                seconds = _slice(tasks[key], calls[key])
                spent[key] += seconds
                slices.setdefault(key, []).append(seconds / calls[key])
            order = [key for key in reversed(order) if spent[key] < _SHARE or len(slices[key]) < _LEAST]
    return {key: min(slices[key]) for key in tasks}


def processes(commands: Mapping[_Key, Sequence[str]], text: str, rounds: int = 11) -> dict[_Key, float]:
    """The seconds that each command takes from start to exit, with *text* as its standard input."""
    times: dict[_Key, list[float]] = {key: [] for key in commands}
    for round in range(rounds + 1):
        for key, command in commands.items():
            seconds = _process(command, text)
            if round:  # the first one may have byte code to write
                times[key].append(seconds)
    return {key: median(taken) for key, taken in times.items()}


def users_environment() -> dict[str, str]:
    """The environment as users have it: with byte code, and whatever else is set here for development left out."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def _slice(task: Task, calls: int) -> float:
    function, argument = task
    start = perf_counter()
    for _ in repeat(None, calls):
        function(argument)
    return perf_counter() - start


def _calls_in_a_slice(task: Task) -> int:
    calls = 1
    while (seconds := _slice(task, calls)) < _SLICE / 4:
        calls *= 2
    return max(1, round(calls * _SLICE / seconds))


@contextmanager
def _without_collector() -> Generator[None, None, None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _process(command: Sequence[str], text: str) -> float:
    environment = users_environment()
    start = perf_counter()
    subprocess.run(command, input=text, env=environment, stdout=subprocess.DEVNULL, text=True, check=True)
    return perf_counter() - start
