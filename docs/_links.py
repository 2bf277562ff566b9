"""Follow every link inside the built site: ``python docs/_links.py FOLDER``.

Sphinx checks the links that it makes; this also checks those in diagrams, and that no page needs anything from elsewhere.
"""

import sys
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

_LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src"}
"""What a browser fetches by itself, and the attribute that says from where."""


class _Page(HTMLParser):
    """The anchors of a page, where its links lead, and what it loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.twice: set[str] = set()
        self.links: set[str] = set()
        self.loaded: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if anchor := given.get("id"):
            (self.twice if anchor in self.anchors else self.anchors).add(anchor)
        if tag == "a" and (target := given.get("href") or given.get("xlink:href")):
            self.links.add(target)
        if tag in _LOADED and (target := given.get(_LOADED[tag])):
            self.loaded.add(target)


def problems(folder: Path) -> list[str]:
    """What is wrong with the links of the site in *folder*."""
    pages = {
        path.relative_to(folder).as_posix(): _Page(path.read_text("utf-8")) for path in sorted(folder.rglob("*.html"))
    }
    others = {path.relative_to(folder).as_posix() for path in folder.rglob("*")} - pages.keys()
    found: list[str] = []
    for where, page in pages.items():
        found += [f"{where}: the anchor {anchor} is there twice" for anchor in sorted(page.twice)]
        found += [f"{where}: loads {target}" for target in sorted(page.loaded) if urlsplit(target).netloc]
        for target in sorted(page.links | page.loaded):
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                continue
            to = normpath(join(dirname(where), unquote(parts.path))) if parts.path else where
            if to not in pages and to not in others:
                found.append(f"{where}: {target} leads nowhere")
            elif parts.fragment and to in pages and unquote(parts.fragment) not in pages[to].anchors:
                found.append(f"{where}: {target} leads to a page without that anchor")
    return found


if __name__ == "__main__":
    wrong = problems(Path(sys.argv[1]))
    print("\n".join(wrong) or "every link leads somewhere")
    sys.exit(bool(wrong))
