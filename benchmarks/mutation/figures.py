"""The figures of a run, for docs/power.md."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from .mutant import Mutant, Trial

FILE = Path(__file__).parent.parent / "mutation-figures.json"


def figures(mutants: list[Mutant], trials: list[Trial], cases: int, of: int) -> dict[str, Any]:
    """The counts of a run: all together, and of each file; *mutants* are all, or a sample *of* so many."""
    files = {one.key: one.file for one in mutants}
    by_file: dict[str, Counter[str]] = {}
    for one in trials:
        counts = by_file.setdefault(files[one.key], Counter())
        counts["mutants"] += 1
        counts[_column(one)] += 1
        counts["killed by may only"] += one.fate == "killed" and one.level == "may"
    total = sum(by_file.values(), Counter[str]())
    return {
        "cases": cases,
        "mutants in all": of,
        "not tried": len(mutants) - len(trials),
        "total": _row(total),
        "files": {file: _row(by_file[file]) for file in sorted(by_file)},
        "missed": sorted(one.key for one in trials if _column(one) == "missed"),
    }


def _column(trial: Trial) -> str:
    """``alike`` is a survivor that no input that was tried tells; without a search all are missed."""
    if trial.fate != "survived":
        return trial.fate
    return "alike" if trial.witness == "none" else "missed"


def _row(counts: Counter[str]) -> dict[str, int | float]:
    judged = counts["killed"] + counts["missed"]
    return {
        "mutants": counts["mutants"],
        "do not start": counts["does not start"],
        "alike": counts["alike"],
        "killed": counts["killed"],
        "killed by may only": counts["killed by may only"],
        "missed": counts["missed"],
        "rate": round(100 * counts["killed"] / judged, 1) if judged else 100.0,
    }


def write_figures(mutants: list[Mutant], trials: list[Trial], cases: int, of: int) -> None:
    """Write them."""
    FILE.write_text(json.dumps(figures(mutants, trials, cases, of), indent=2) + "\n", "utf-8")
