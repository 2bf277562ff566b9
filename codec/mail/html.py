"""The text of an HTML mail as its reader sees it (R-HTMLTEXT).

Only tokens are told apart, and no tree is built of them: what is wanted is where lines break, and the trees that the
standard has a browser build of unclosed elements grow with the square of their number. html.parser takes as long for
unfinished ones.
"""

import re
from html import unescape

_TOKEN = re.compile(
    r"""
    <!--(?:-?>|.*?(?:--!?>|\Z))
    | <(?P<close>/?)(?P<name>[A-Za-z][^\s/>]*+)(?:[^>=]|=\s*+(?:"[^"]*+"?+|'[^']*+'?+)?+)*+>?+
    | <[!?/][^>]*+>?+
    """,
    re.DOTALL | re.VERBOSE,
)
_UNSEEN = {
    name: re.compile(rf"</{name}(?=[\s/>]|\Z)", re.IGNORECASE)
    for name in ("iframe", "noembed", "noframes", "script", "style", "template", "textarea", "title")
}
"""The elements whose text is not shown, and what ends each."""

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
        "head",
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
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_CELLS = ("td", "th")
"""These stand beside one another."""
_WHITE_SPACE = re.compile("[ \t\n\r\f]+")
_NO_BREAK = "\u00a0"
_REFERENCE = re.compile(r"&(?:#[xX]0*+(?P<hex>[0-9a-fA-F]*+)|#0*+(?P<decimal>[0-9]*+)|[^\t\n\f <&#;]{1,32});?")
_DIGITS = 7
"""A number with more digits is that of no character."""


def text_of_html(html: str, *, keep_breaks: bool = False) -> str:
    """What *html* shows: its characters, with line breaks where a browser breaks lines.

    With *keep_breaks* the line breaks of the source count as well, as whoever labels plain text as HTML expects.
    """
    page = _Page(keep_breaks=keep_breaks)
    at = 0
    while token := _TOKEN.search(html, at):
        page.show(_REFERENCE.sub(_character, html[at : token.start()]))
        at = token.end()
        name = (token["name"] or "").lower()
        page.tag(name, closes=bool(token["close"]))
        if name in _UNSEEN and not token["close"]:
            end = _UNSEEN[name].search(html, at)
            at = end.start() if end else len(html)
    page.show(_REFERENCE.sub(_character, html[at:]))
    return page.text()


def _character(reference: re.Match[str]) -> str:
    """What the standard library says, but for the characters that it drops: a browser shows them (HTML, 13.2.5.80)."""
    digits = reference["hex"] or reference["decimal"] or ""
    if len(digits) > _DIGITS:
        return "\ufffd"
    return unescape(reference[0]) or chr(int(digits, 16 if reference["hex"] else 10))


class _Page:
    """What was shown so far. A space that must not be dropped is a no-break space until the end."""

    def __init__(self, *, keep_breaks: bool) -> None:
        self._keep_breaks = keep_breaks
        self._lines: list[list[str]] = [[]]
        self._preformatted = 0
        self._begins = False
        """Whether preformatted text begins here, whose first line break is not shown."""

    def tag(self, name: str, *, closes: bool) -> None:
        if name == "pre":
            self._preformatted = max(0, self._preformatted + (-1 if closes else 1))
            self._begins = not closes
        if name == "br":
            self._lines.append([])
        elif name in _BLOCKS:
            self._break_if_needed()
        elif name in _CELLS and not self._preformatted:
            self.show(" ")

    def show(self, text: str) -> None:
        if self._preformatted:
            if self._begins:
                text = text.removeprefix("\n")
            first, *others = text.replace(" ", _NO_BREAK).split("\n")
            self._lines[-1] += [first] if first else []
            self._lines += [[line] if line else [] for line in others]
        elif self._keep_breaks and "\n" in text:
            for line in text.split("\n"):
                self._show_on_one_line(line)
                self._lines.append([])
            del self._lines[-1]
        else:
            self._show_on_one_line(text)
        self._begins = False

    def _show_on_one_line(self, text: str) -> None:
        if text := _WHITE_SPACE.sub(" ", text):
            line = self._lines[-1]
            # White space runs on over the borders of elements.
            text = text[1:] if text[0] == " " and (not line or line[-1][-1] == " ") else text
            line += [text] if text else []

    def text(self) -> str:
        return "\n".join("".join(line).strip(" ") for line in self._lines).replace(_NO_BREAK, " ")

    def _break_if_needed(self) -> None:
        if any(piece.strip(" ") for piece in self._lines[-1]):
            self._lines.append([])
        else:
            self._lines[-1].clear()
