"""The report that people read."""

import click

from ..checked import Checked
from ..findings import of_interest, show_all
from ..masking import masked
from ..verdicts import Tally


class TextReport:
    """Findings with the line that they are about, a verdict for each request, and how many there were."""

    def __init__(self, *, notes: bool, quiet: bool, color: bool | None) -> None:
        self._notes = notes
        self._quiet = quiet
        self._color = color
        self._tally = Tally()

    def begin(self) -> None:
        pass

    def add(self, checked: Checked) -> None:
        found = of_interest(checked.findings, notes=self._notes)
        text = masked(checked.text, found) if found and checked.text is not None else None
        part = "request" if checked.is_mail else ""
        show_all(found, checked.shown, part=part, text=text, notes=self._notes, color=self._color)
        verdict = self._tally.add(checked.shown, found, is_mail=checked.is_mail)
        if not self._quiet:
            click.echo(verdict, color=self._color)

    def unreadable(self, message: str) -> None:
        self._tally.unreadable += 1

    def end(self) -> None:
        if self._tally.total > 1 and not self._quiet:
            click.echo(str(self._tally), color=self._color)


report = TextReport
