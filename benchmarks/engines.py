"""``python -m benchmarks.engines [--lines N]``: what a line costs in each engine, beside a loop of ``check``.

Each run of an engine is a process of its own. What it takes for few lines is taken off, so that starting it does not count,
and the processor time is that of all processes that it starts. They take turns, and the least of the rounds counts: whatever a
run took more was somebody else's. The figures go to engines.json, which the page of the engines shows.
"""

import argparse
import ctypes
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from .made_lines import HARMLESS, WRONG, made

FIGURES = Path(__file__).with_name("engines.json")
_EXAMPLES = Path(__file__).parents[1] / "examples" / "engines"
_ROUNDS = {"nothing": 2, "polars": 2, "duckdb": 2, "dask": 1, "spark": 1}
"""Those that start processes of their own take long to begin."""
_FEW = 20_000
_PR_SET_CHILD_SUBREAPER = 36


class _Cost(NamedTuple):
    seconds: float
    cpu: float


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engines", description="Measure the engines.")
    parser.add_argument("--lines", type=int, default=1_000_000)
    lines: int = parser.parse_args().lines
    # What a process leaves behind becomes a child of this one, as Spark's JVM does, and can be waited for.
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    engines = [one for one in _ROUNDS if one != "spark" or shutil.which("java")]
    least: dict[tuple[str, int], _Cost] = {}
    with TemporaryDirectory(prefix="smsmail-") as place:
        for number in (_FEW, lines):
            log = Path(place, f"{number}.log")
            with log.open("wb") as file:
                file.writelines(made(number))
            subprocess.run([sys.executable, _EXAMPLES / "to_parquet.py", log, Path(place, str(number))], check=True)
        for turn in range(max(_ROUNDS.values())):
            for engine in (one for one in engines if turn < _ROUNDS[one]):
                for number in (_FEW, lines):
                    cost = _cost(engine, Path(place, str(number)), Path(place, f"{engine}-{number}-{turn}"))
                    known = least.get((engine, number), cost)
                    least[engine, number] = _Cost(*map(min, known, cost))
    figures = {
        engine: {
            "rate": round((lines - _FEW) / (least[engine, lines].seconds - least[engine, _FEW].seconds)),
            "cpu": round(1e6 * (least[engine, lines].cpu - least[engine, _FEW].cpu) / (lines - _FEW), 3),
        }
        for engine in engines
    }
    shares = {"wrong": round(1000 * WRONG), "harmless": round(1000 * HARMLESS)}
    found = {"lines": lines, "cores": os.cpu_count(), **shares, "engines": figures}
    FIGURES.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(FIGURES.read_text("utf-8"))


def _cost(engine: str, lines: Path, out: Path) -> _Cost:
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}
    start = perf_counter()
    command = [sys.executable, str(_EXAMPLES / f"with_{engine}.py"), str(lines), str(out)]
    begun = os.posix_spawn(sys.executable, command, environment)
    seconds = cpu = 0.0
    while True:
        try:
            process, status, usage = os.wait3(0)
        except ChildProcessError:  # the last one is gone
            return _Cost(seconds, cpu)
        cpu += usage.ru_utime + usage.ru_stime
        if process == begun:
            assert status == 0, f"{engine} has failed"
            seconds = perf_counter() - start


if __name__ == "__main__":
    main()
