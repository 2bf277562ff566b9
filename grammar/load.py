"""Reading the ``.lark`` files: their text, and their parsers."""

from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lark import Lark

STARTS = {
    "request": ("request",),
    "canonical": ("canonical",),
    "clean": ("clean",),
    "reply": ("reply",),
    "content": ("wap_push_message", "email_message", "voice_message", "hex_message", "whole_message"),
}
"""The grammars that have a parser, and the rules that a text of each can be."""

NAMES = ("terminals", *STARTS)
"""The grammar files, shared terminals first."""


@cache
def source(name: str) -> str:
    """The text of the grammar file *name*, one of :data:`NAMES`.

    >>> source("reply").splitlines()[0]
    '// The one line that answers a request. Terminals are in terminals.lark.'
    """
    from importlib.resources import files  # Not needed to decode, and slow to load.

    return (files(__spec__.parent) / f"{name}.lark").read_text(encoding="utf-8")


@cache
def parser(name: str, *, strict: bool = False) -> "Lark":
    """The Lark LALR parser of the grammar *name*, one of :data:`STARTS`.

    Where a grammar has several starts, ``parse`` has to be told which one.

    With *strict*, a conflict between rules, or two terminals that could both take the same text at one place, raises:
    so the tests hold the grammar to it. That needs the package interegular, and takes a while.

    >>> parser("reply").parse("OK - 2 SMS, ID - 42").data
    Token('RULE', 'accepted')
    """
    from lark import Lark  # Not needed to decode, and slow to load.

    return Lark(
        source(name),
        parser="lalr",
        strict=strict,
        start=list(STARTS[name]),
        maybe_placeholders=True,
        import_paths=[_sibling],
    )


def _sibling(_base: str | None, path: str) -> tuple[str, str]:
    """How Lark finds what a grammar imports: beside it, also where the package is no folder on disk."""
    return path, source(PurePath(path).stem)
