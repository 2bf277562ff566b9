"""Taking a text apart with a grammar's parser, or saying where it stops to be a text of that grammar."""

# Lark annotates its interface in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from typing import NamedTuple

from lark import Token, Tree, UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from .load import parser


class Taken(NamedTuple):
    """A terminal as it was found in a text, at ``[start, end)`` in code points."""

    terminal: str
    text: str
    start: int
    end: int


class Misfit(Exception):
    """Where a text stops to be one of the grammar, and what the grammar would have taken there."""

    def __init__(self, offset: int, expected: frozenset[str], after: str | None):
        super().__init__(offset, expected, after)
        self.offset = offset
        self.expected = expected
        """Names of terminals."""
        self.after = after
        """The terminal before that place."""


def parse(name: str, text: str) -> tuple[str, list[Taken]]:
    """The rule that *text* is, and its terminals in order; separators are left out.

    Raises :class:`Misfit` if *text* is not of the grammar *name*.
    """
    try:
        tree: Tree[Token] = parser(name).parse(text)
    except UnexpectedInput as error:
        misfit = _misfit(error, text)
    else:
        tokens = tree.scan_values(lambda value: isinstance(value, Token))
        return str(tree.data), [Taken(one.type, str(one), one.start_pos or 0, one.end_pos or 0) for one in tokens]
    # Out here, so that no traceback shows Lark's excerpt of the text.
    raise misfit


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
