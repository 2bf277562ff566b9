"""Where a text stops to be one of a grammar, as the grammar's own parser sees it.

The codec asks this of a reply. A request it examines field by field with the derived expressions instead: a parser stops
at the first place that does not fit, and a user wants to be told of all of them.
"""

# Lark annotates its interface in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from lark import Token, UnexpectedCharacters, UnexpectedInput, UnexpectedToken
from msgspec import Struct

from .load import parser


class Misfit(Struct, frozen=True):
    """A place at which a parser cannot go on."""

    offset: int
    """In code points; the length of the text where the text ends too early."""
    expected: frozenset[str]
    """Names of the terminals that would fit there."""
    after: str | None
    """The terminal before that place."""


def misfit(name: str, text: str, start: str | None = None) -> Misfit | None:
    """Where *text* stops to be one of the grammar *name* (or of its rule *start*), or ``None`` if it is one."""
    try:
        parser(name).parse(text, start)
    except UnexpectedInput as error:
        return _misfit(error, text)
    return None


def _misfit(error: UnexpectedInput, text: str) -> Misfit:
    match error:
        case UnexpectedToken(token=Token() as token):
            offset, expected = len(text) if token.type == "$END" else token.start_pos or 0, error.expected
        case UnexpectedCharacters():
            offset, expected = error.pos_in_stream or 0, error.allowed
        case _:
            raise error
    before: list[Token | None] = getattr(error, "token_history", None) or [None]
    return Misfit(offset, frozenset(map(str, expected or ())), before[-1].type if before[-1] else None)
