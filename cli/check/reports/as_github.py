"""Workflow commands of GitHub Actions, which become annotations of the changed files."""

import click

from ....codec import Diagnostic
from ....codec.masking import Masking
from ...showing import harmless
from ...showing.findings import SHOWN, basis_of, message_of
from ..checked import Checked
from .base import BaseReport
from .places import Places, place_in_mail

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


class GithubReport(BaseReport):
    """A command for each finding."""

    def add(self, checked: Checked) -> None:
        found, _ = self.counted(checked)
        if not found:
            return
        file = harmless(checked.file)
        places, masking = Places(checked), Masking(checked.text or "")
        for one in found[:SHOWN]:
            place = {} if checked.is_mail else _region(one, places)
            properties: dict[str, object] = {"file": file, **place, "title": f"{one.severity}[{one.rule}]"}
            _write(_COMMANDS[one.severity], properties, _text(one, checked, masking))
        if len(found) > SHOWN:
            _write("notice", {"file": file}, f"… and {len(found) - SHOWN} more findings")

    def unreadable(self, message: str) -> None:
        super().unreadable(message)
        _write("error", {"title": "cannot be read"}, harmless(message))

    def end(self) -> None:
        if self.tally.total > 1 and not self.quiet:
            click.echo(str(self.tally))


def _region(found: Diagnostic, places: Places) -> dict[str, object]:
    """Columns are for places within one line only; the last one is that behind the place."""
    line, column, end_line, end_column = places.region(found.start, found.end)
    columns = {"col": column, "endColumn": end_column} if end_line == line else {}
    return {"line": line, "endLine": end_line, **columns}


def _text(found: Diagnostic, checked: Checked, masking: Masking) -> str:
    message = harmless(message_of(found, masking))
    if checked.is_mail:
        message = f"{harmless(checked.shown)}, {place_in_mail(found)}: {message}"
    return f"{message}\nexpected: {found.expected}\nremedy: {found.remedy}\nbasis: {basis_of(found)}"


def _write(command: str, properties: dict[str, object], message: str) -> None:
    told = ",".join(f"{name}={_in_property(str(value))}" for name, value in properties.items())
    click.echo(f"::{command} {told}::{_in_message(message)}".encode("utf-8", "replace"))


def _in_message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _in_property(text: str) -> str:
    return _in_message(text).replace(":", "%3A").replace(",", "%2C")
