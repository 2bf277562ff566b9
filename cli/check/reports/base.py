"""What all reports have in common: which findings they take, and counting."""

import msgspec

from ....codec import Diagnostic
from ...showing.findings import of_interest
from ..checked import Checked, Silent
from ..verdicts import Verdicts


class BaseReport:
    """Counts, and writes nothing yet."""

    def __init__(self, *, notes: bool, quiet: bool, color: bool | None) -> None:
        self.notes = notes
        self.quiet = quiet
        self.color = color
        self.tally = Verdicts()

    def begin(self) -> None:
        """Nothing stands before the requests."""

    def add_silent(self, silent: Silent) -> None:
        """Count requests of which there is nothing to say."""
        self.tally.add_accepted(len(silent.lines))

    def unreadable(self, message: str) -> None:
        """Count an input that could not be read; *message* is on standard error already."""
        self.tally.unreadable += 1

    def counted(self, checked: Checked) -> tuple[list[Diagnostic], str]:
        """What is to be said of *checked*, and its verdict."""
        found = of_interest(checked.findings, notes=self.notes)
        verdict = self.tally.add(
            checked.shown, found, is_mail=checked.is_mail, ignored=checked.ignored, line=checked.line
        )
        return found, verdict


class EachReport(BaseReport):
    """One that names each request, whatever there is to say of it."""

    def add(self, checked: Checked) -> None:
        """Write one request."""
        raise NotImplementedError

    def add_silent(self, silent: Silent) -> None:
        for line in silent.lines:
            self.add(Checked(silent.shown, silent.shown, None, False, [], line=line))


def encoded(value: object) -> bytes:
    """*value* as JSON without what a build server obeys wherever in a line it stands."""
    return msgspec.json.encode(value).replace(b"##", b"#\\u0023")


def name_of(checked: Checked) -> str:
    """How the request is called."""
    return checked.shown if checked.line is None else f"{checked.shown}:{checked.line}"


def is_accepted(checked: Checked) -> bool:
    return not checked.ignored and not checked.is_refused
