"""The report that people read."""

import click

from ....codec import Diagnostic
from ...showing.findings import show_all
from ..checked import Checked
from .base import BaseReport


class TextReport(BaseReport):
    """Findings with the line that they are about, a verdict for each request, and how many there were.

    Of a file with a request in each line only those lines have a verdict of which there is something to say.
    """

    def add(self, checked: Checked) -> None:
        found, verdict = self.counted(checked)
        if found:
            self._show(found, checked)
        if not self.quiet and (found or checked.ignored or checked.line is None):
            click.echo(verdict, color=self.color)

    def end(self) -> None:
        if self.tally.total > 1 and not self.quiet:
            click.echo(str(self.tally), color=self.color)

    def _show(self, found: list[Diagnostic], checked: Checked) -> None:
        from ...showing.masking import Masking  # Most requests are right.

        part = "request" if checked.is_mail else ""
        text = None if checked.text is None else Masking(checked.text)
        show_all(found, checked.shown, part=part, text=text, notes=self.notes, color=self.color)


report = TextReport
