"""JUnit XML as its common readers understand it: a test case for each request.

How many there are stands at the beginning and is known at the end, so the cases wait in a file.
"""

from tempfile import SpooledTemporaryFile
from xml.etree import ElementTree as ET

import click

from smsmail.versions import ALL

from ....codec import Diagnostic
from ....codec.masking import Masking
from ...showing import harmless
from ...showing.findings import Medium, described, message_of
from ..checked import Checked
from .base import EachReport

_HELD = 1 << 20
"""So many octets are held in memory."""


class JunitReport(EachReport):
    """Refused requests fail, unreadable files are errors; warnings and notes are what a test case prints."""

    def __init__(self, *, notes: bool, quiet: bool) -> None:
        super().__init__(notes=notes, quiet=quiet)
        self._cases = SpooledTemporaryFile(_HELD)  # noqa: SIM115, for it is closed at the end

    def add(self, checked: Checked) -> None:
        found, _ = self.counted(checked)
        case = _case(checked.name)
        masking = Masking(checked.text or "")
        text = _text(found, checked, masking, notes=self.notes)
        errors = [one for one in found if one.severity == "error"]
        if errors:
            message = harmless(message_of(errors[0], masking))
            ET.SubElement(case, "failure", type=errors[0].rule, message=message).text = text
        elif checked.ignored:
            message = f"refused by rules that are ignored: {', '.join(checked.ignored)}"
            ET.SubElement(case, "skipped", message=message)
        if found and not errors:
            ET.SubElement(case, "system-out").text = text
        self._write(case)

    def unreadable(self, message: str) -> None:
        super().unreadable(message)
        case = _case("a file that cannot be read")
        ET.SubElement(case, "error", message=harmless(message))
        self._write(case)

    def end(self) -> None:
        tally = self.tally
        counts = (
            f'tests="{tally.total}" failures="{tally.refused}" errors="{tally.unreadable}" skipped="{tally.ignored}"'
        )
        click.echo('<?xml version="1.0" encoding="utf-8"?>')
        click.echo(f'<testsuites name="smsmail check" {counts}>\n  <testsuite name="smsmail check" {counts}>')
        click.echo(f'    <properties>\n      <property name="made-by" value="{ALL}" />\n    </properties>')
        with self._cases:
            self._cases.seek(0)
            while chunk := self._cases.read(_HELD):
                click.echo(chunk, nl=False)
        click.echo("  </testsuite>\n</testsuites>")

    def _write(self, case: ET.Element) -> None:
        ET.indent(case, level=2)
        self._cases.write(b"    " + ET.tostring(case, encoding="unicode").encode("utf-8", "replace") + b"\n")


def _case(name: str) -> ET.Element:
    return ET.Element("testcase", classname="smsmail.check", name=harmless(name))


def _text(found: list[Diagnostic], checked: Checked, masking: Masking, *, notes: bool) -> str:
    """What people read of it, without colours."""
    text = None if checked.text is None or checked.is_hidden else masking
    part = "request" if checked.is_mail else ""
    lines = described(found, checked.shown, Medium(), part=part, text=text, notes=notes)
    return "\n".join(["", *(harmless(click.unstyle(line)) for line in lines), ""])
