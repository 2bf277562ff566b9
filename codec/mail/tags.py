"""The tags that enclose a request where the mail around it cannot be trusted (C-TAGS, R-TAGS, R-TAGPAIR)."""

from ..findings.diagnostic import DecodeError
from ..findings.findings import Findings

OPENING, CLOSING = "[text]", "[/text]"


def inside_tags(found: Findings, text: str, *, anywhere: bool, needed: bool) -> str:
    """What is between the tags in *text*, or all of it where the opening one is not where it counts.

    That is the start, spaces, tabs and line breaks aside, or *anywhere*, as in HTML, where they can also be *needed*. Raises
    :class:`DecodeError` where they are and are not there, and for tags that are not closed.
    """
    start = text.find(OPENING) if anywhere else len(text) - len(text.lstrip(" \t\r\n"))
    if not text.startswith(OPENING, max(start, 0)):
        if not (anywhere and needed):
            return text
        found.add(
            "mail-tags", "mail.body", 0, 0, "a mail of this type must say where the request is, and there is no [text]"
        )
        raise DecodeError(found)
    start = max(start, 0) + len(OPENING)
    end = text.find(CLOSING, start)
    if end < 0:
        found.add("mail-tags", "mail.body", 0, 0, "[text] is opened and never closed")
        raise DecodeError(found)
    found.add("tags-used", "mail.body", 0, 0)
    return text[start:end]
