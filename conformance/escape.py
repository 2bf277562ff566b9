"""Foreign text made harmless: what a testee prints is shown, never obeyed.

Every character that is not printable (controls, escapes, direction marks, lone surrogates, white
space other than the space) appears as its escape. What remains is also legal in XML. The second
sign of what build servers obey wherever in a log line it stands (`##[group]`, `##vso[…]`,
`##teamcity[…]`), and the first of what they obey at its beginning (`::error::`), is escaped as well.
"""

import codecs
import io
import re
from typing import TextIO

_LOG_COMMAND = re.compile(r"##(?=(?:vso|teamcity)?\[)", re.IGNORECASE)
_AT_LINE_START = re.compile(r"(?m)^(\s*):(?=:)")


def escape(text: str, keep: str = "") -> str:
    """The text with its non-printable characters escaped, those in `keep` excepted."""
    text = _AT_LINE_START.sub(r"\1\\x3a", _LOG_COMMAND.sub(r"#\\x23", text))
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in keep else _escape(char) for char in text)


def quoted(text: str, limit: int = 200) -> str:
    """The text in one line between quotation marks, cut where it is long."""
    cut = f"{escape(text[:limit])}"
    return f"“{cut}”" if len(text) <= limit else f"“{cut}…” ({len(text)} characters)"


def decoded(raw: bytes) -> str:
    """Bytes of any origin as text: undecodable ones as escapes, so that nothing is lost."""
    return raw.decode("utf-8", errors="backslashreplace")


_PLAINER = str.maketrans({"“": '"', "”": '"', "…": "...", "–": "-", "—": "-", "−": "-", "→": "->"})
_HANDLER = "smsmail.plainer"


def never_failing(stream: TextIO) -> None:
    """Have *stream* write any text at all: what its encoding lacks as a plainer sign or as an escape."""
    codecs.register_error(_HANDLER, _plainer)
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors=_HANDLER)


def _plainer(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    signs = error.object[error.start : error.end].translate(_PLAINER)
    return "".join(sign if sign.isascii() else _escape(sign) for sign in signs), error.end


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")
