"""The report for the summary of a job: the counts, and the first failures in full.

GitHub shows no summary of more than a megabyte, so that this one ends long before and says what it left out.
"""

from collections.abc import Iterator

from ..explanation import diff_lines, explain
from ..record import Record
from ..results import Result, Tally
from .markdown import block, code, table

MAX_LENGTH = 200_000
"""So many characters; a character has up to four octets."""

_ROOM = 10_000
"""Of them for what stands behind the failures."""


def render(record: Record) -> str:
    tally = record.tally
    # The name comes last, since letters written from right to left take what follows them along.
    lines = [
        f"## {record.verdict[0].upper()}{record.verdict[1:]}: {code(record.name)}",
        "",
        *table([*_counts(tally)]),
        "",
    ]
    lines += [f"- {code(complaint)}" for complaint in tally.complaints()]
    left = MAX_LENGTH - _ROOM - _length(lines)
    failing = [result for result in record.results if result.fails]
    for place, result in enumerate(failing):
        shown = _failure(result)
        left -= _length(shown)
        if left < 0:
            lines += ["", f"… and {len(failing) - place} failing cases more, which are in the other reports."]
            break
        lines += shown
    lines += _others(record)
    return "\n".join(lines) + "\n"


def _counts(tally: Tally) -> Iterator[list[str]]:
    columns = tally.columns()
    yield ["", "cases", *columns]
    for group in tally.groups():
        for name, counts in group:
            yield [name, str(counts.total()), *(str(counts[column]) for column in columns)]


def _failure(result: Result) -> list[str]:
    case = result.case
    mark = "known" if result.problem else result.verdict.outcome
    lines = ["", f"<details><summary>{mark} <code>{case.id}</code> ({case.level}, {case.op})</summary>", ""]
    lines += block([f"{label:<8} {text}" for label, text in explain(result)])
    if difference := diff_lines(result):
        lines += ["", *block(difference, "diff")]
    return [*lines, "", "</details>"]


def _others(record: Record) -> list[str]:
    """How many do not fail the run and are not quite well, so that the summary hides nothing."""
    total = record.tally.total
    strict = record.policy.strict
    told = {
        "deviate from a reading, which fails under `--strict`": 0 if strict else total["deviating"],
        "are on the list of known failures": total["known"],
        "were skipped, and say nothing": total["skipped"],
    }
    notes = [f"- {count} of {len(record.results)} cases {what}" for what, count in told.items() if count]
    return ["", *notes] if notes else []


def _length(lines: list[str]) -> int:
    return sum(map(len, lines)) + len(lines)
