"""The pages of docs/ that are generated: ``python -m tests.pages`` writes them."""

from collections.abc import Callable
from pathlib import Path

from .coverage_page import coverage_page
from .gallery import gallery
from .guide_page import guide
from .rule_page import rules_page

DOCS = Path(__file__).parent.parent / "docs"

PAGES: dict[str, Callable[[], str]] = {
    "rules.md": rules_page,
    "gallery.md": gallery,
    "coverage.md": coverage_page,
    "testing.md": guide,
}


def written(name: str) -> str:
    """The page *name* as it is on disk."""
    return (DOCS / name).read_text("utf-8")


if __name__ == "__main__":
    DOCS.mkdir(exist_ok=True)
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), "utf-8")
