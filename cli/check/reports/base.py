"""What all reports have in common: which findings they take, and counting."""

import msgspec

from ....codec import Diagnostic
from ...showing.findings import of_interest
from ..checked import Checked, Silent
from ..verdicts import Verdicts


class BaseReport:
    """Says what was found as it is found, on standard output. This one counts, and is silent."""

    def __init__(self, *, notes: bool, quiet: bool) -> None:
        self.notes = notes
        self.quiet = quiet
        self.tally = Verdicts()

    def begin(self) -> None:
        """Nothing stands before the requests."""

    def add(self, checked: Checked) -> None:
        """Write one request."""

    def add_silent(self, silent: Silent) -> None:
        """Write requests of which there is nothing to say, but that they are accepted."""
        self.tally.add_accepted(len(silent.lines))

    def unreadable(self, message: str) -> None:
        """Count an input that could not be read; *message* is on standard error already."""
        self.tally.unreadable += 1

    def end(self) -> None:
        """Write what stands behind all requests."""

    def counted(self, checked: Checked) -> tuple[list[Diagnostic], str]:
        """What is to be said of *checked*, and its verdict."""
        found = of_interest(checked.findings, notes=self.notes)
        return found, self.tally.add(checked, found)


class EachReport(BaseReport):
    """One that names each request, whatever there is to say of it."""

    def add_silent(self, silent: Silent) -> None:
        for line in silent.lines:
            self.add(Checked(silent.shown, silent.shown, None, False, [], line=line))


def encoded(value: object) -> bytes:
    """*value* as JSON without what a build server obeys wherever in a line it stands."""
    return msgspec.json.encode(value).replace(b"##", b"#\\u0023")
