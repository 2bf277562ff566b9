"""What becomes of each request, in one line, and of all of them."""

from collections import Counter
from collections.abc import Sequence

import click

from ..codec import Diagnostic


class Tally:
    """Counts what became of the requests."""

    def __init__(self) -> None:
        self.accepted = 0
        self.warned = 0
        self.refused = 0
        self.unreadable = 0
        self._texts = 0

    def add(self, shown: str, findings: Sequence[Diagnostic], *, is_mail: bool) -> str:
        """Count the request called *shown* of which *findings* are said; its verdict."""
        counts = Counter(found.severity for found in findings)
        self._texts += not is_mail
        if counts["error"]:
            self.refused += 1
            verdict = click.style("refused", fg="red", bold=True) + f": {_count(counts['error'], 'error')}"
        else:
            self.accepted += 1
            self.warned += bool(counts["warning"])
            verdict = click.style("accepted", fg="green", bold=True)
        others = [f", {_count(counts[severity], severity)}" for severity in ("warning", "note") if counts[severity]]
        return f"{shown}: {verdict}{''.join(others)}"

    @property
    def total(self) -> int:
        return self.accepted + self.refused + self.unreadable

    def __str__(self) -> str:
        warned = f" ({self.warned} with warnings)" if self.warned else ""
        unreadable = f", {self.unreadable} unreadable" if self.unreadable else ""
        what = _count(self.total, "request" if self._texts else "mail")
        return f"{what}: {self.accepted} accepted{warned}, {self.refused} refused{unreadable}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
