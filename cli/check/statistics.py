"""How often each rule was broken."""

from collections import Counter
from collections.abc import Iterable

from ...codec import RULES, Diagnostic


class Statistics:
    """Counts findings by their rules."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()

    def add(self, findings: Iterable[Diagnostic]) -> None:
        self._counts.update(found.rule for found in findings)

    def __str__(self) -> str:
        """A table, the most frequent rule first."""
        rows = sorted(self._counts.items(), key=lambda row: (-row[1], row[0]))
        width = max((len(code) for code, _ in rows), default=0)
        return "\n".join(
            f"{count:>8}  {RULES[code].severity:7}  {code:{width}}  {RULES[code].says}" for code, count in rows
        )
