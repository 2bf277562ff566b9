"""The report for programs, of the shape of `fixtures/schema/report.schema.json`.

    {"format": 1, "protocol": 1,
     "suite": {"name": "smsmail", "version": "1.0.0", "specification": 2, "corpus": "2.0.0"},
     "testee": {"implementation": "…", "version": "…", "language": "…", "ops": ["…"], "features": ["…"] | null},
     "policy": {"strict": false, "fail_on_skip": false, "known_failures": ["<case id>"]},
     "results": [{"id": "…", "op": "…", "level": "must", "clauses": ["…"], "readings": ["…"],
                  "catches": "…", "outcome": "passed" | "deviating" | "failed" | "skipped",
                  "observed": "as-expected" | …, "known": false, "fails": false,
                  "reason": "…", "expected": …, "actual": …, "stderr": "…"}],
     "summary": {"cases": 3, "seconds": 0.2, "ok": true, "failures": 0, "problems": ["…"],
                 "total": {"passed": 3, "deviating": 0, "failed": 0, "known": 0, "skipped": 0},
                 "by_op": {"<op>": {…as total}}, "by_level": {"<level>": {…as total}}}}

`reason` is empty where the answer was the expected one; `expected` and `actual` are null where
nothing is compared. In the counts a failing case on the list of known failures is `known`, not
`failed`. New members may appear in later versions of the same format; these stay.

The text is ASCII, and any strict parser reads it: a lone surrogate that a testee wrote, which
many refuse, stands there as the six characters of its escape.
"""

import json
from collections import Counter

import msgspec

from smsmail import SPECIFICATION, __version__
from smsmail.versions import CORPUS

from ..protocol import VERSION
from ..record import Record
from ..results import COLUMNS, Column, Result
from ..values import JSON

FORMAT = 1


def render(record: Record) -> str:
    tally, hello, policy = record.tally, record.hello, record.policy
    report: JSON = {
        "format": FORMAT,
        "protocol": VERSION,
        "suite": {"name": "smsmail", "version": __version__, "specification": SPECIFICATION, "corpus": CORPUS},
        "testee": msgspec.to_builtins(hello),
        "policy": {
            "strict": policy.strict,
            "fail_on_skip": policy.fail_on_skip,
            "known_failures": [*sorted(policy.known)],
        },
        "results": [_result(result) for result in record.results],
        "summary": {
            "cases": len(record.results),
            "seconds": round(record.seconds, 3),
            "ok": tally.ok,
            "failures": tally.failures,
            "problems": [*tally.complaints()],
            "total": _counts(tally.total),
            "by_op": {op: _counts(counts) for op, counts in tally.by_op.items()},
            "by_level": {level: _counts(counts) for level, counts in tally.by_level.items()},
        },
    }
    return json.dumps(portable(report), indent=1) + "\n"


def _result(result: Result) -> JSON:
    case, verdict = result.case, result.verdict
    return {
        **{name: getattr(case, name) for name in ("id", "op", "level", "clauses", "readings", "catches")},
        "outcome": verdict.outcome,
        "observed": verdict.observed,
        "known": result.column == "known",
        "fails": result.fails,
        "reason": result.reason,
        "expected": verdict.expected,
        "actual": verdict.actual,
        "stderr": verdict.log,
    }


def _counts(counts: Counter[Column]) -> JSON:
    return {column: counts[column] for column in COLUMNS}


def portable(value: JSON) -> JSON:
    """The value with an escape as text for each lone surrogate."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, dict):
        return {str(portable(key)): portable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [portable(item) for item in value]
    return value
