"""What a reader of a result needs, as plain lines: shared by the terminal and the JUnit report."""

from .escape import escape
from .results import Result
from .values import compact, difference

MAX_LINES = 60
MAX_WIDTH = 500


def explain(result: Result) -> list[tuple[str, str]]:
    """Labelled lines: why the result is what it is, and which mistake it points at."""
    case, verdict = result.case, result.verdict
    entries = [("reason", result.problem or verdict.reason)]
    if verdict.observed != "not-asked":
        entries.append(("catches", case.catches))
    entries.append(("see", ", ".join(case.clauses + case.readings)))
    entries.append(("input", clipped(compact(case.input))))
    entries += [("stderr", line) for line in verdict.log.split("\n")[-10:] if line]
    return [(label, escape(text)) for label, text in entries]


def diff_lines(result: Result) -> list[str]:
    """A diff of what the specification gives and what the testee gave, cut where it is long."""
    verdict = result.verdict
    if verdict.expected is None and verdict.actual is None:
        return []
    lines = difference(verdict.expected, verdict.actual)
    shown = [clipped(escape(line)) for line in lines[:MAX_LINES]]
    left = len(lines) - len(shown)
    return shown + ([f"  … and {left} lines more"] if left else [])


def clipped(text: str) -> str:
    return text if len(text) <= MAX_WIDTH else f"{text[:MAX_WIDTH]}… ({len(text)} characters)"
