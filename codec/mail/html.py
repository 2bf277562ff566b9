"""The text of an HTML mail as its reader sees it (R-HTMLTEXT)."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_UNSEEN = frozenset(
    ["head", "iframe", "noscript", "object", "script", "select", "style", "template", "textarea", "title"]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_WHITE_SPACE = re.compile("[ \t\n\r\f]+")
_NO_BREAK = "\u00a0"


def text_of_html(html: str) -> str:
    """What *html* shows: its characters, with line breaks where a browser breaks lines."""
    page = _Page()
    node = LexborHTMLParser(html).root
    # Not by recursion: a hostile mail nests elements tens of thousands deep.
    while node is not None:
        if node.tag not in _UNSEEN:
            page.enter(node)
            if node.child is not None:
                node = node.child
                continue
            page.leave(node)
        while node is not None and node.next is None:
            node = node.parent
            if node is not None:
                page.leave(node)
        node = node and node.next
    return page.text()


class _Page:
    """What was shown so far. A space that must not be dropped is a no-break space until the end."""

    def __init__(self) -> None:
        self._lines: list[list[str]] = [[]]
        self._preformatted = 0

    def enter(self, node: LexborNode) -> None:
        if node.tag == "pre":
            self._preformatted += 1
        if node.tag in _BLOCKS:
            self._break_if_needed()
        elif node.tag == "br":
            self._lines.append([])
        elif node.is_text_node:
            self._show(node.text_content or "")

    def leave(self, node: LexborNode) -> None:
        if node.tag == "pre":
            self._preformatted -= 1
        if node.tag in _BLOCKS:
            self._break_if_needed()

    def text(self) -> str:
        return "\n".join("".join(line).strip(" ") for line in self._lines).replace(_NO_BREAK, " ")

    def _show(self, text: str) -> None:
        if self._preformatted:
            first, *others = text.replace(" ", _NO_BREAK).split("\n")
            self._lines[-1] += [first] if first else []
            self._lines += [[line] if line else [] for line in others]
            return
        text = _WHITE_SPACE.sub(" ", text)
        line = self._lines[-1]
        # White space runs on over the borders of elements.
        if text[:1] == " " and (not line or line[-1][-1] == " "):
            text = text[1:]
        if text:
            line.append(text)

    def _break_if_needed(self) -> None:
        if any(piece.strip(" ") for piece in self._lines[-1]):
            self._lines.append([])
        else:
            self._lines[-1].clear()
