"""Mails read apart from the codec: with the standard library's parser, and by hand where it loses something."""

import re
from base64 import b64decode
from email import errors, message_from_bytes
from email.message import Message
from html import unescape
from quopri import decodestring
from typing import NamedTuple, cast

_LOSES = (
    errors.InvalidHeaderDefect,
    errors.FirstHeaderLineIsContinuationDefect,
    errors.MisplacedEnvelopeHeaderDefect,
)


class Leaf(NamedTuple):
    """A part that is neither multipart nor attached."""

    type: str
    body: bytes
    """As it stands in the mail."""
    encoding: str
    parameters: dict[str, str]


def parsed(mail: bytes) -> list[Leaf] | None:
    """The leaves of *mail* as the standard library parses it; nothing where it loses lines of it, or fails."""
    try:
        message = message_from_bytes(mail)
        parts = list(message.walk())
        if any(isinstance(defect, _LOSES) for part in parts for defect in part.defects):
            return None
        return [_leaf(part) for part in _leaves(message)]
    except (TypeError, ValueError, RecursionError):
        return None


def _leaves(message: Message, *, top: bool = True) -> list[Message]:
    if not top and message.get_content_disposition() == "attachment":
        return []
    if message.get_content_maintype() != "multipart":
        return [message]
    if not message.is_multipart():
        # A boundary that never comes leaves no part.
        return [message] if message.get_boundary() is None else []
    parts = cast("list[Message]", message.get_payload())
    return [leaf for part in parts for leaf in _leaves(part, top=False)]


def _leaf(part: Message) -> Leaf:
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    del part["Content-Transfer-Encoding"]
    body = part.get_payload(decode=True)
    # What RFC 2231 made of one is its charset, language and value.
    given = cast("list[tuple[str, str | tuple[str, str, str]]]", part.get_params([])[1:])
    parameters = {name.lower(): value if isinstance(value, str) else value[2] for name, value in reversed(given)}
    return Leaf(part.get_content_type(), body if isinstance(body, bytes) else b"", encoding, parameters)


def octets_of(leaf: Leaf) -> bytes:
    """The octets of a part, its transfer encoding undone."""
    match leaf.encoding:
        case "base64":
            digits = re.sub(rb"[^A-Za-z0-9+/]", b"", leaf.body)
            return b64decode(digits + b"=" * (-len(digits) % 4))
        case "quoted-printable":
            body = re.sub(rb"[ \t]+(?=\r?\n|\Z)", b"", leaf.body)
            return decodestring(re.sub(rb"=(?![0-9A-Fa-f]{2}|\r?\n|\Z)", b"=3D", body))
        case _:
            return leaf.body


def flowed(text: str, *, delete_spaces: bool) -> str:
    """*text* with its soft line breaks joined (RFC 3676, 4), by looking at two lines at a time."""
    lines = [cast("re.Match[str]", re.match(r"(>*)( ?)(.*)", line, re.DOTALL)) for line in text.split("\n")]
    whole = ""
    for above, line in zip([None, *lines], [*lines, None], strict=True):
        if line is None:
            break
        soft_above = above is not None and above[3].endswith(" ") and above[3] != "-- "
        if above is not None and soft_above and above[1] == line[1] and line[3] != "-- ":
            whole = whole.removesuffix(" ") if delete_spaces else whole
        else:
            whole += ("" if above is None else "\n") + line[1] + (line[2] if line[1] else "")
        whole += line[3]
        if delete_spaces and line[3].endswith(" ") and line[3] != "-- " and line is lines[-1]:
            whole = whole.removesuffix(" ")
    return whole


def shown(html: str) -> str:
    """The characters that a page without comments, scripts and ``pre`` shows, all white space dropped."""
    text = re.sub(r"<[!?/]?[A-Za-z](?:\"[^\"]*\"|'[^']*'|[^>\"'])*>?", "", html)
    text = re.sub(r"&(?:#[xX]([0-9a-fA-F]+)|#([0-9]+)|[^\t\n\f <&#;]{1,32});?", _character, text)
    return re.sub(r"[ \t\n\r\f\u00a0]", "", text)


def _character(reference: re.Match[str]) -> str:
    """As HTML has it (13.2.5.80): a number is that of a character, or in the table of windows-1252."""
    if not (reference[1] or reference[2]):
        return unescape(reference[0])
    digits = (reference[1] or reference[2]).lstrip("0")[:9]
    number = int(digits or "0", 16 if reference[1] else 10)
    if number in range(0x80, 0xA0):
        return bytes([number]).decode("windows-1252", "replace").replace("\ufffd", chr(number))
    return chr(number) if 0 < number < 0x110000 and number not in range(0xD800, 0xE000) else "\ufffd"
