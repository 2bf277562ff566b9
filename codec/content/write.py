"""Writing a message from what it shall be (C-FORMAT, C-PREFIX)."""

from typing import NamedTuple

from ..findings.diagnostic import DecodeError, Diagnostic, EncodeError
from ..findings.findings import refusal
from ..model import Format
from ..shape import to_content
from .kinds import PREFIXES, Kind, split_prefix
from .model import Binary, Content, Email, Hlr, Ping, Voice, WapPush
from .read import PARAM, decode_content, kind_of_content


class Message(NamedTuple):
    """What a request needs to send a content.

    >>> encode_content(Email("Thank you", "Order 7", "shop@example.com"))
    Message(mes='Thank you\\nsubj:Order 7', format=<Format.EMAIL: 8>, sender='shop@example.com')
    """

    mes: str
    format: Format = Format.TEXT
    sender: str | None = None
    """The address that an e-mail comes from; for any other kind the sender is not the content's to say."""


_BY_PREFIX = (Kind.BOT, Kind.PING)
_PREFIX_OF = {kind: prefix for prefix, kind in PREFIXES.items()}


def encode_content(content: Content, *, by_prefix: bool = False) -> Message:
    """The message that says *content*, with the format, or *by_prefix* with the prefix, that its kind needs.

    A Telegram bot's message has no format and so always its prefix; a ping has it too, since a message without text is
    promised for an HLR request only (R-MESEMPTY). What :func:`decode_content` reads from the message
    is just *content*; that is checked before it is given.

    >>> encode_content(Voice("Your order is ready", voice="m2"))
    Message(mes='Your order is ready\\nvoice:m2', format=<Format.VOICE: 9>, sender=None)

    Raises :class:`EncodeError` if the content cannot be said so: a text that would be read as something else, such as
    one whose own last line begins with ``subj:``; a subject with a line break; a kind that has no prefix.
    """
    content = to_content(content)
    kind = kind_of_content(content)
    lines = _lines(content)
    looks_like = split_prefix(lines)[0]
    # Before a text that itself begins with a prefix, only the kind's own makes it a text.
    prefix = _PREFIX_OF.get(kind, "") if by_prefix or kind in _BY_PREFIX or looks_like else ""
    if looks_like and not prefix:
        raise refusal(
            "content-value", says=f"the text begins with {looks_like}, which makes it a message of another kind"
        )
    if by_prefix and not prefix:
        raise refusal(
            "content-value", says="this kind of message has no prefix, so it cannot stand beside other kinds in a list"
        )
    if one_line := _broken_line(content):
        raise refusal("content-value", says=f"{one_line} is one line, and here it has a line break")
    format = Format.TEXT if prefix else Format(kind.value)
    message = Message(prefix + lines, format, content.sender if isinstance(content, Email) else None)
    warnings: list[Diagnostic] = []
    try:
        said = decode_content(*message, report=warnings.append)
    except DecodeError as error:
        raise EncodeError(error.diagnostics) from None
    # That a text looks like a prefix is worth a warning to who reads it, and takes nothing from the content.
    if doubt := next((one for one in warnings if one.rule != "prefix-lookalike"), None):
        raise refusal("content-value", says=doubt.message)
    if said != content:
        raise refusal("content-value")
    return message


def _broken_line(content: Content) -> str | None:
    """The value of *content* that has more lines than one, though its message gives it one."""
    match content:
        case Email(subject=line):
            name = "a subject"
        case Voice(voice=str(line)):
            name = "the name of a voice"
        case WapPush(url=line):
            name = "a link"
        case _:
            return None
    return name if "\n" in line else None


def _lines(content: Content) -> str:
    match content:
        case WapPush(url, title):
            return url if title is None else f"{url}\n{title}"
        case Email(text, subject):
            return f"{text}\nsubj:{subject}"
        case Voice(text, voice, param):
            return _with_param(text, param) + ("" if voice is None else f"\nvoice:{voice}")
        case Binary(hex, text, param):
            return _with_param(hex or text or "", param)
        case Hlr() | Ping():
            return ""
        case _:
            return content.text


def _with_param(text: str, param: str | None) -> str:
    return text if param is None else text + PARAM + param
