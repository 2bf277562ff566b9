"""Cost that grows no faster than the text."""

import gc
import re
import time
from collections.abc import Callable
from functools import cache

SIZES = (1_500, 15_000)
MARGIN = 5
TRIES = 3


@cache
def linear_cost(size: int) -> float:
    text = "ab" * (size // 2)
    return cost(lambda: [match.end() for match in re.finditer("[a-z]", text)])


def cost(work: Callable[[], object]) -> float:
    """The processor time of *work*, which what else the machine does leaves alone, without collections of garbage."""
    gc.disable()
    start = time.process_time()
    work()
    taken = time.process_time() - start
    gc.enable()
    return taken


def assert_linear(work: Callable[[str], object], start: str, run: str, end: str) -> None:
    before = None
    for size in SIZES:
        text = start + run * (size // len(run)) + end
        now = cost(lambda text=text: work(text))
        if before is not None:
            # What is cheaper than the linear function is not worth a comparison.
            ceiling = MARGIN * max(before * 10, linear_cost(size))
            for _ in range(TRIES):
                # What disturbed it once will hardly do so again.
                now = now if now <= ceiling else cost(lambda text=text: work(text))
            assert now <= ceiling, f"{start!r} + {run!r} × n + {end!r}: {before} s, then {now} s for ten times as much"
        before = now
