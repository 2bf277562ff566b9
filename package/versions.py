"""What has a version, and which: the package and the specification say theirs in ``smsmail``, the corpus in its file VERSION."""

from typing import Final

from . import SPECIFICATION, __version__
from .fixtures import ROOT

CORPUS: Final = (ROOT / "VERSION").read_text("utf-8").strip()

ALL: Final = f"smsmail {__version__}, specification edition {SPECIFICATION}, corpus {CORPUS}"
"""What to name in a citation and in the report of a fault."""
