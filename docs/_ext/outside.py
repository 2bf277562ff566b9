"""Markdown files of the repository that are pages here too, and links to them, which also work without this site."""

import re

from sphinx.application import Sphinx

PAGES = {
    "../fixtures/README.md": "corpus.md",
    "../CONTRIBUTING.md": "contributing.md",
    "../CHANGELOG.md": "changelog.md",
    "../NOTICE.md": "notice.md",
}
"""Their place as pages in ``docs/`` name it, and the page that includes each."""

_LINK = re.compile(r"\]\((\.\./[\w/]+\.md)")


def lead_inside(app: Sphinx, docname: str, content: list[str]) -> None:
    """Let links to such a file lead to its page."""
    content[0] = _LINK.sub(lambda found: f"]({PAGES.get(found[1], found[1])}", content[0])


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("source-read", lead_inside)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
