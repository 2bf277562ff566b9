"""The report for the summary of a job: the counts, the gravest failures in full, some more by name, and how many are left.

It has at most MAX_LINES lines, which is about what anybody reads there, and says what it left out.
"""

from smsmail.versions import ALL

from ..explanation import clipped, diff_lines, explain
from ..record import Record
from ..results import Result
from .causes import causes, mend_first, most_telling
from .markdown import block, cell, code, table

MAX_LINES = 200
SHOWN, NAMED, COMPLAINTS = 3, 50, 20
MAX_DIFFERENCE = 12
"""So many lines of how a failure differs."""


def render(record: Record) -> str:
    tally = record.tally
    found = causes(record.results)
    results = most_telling(found)
    # The name comes last, since letters written from right to left take what follows them along.
    lines = [f"## {record.verdict[0].upper()}{record.verdict[1:]}: {code(record.name)}", ""]
    lines += table([["", "cases", *tally.columns()], *tally.rows()])
    complaints = tally.complaints()
    lines += ["", *(f"- {code(clipped(complaint))}" for complaint in complaints[:COMPLAINTS])]
    lines += [f"- and {len(complaints) - COMPLAINTS} more problems"] if len(complaints) > COMPLAINTS else []
    lines += [code(mend_first(found))] if found else []
    for result in results[:SHOWN]:
        lines += _failure(result)
    named, left = results[SHOWN : SHOWN + NAMED], len(results) - SHOWN - NAMED
    if named:
        rows = [
            [cell(one.case.id), one.case.level, ", ".join(one.case.basis), cell(clipped(one.reason, 200))]
            for one in named
        ]
        lines += ["", *table([["case", "level", "rests on", "what came"], *rows], texts=4)]
    if left > 0:
        lines += ["", f"… and {left} more, which are in the other reports."]
    return "\n".join([*lines, *_others(record), "", f"By {ALL}."]) + "\n"


def _failure(result: Result) -> list[str]:
    case = result.case
    mark = "known" if result.problem else result.verdict.outcome
    lines = ["", f"<details><summary>{mark} <code>{case.id}</code> ({case.level}, {case.op})</summary>", ""]
    lines += block([f"{label:<8} {text}" for label, text in explain(result)])
    if difference := diff_lines(result, MAX_DIFFERENCE):
        lines += ["", *block(difference, "diff")]
    return [*lines, "", "</details>"]


def _others(record: Record) -> list[str]:
    """How many do not fail the run and are not quite well, so that the summary hides nothing."""
    total = record.tally.total
    told = {
        "deviate from a reading, which fails under `--strict`": 0 if record.policy.strict else total["deviating"],
        "are on the list of known failures": total["known"],
        "were skipped, and say nothing": total["skipped"],
    }
    notes = [f"- {count} of {len(record.results)} cases {what}" for what, count in told.items() if count]
    return ["", *notes] if notes else []
