"""What becomes of each request, in one line, and of all of them."""

from collections import Counter
from collections.abc import Sequence

import click

from ...codec import Diagnostic
from ..showing import harmless, many
from .checked import Checked


class Verdicts:
    """Counts what became of the requests."""

    def __init__(self) -> None:
        self.accepted = 0
        self.warned = 0
        self.refused = 0
        self.ignored = 0
        """Those that are refused, but by rules alone that are not to be reported."""
        self.unreadable = 0
        self._kinds: set[str] = set()

    def add(self, checked: Checked, findings: Sequence[Diagnostic]) -> str:
        """Count a request, of which *findings* are said; its verdict."""
        where, ignored = harmless(checked.name), checked.ignored
        self._kinds.add("mail" if checked.is_mail else "request")
        if not findings and not ignored:
            self.accepted += 1
            return f"{where}: {_ACCEPTED}"
        counts = Counter(found.severity for found in findings)
        unsaid = f" (ignored: {', '.join(ignored)})" if ignored else ""
        others = "".join(f", {many(counts[one], one)}" for one in ("warning", "note") if counts[one])
        if counts["error"]:
            self.refused += 1
            return f"{where}: {_REFUSED}: {many(counts['error'], 'error')}{others}{unsaid}"
        if ignored:
            self.ignored += 1
            return f"{where}: {_REFUSED} by the decoder{unsaid}{others}"
        self.accepted += 1
        self.warned += bool(counts["warning"])
        return f"{where}: {_ACCEPTED}{others}"

    def add_accepted(self, requests: int) -> None:
        """Count so many requests, in no mail, of which nothing is to be said."""
        self.accepted += requests
        self._kinds.add("request")

    @property
    def total(self) -> int:
        return self.accepted + self.refused + self.ignored + self.unreadable

    def __str__(self) -> str:
        warned = f" ({self.warned} with warnings)" if self.warned else ""
        ignored = f", {self.ignored} refused but ignored" if self.ignored else ""
        unreadable = f", {self.unreadable} unreadable" if self.unreadable else ""
        what = many(self.total, "mail" if self._kinds == {"mail"} else "request")
        return f"{what}: {self.accepted} accepted{warned}, {self.refused} refused{ignored}{unreadable}"


_ACCEPTED = click.style("accepted", fg="green", bold=True)
_REFUSED = click.style("refused", fg="red", bold=True)
