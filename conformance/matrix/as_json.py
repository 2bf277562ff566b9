"""The matrix for programs.

    {"format": 1,
     "implementations": [{"file": "…", "implementation": "…", "version": "…", "language": "…", "suite": "smsmail 1.0.0, corpus 2.0.0",
                          "total": {"passed": 3, "deviating": 0, "failed": 0, "known": 0, "skipped": 0}}],
     "cases": [{"id": "…", "op": "…", "level": "must", "differs": false,
                "results": [{"column": "failed", "observed": "accepted", "reason": "…"} | null, …]}]}

`results` are in the order of `implementations`, null where a report has no such case.
"""

import json

from ..reports.as_json import portable
from ..results import COLUMNS
from ..values import JSON
from .table import Matrix

FORMAT = 1


def render(matrix: Matrix) -> str:
    implementations: JSON = [
        {
            **{name: getattr(run, name) for name in ("file", "implementation", "version", "language", "suite")},
            "total": {column: run.count(column) for column in COLUMNS},
        }
        for run in matrix.runs
    ]
    cases: JSON = [
        {
            **{name: getattr(row, name) for name in ("id", "op", "level", "differs")},
            "results": [cell and {**cell._asdict()} for cell in row.cells],
        }
        for row in matrix.rows
    ]
    found: JSON = {"format": FORMAT, "implementations": implementations, "cases": cases}
    return json.dumps(portable(found), indent=1) + "\n"
