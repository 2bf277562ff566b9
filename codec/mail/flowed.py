"""Joining the soft line breaks of format=flowed (R-FLOWED, RFC 3676)."""

import re

_SIGNATURE = "-- "
_QUOTES = re.compile(">*+")


def joined(text: str, *, delete_spaces: bool) -> str:
    """*text* with its lines as their author wrote them; *delete_spaces* is the parameter delsp."""
    lines: list[str] = []
    flowing: str | None = None  # the quotation marks of the line above, if it ends softly
    for line in text.split("\n"):
        quotes = _QUOTES.match(line)
        depth = quotes[0] if quotes else ""
        said = line[len(depth) :].removeprefix(" ")
        soft = said.endswith(" ") and said != _SIGNATURE
        ending = said[:-1] if soft and delete_spaces else said
        if flowing == depth and said != _SIGNATURE:
            lines[-1] += ending
        else:
            # The space behind quotation marks is part of how a quotation looks; alone it only hides what it precedes.
            lines.append(depth + (" " if depth and line[len(depth) :].startswith(" ") else "") + ending)
        flowing = depth if soft else None
    return "\n".join(lines)
