"""Reading the ``.lark`` files: their text, their parsers, their terminals."""

# Lark annotates its interface in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import re
from functools import cache
from importlib.resources import files
from pathlib import PurePath

from lark import Lark
from lark.load_grammar import load_grammar

NAMES = ("terminals", "request", "reply")
"""The grammar files, shared terminals first."""

STARTS = ("request", "reply")
"""The grammars that have a parser; each starts at the rule of its own name."""


@cache
def source(name: str) -> str:
    """The text of the grammar file *name*, one of :data:`NAMES`."""
    return (files(__spec__.parent) / f"{name}.lark").read_text(encoding="utf-8")


@cache
def parser(name: str, *, strict: bool = False) -> Lark:
    """The Lark LALR parser of the grammar *name*, one of :data:`STARTS`.

    With *strict*, a conflict between rules, or two terminals that could both take the same text at one place, raises:
    so the tests hold the grammar to it. That needs the package interegular, and takes a while.
    """
    return Lark(
        source(name),
        parser="lalr",
        strict=strict,
        start=name,
        maybe_placeholders=True,
        import_paths=[_sibling],
    )


@cache
def terminal(name: str) -> re.Pattern[str]:
    """The terminal *name*, from whichever grammar file defines it, as a regular expression."""
    return re.compile(_terminals()[name])


@cache
def one_of(*names: str) -> re.Pattern[str]:
    """The terminals *names* as alternatives; a match's ``lastgroup`` is the name of the one that took the text."""
    return re.compile("|".join(f"(?P<{name}>{_terminals()[name]})" for name in names))


def _sibling(_base: str | None, path: str) -> tuple[str, str]:
    """How Lark finds what a grammar imports: beside it, also where the package is no folder on disk."""
    return path, source(PurePath(path).stem)


@cache
def _terminals() -> dict[str, str]:
    expressions: dict[str, str] = {}
    for name in NAMES:
        grammar, _ = load_grammar(source(name), f"<{name}.lark>", [_sibling], False)
        terminals, _, _ = grammar.compile([], "*")
        expressions |= {defined.name: defined.pattern.to_regexp() for defined in terminals}
    return expressions
