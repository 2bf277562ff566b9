"""What ``smsmail check`` knows of one request."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...codec import Diagnostic

if TYPE_CHECKING:
    from .understood import Understood


class Checked(NamedTuple):
    """One request after its check."""

    shown: str
    """How its file is called in output, ``inbox.mbox#17`` for a mail of a mailbox."""
    file: str
    """The file itself, ``inbox.mbox``."""
    text: str | None
    """What the places of its findings count in: the text of the file, or the request that a mail carries; ``None`` where
    nothing is found, and where a mail has none that can be read."""
    is_mail: bool
    findings: Sequence[Diagnostic]
    """Those that are to be reported. With ``--lines`` their lines count in the file, their offsets in :attr:`text`."""
    ignored: tuple[str, ...] = ()
    """Rules that are not to be reported and yet refuse the request: that it is accepted must not be said."""
    understood: "Understood | None" = None
    """What it is understood as, where it is accepted and that is to be said."""
    is_hidden: bool = False
    """Whether nothing of :attr:`text` is to be shown."""
    line: int | None = None
    """With ``--lines``, where the file holds many requests: the line that is this one, and :attr:`text` is that line."""

    @property
    def name(self) -> str:
        """How the request is called."""
        return self.shown if self.line is None else f"{self.shown}:{self.line}"

    @property
    def is_refused(self) -> bool:
        """Whether a finding that is reported is an error."""
        return any(found.severity == "error" for found in self.findings)


class Silent(NamedTuple):
    """Lines with a request each of which there is nothing to say."""

    shown: str
    lines: range
    """Their numbers in the file."""
