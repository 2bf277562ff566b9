"""What a reader of a result needs, as plain lines: shared by all reports and by the plugin of pytest."""

import re
from itertools import islice

from .escape import escape
from .results import Result
from .values import compact, differences, plain

MAX_LINES = 60
MAX_WIDTH = 500

_TROUBLE = re.compile("error|exception|panic|fault", re.IGNORECASE)


def explain(result: Result) -> list[tuple[str, str]]:
    """Labelled lines: what was asked, why the result is what it is, and which mistake it points at."""
    case, verdict = result.case, result.verdict
    entries = [("input", clipped(compact(case.input))), ("reason", result.reason)]
    if verdict.observed != "not-asked":
        entries.append(("catches", case.catches))
    entries.append(("rests on", ", ".join(case.basis)))
    entries += [("stderr", line) for line in [last_words(verdict.log)] if line]
    return [(label, escape(text)) for label, text in entries]


def last_words(log: str) -> str:
    """The line of what a testee wrote on standard error that is most likely to say why it ended."""
    lines = [line for line in log.split("\n") if line.strip()]
    return next((line for line in reversed(lines) if _TROUBLE.search(line)), lines[-1] if lines else "")


def diff_lines(result: Result, most: int = MAX_LINES) -> list[str]:
    """The members that differ, what was expected (-) and what came (+) a line each, cut where they are many or long."""
    lines: list[str] = []
    for path, one, other in islice(differences(plain(result.verdict.expected), plain(result.verdict.actual)), 1000):
        is_whole = "." not in path  # that there is no ok, or no error, the other one says
        lines += [f"- {path}: {compact(one)}"] if one not in (None, {}) or not is_whole else []
        lines += [f"+ {path}: {compact(other)}"] if other is not None or not is_whole else []
    shown = [clipped(escape(line)) for line in (lines if len(lines) <= most else lines[: most - 1])]
    return shown if len(lines) <= most else [*shown, f"… and {len(lines) - len(shown)} lines more"]


def clipped(text: str, width: int = MAX_WIDTH) -> str:
    return text if len(text) <= width else f"{text[:width]}… ({len(text)} characters)"
