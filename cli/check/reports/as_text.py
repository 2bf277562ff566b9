"""The report that people read."""

from collections import Counter

import click

from ....codec import RULES, Diagnostic
from ...showing import harmless
from ...showing.findings import place_of, show_all
from ..checked import Checked
from .base import BaseReport

_MANY = 10
"""So many requests are more than one reads through: their causes are counted at the end."""


class TextReport(BaseReport):
    """Findings with the line that they are about, a verdict for each request, and how many there were of what.

    Of a file with a request in each line only those lines have a verdict of which there is something to say.
    """

    def __init__(self, *, notes: bool, quiet: bool) -> None:
        super().__init__(notes=notes, quiet=quiet)
        self._causes: Counter[str] = Counter()
        self._examples: dict[str, str] = {}

    def add(self, checked: Checked) -> None:
        found, verdict = self.counted(checked)
        part = "request" if checked.is_mail else ""
        if found:
            self._show(found, checked, part)
        self._causes.update({one.rule for one in found})
        for one in found:
            self._examples.setdefault(one.rule, place_of(one, harmless(checked.shown), part))
        if self.quiet:
            return
        if checked.understood:
            click.echo(f"{verdict}: {checked.understood}")
        elif found or checked.ignored or checked.line is None:
            click.echo(verdict)

    def end(self) -> None:
        if self.tally.total > 1 and not self.quiet:
            click.echo(str(self.tally))
        if self.tally.total >= _MANY and not self.quiet:
            for code, count in sorted(self._causes.items(), key=lambda cause: (-cause[1], cause[0])):
                rule, where = RULES[code], self._examples[code]
                click.echo(f"{count:>6} {rule.severity}[{code}]: {rule.says}; first in {where}")

    def _show(self, found: list[Diagnostic], checked: Checked, part: str) -> None:
        from ....codec.masking import Masking  # Most requests are right.

        text = None if checked.text is None or checked.is_hidden else Masking(checked.text)
        show_all(found, checked.shown, part=part, text=text, notes=self.notes)
