"""The report for programs.

    {"format": 1, "protocol": 1,
     "suite": {"name": "smsmail", "version": "0.1.0"},
     "testee": {"implementation": "…", "version": "…", "language": "…", "ops": ["…"]},
     "policy": {"strict": false, "fail_on_skip": false, "known_failures": ["<case id>"]},
     "results": [{"id": "…", "op": "…", "level": "must", "clauses": ["…"], "readings": ["…"],
                  "outcome": "passed" | "deviating" | "failed" | "skipped",
                  "observed": "as-expected" | …, "known": false, "fails": false,
                  "reason": "…", "expected": …, "actual": …, "stderr": "…"}],
     "summary": {"cases": 3, "seconds": 0.2, "ok": true, "failures": 0, "problems": ["…"],
                 "total": {"passed": 3, "deviating": 0, "failed": 0, "known": 0, "skipped": 0},
                 "by_op": {"<op>": {…as total}}, "by_level": {"<level>": {…as total}}}}

`reason` is empty where the answer was the expected one; `expected` and `actual` are null where
nothing is compared. In the counts a failing case on the list of known failures is `known`, not
`failed`. New members may appear in later versions; these stay.
"""

import json
from collections import Counter
from importlib.metadata import version
from typing import Any

from .protocol import VERSION
from .record import Record
from .results import COLUMNS, Column, Result

FORMAT = 1


def render_json(record: Record) -> str:
    tally, hello, policy = record.tally, record.hello, record.policy
    return (
        json.dumps(
            {
                "format": FORMAT,
                "protocol": VERSION,
                "suite": {"name": "smsmail", "version": version("smsmail")},
                "testee": {
                    "implementation": hello.implementation,
                    "version": hello.version,
                    "language": hello.language,
                    "ops": hello.ops,
                },
                "policy": {
                    "strict": policy.strict,
                    "fail_on_skip": policy.fail_on_skip,
                    "known_failures": sorted(policy.known),
                },
                "results": [_result(result) for result in record.results],
                "summary": {
                    "cases": len(record.results),
                    "seconds": round(record.seconds, 3),
                    "ok": tally.ok,
                    "failures": tally.failures,
                    "problems": tally.complaints(),
                    "total": _counts(tally.total),
                    "by_op": {op: _counts(counts) for op, counts in tally.by_op.items()},
                    "by_level": {level: _counts(of) for level, of in tally.by_level.items()},
                },
            },
            indent=1,
        )
        + "\n"
    )


def _result(result: Result) -> dict[str, Any]:
    case, verdict = result.case, result.verdict
    return {
        "id": case.id,
        "op": case.op,
        "level": case.level,
        "clauses": case.clauses,
        "readings": case.readings,
        "outcome": verdict.outcome,
        "observed": verdict.observed,
        "known": result.column == "known",
        "fails": result.fails,
        "reason": result.problem or verdict.reason,
        "expected": verdict.expected,
        "actual": verdict.actual,
        "stderr": verdict.log,
    }


def _counts(counts: Counter[Column]) -> dict[Column, int]:
    return {column: counts[column] for column in COLUMNS}
