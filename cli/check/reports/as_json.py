"""All that was found as one JSON object, written piece by piece, a request a line."""

from collections import Counter

import click
from msgspec.structs import asdict

from smsmail import SPECIFICATION, __version__
from smsmail.versions import CORPUS

from ....codec import Diagnostic
from ....codec.masking import Masking
from ...showing import harmless
from ...showing.findings import message_of
from ..checked import Checked
from .base import EachReport, encoded

VERSION = 1
"""Grows when a member changes its meaning or goes; new ones may come at any time."""


class JsonReport(EachReport):
    """``{"version", "tool": {…}, "requests": […], "unreadable": […], "summary": {…}}``.

    A request has ``name``; ``line``, where a file has one in each line; ``is_mail``; ``accepted``; ``ignored``, the rules
    that refuse it and are not to be reported; ``findings`` with all members of :class:`Diagnostic`; and what it is
    ``understood`` as, where it is accepted and that was asked for. Of an edit that
    is ``masked`` the text is not what would be written.
    """

    def __init__(self, *, notes: bool, quiet: bool) -> None:
        super().__init__(notes=notes, quiet=quiet)
        self._is_first = True
        self._severities: Counter[str] = Counter()
        self._unreadable: list[str] = []

    def begin(self) -> None:
        tool = {"name": "smsmail", "version": __version__, "specification": SPECIFICATION, "corpus": CORPUS}
        click.echo(b'{"version": %d, "tool": %b, "requests": [' % (VERSION, encoded(tool)), nl=False)

    def add(self, checked: Checked) -> None:
        found, _ = self.counted(checked)
        self._severities.update(one.severity for one in found)
        masking = Masking(checked.text or "")
        value = {
            "name": checked.shown,
            "line": checked.line,
            "is_mail": checked.is_mail,
            "accepted": not checked.ignored and not checked.is_refused,
            "ignored": checked.ignored,
            "findings": [_members(one, masking) for one in found],
            **({"understood": asdict(checked.understood)} if checked.understood else {}),
        }
        click.echo((b"\n" if self._is_first else b",\n") + encoded(value), nl=False)
        self._is_first = False

    def unreadable(self, message: str) -> None:
        super().unreadable(message)
        self._unreadable.append(harmless(message))

    def end(self) -> None:
        summary = {
            "requests": self.tally.total - self.tally.unreadable,
            "accepted": self.tally.accepted,
            "accepted_with_warnings": self.tally.warned,
            "refused": self.tally.refused,
            "refused_but_ignored": self.tally.ignored,
            "unreadable": self.tally.unreadable,
            **{f"{severity}s": self._severities[severity] for severity in ("error", "warning", "note")},
        }
        unreadable, counts = encoded(self._unreadable), encoded(summary)
        click.echo(b'\n], "unreadable": %b, "summary": %b}' % (unreadable, counts))


def _members(found: Diagnostic, masking: Masking) -> dict[str, object]:
    shown = masking.edits(found.fix)
    fix = [{**asdict(edit), "masked": edit not in found.fix} for edit in shown]
    return {**asdict(found), "message": harmless(message_of(found, masking)), "fix": fix}
