"""The tags that enclose a request where the mail around it cannot be trusted (C-TAGS, R-TAGS, R-TAGPAIR)."""

from ..findings.diagnostic import DecodeError
from ..findings.findings import Findings

OPENING, CLOSING = "[text]", "[/text]"


def inside_tags(found: Findings, text: str, *, anywhere: bool) -> str:
    """What is between the tags in *text*, or all of it where it does not begin with the opening one.

    Where they may stand *anywhere*, as in HTML, they must be there. Raises :class:`DecodeError` where they are not, and
    for tags that are not closed.
    """
    start = text.find(OPENING) if anywhere else len(text) - len(text.lstrip("\r\n"))
    if not text.startswith(OPENING, max(start, 0)):
        if not anywhere:
            return text
        found.add("mail-tags", "mail.body", 0, 0, "an HTML mail must say where the request is, and there is no [text]")
        raise DecodeError(found)
    start = max(start, 0) + len(OPENING)
    end = text.find(CLOSING, start)
    if end < 0:
        found.add("mail-tags", "mail.body", 0, 0, "[text] is opened and never closed")
        raise DecodeError(found)
    found.add("tags-used", "mail.body", 0, 0)
    return text[start:end]
