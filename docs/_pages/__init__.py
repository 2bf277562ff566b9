"""Writing the pages that are kept with what they are made from: ``python -m docs._pages`` writes them again."""

from tests.support import ROOT

DOCS = ROOT / "docs"


def written(name: str) -> str:
    """The page *name* as it is on disk."""
    return (DOCS / name).read_text("utf-8")
