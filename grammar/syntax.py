"""The grammar as a tree of few kinds of node, read from the ``.lark`` files: what everything derived starts from.

Lark's own grammar, which ships with it, reads the files; Python's parser of regular expressions reads the terminals.
"""

# Neither Lark nor the parser of regular expressions annotates its trees.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportAttributeAccessIssue=false

import re
from functools import cache
from importlib.resources import files
from typing import Any

from lark import Lark
from msgspec import Struct

from .load import NAMES, source

LAST_CHARACTER = 0x10FFFF


class Ref(Struct, frozen=True):
    """The rule or terminal of that name."""

    name: str


class Characters(Struct, frozen=True):
    """Just these characters."""

    text: str


class Chars(Struct, frozen=True):
    """One character out of ranges of code points, both ends included, in order and apart from each other."""

    ranges: tuple[tuple[int, int], ...]


class Seq(Struct, frozen=True):
    """One after the other."""

    parts: "tuple[Node, ...]"


class Alt(Struct, frozen=True):
    """The first that fits, of terminals those of higher priority first."""

    options: "tuple[Node, ...]"


class Repeat(Struct, frozen=True):
    """As often as possible, at least and at most so often."""

    part: "Node"
    least: int
    most: int | None
    held: bool = False
    """Whether it gives nothing back; none does as it is written, see ``possessive.py``."""


class NotBefore(Struct, frozen=True):
    """Nothing, at a place where *part* does not follow."""

    part: "Node"


Node = Ref | Characters | Chars | Seq | Alt | Repeat | NotBefore
EMPTY = Seq(())


class Definition(Struct, frozen=True):
    """A rule or terminal as it is written."""

    name: str
    file: str
    node: Node
    priority: int
    basis: tuple[str, ...]
    """Clauses and readings that it states."""

    @property
    def is_terminal(self) -> bool:
        return self.name.isupper()


@cache
def definitions() -> dict[str, Definition]:
    """Every rule and terminal of every grammar by its name, in the order of the files."""
    return {one.name: one for name in NAMES for one in _read(name)}


def seq(*parts: Node) -> Node:
    """The parts one after the other, without needless nesting."""
    flat: list[Node] = []
    for part in parts:
        inner = part.parts if isinstance(part, Seq) else (part,)
        for one in inner:
            if flat and isinstance(one, Characters) and isinstance(flat[-1], Characters):
                flat[-1] = Characters(flat[-1].text + one.text)
            else:
                flat.append(one)
    return flat[0] if len(flat) == 1 else Seq(tuple(flat))


def alt(*options: Node) -> Node:
    """One of the options, without needless nesting."""
    flat = [one for option in options for one in (option.options if isinstance(option, Alt) else (option,))]
    return flat[0] if len(flat) == 1 else Alt(tuple(flat))


def parts_of(node: Node) -> tuple[Node, ...]:
    """What *node* is made of; nothing for a reference."""
    match node:
        case Seq(parts) | Alt(parts):
            return parts
        case Repeat(part) | NotBefore(part):
            return (part,)
        case _:
            return ()


# ---- from .lark files

_DEFINITION = re.compile(r"^[?!]?(\w+)(?:\.\d+)?\s*:.*(?:\n[ \t]+\|.*)*", re.MULTILINE)
_BASIS = re.compile(r"\b[CR]-[A-Z0-9]+(?:-[A-Z0-9]+)*")


@cache
def _lark_of_lark() -> Lark:
    path = files("lark") / "grammars" / "lark.lark"
    return Lark(path.read_text(encoding="utf-8"), parser="lalr", source_path=str(path))


def _read(name: str) -> list[Definition]:
    text = source(name)
    basis = {match[1]: tuple(dict.fromkeys(_BASIS.findall(match[0]))) for match in _DEFINITION.finditer(text)}
    read: list[Definition] = []
    for item in _lark_of_lark().parse(text).children:
        if item.data not in ("rule", "token"):
            continue
        defined, _, *priority, body = item.children
        plain = defined.lstrip("?!")
        level = int(str(priority[0].children[0])) if priority else 0
        read.append(Definition(plain, name, _node(body), level, basis[plain]))
    return read


def _node(tree: Any) -> Node:
    match str(tree.data):
        case "expansions":
            return alt(*map(_node, tree.children))
        case "alias":
            return _node(tree.children[0])
        case "expansion":
            return seq(*map(_node, tree.children))
        case "expr":
            return _repeated(_node(tree.children[0]), tree.children[1])
        case "maybe":
            return Repeat(alt(*map(_node, tree.children)), 0, 1)
        case "name":
            return Ref(str(tree.children[0]))
        case "literal":
            return _literal(str(tree.children[0]))
        case kind:
            raise ValueError(f"no derivation knows {kind}")


def _repeated(node: Node, operator: str | None) -> Node:
    match operator:
        case None:
            return node
        case "?":
            return Repeat(node, 0, 1)
        case "*":
            return Repeat(node, 0, None)
        case _:
            return Repeat(node, 1, None)


def _literal(text: str) -> Node:
    if text[0] == '"':
        return Characters(text[1:-1].encode().decode("unicode_escape"))
    pattern, _, flags = text[1:].rpartition("/")
    return from_expression(f"(?s:{pattern})" if "s" in flags else pattern)


# ---- from regular expressions


def from_expression(pattern: str) -> Node:
    """What the regular expression *pattern* describes, groups and atomicity aside."""
    return _of_regex(re._parser.parse(pattern), dot_is_all=False)


def _of_regex(items: Any, dot_is_all: bool) -> Node:
    return seq(*(_of_item(str(code), value, dot_is_all) for code, value in items))


def _of_item(code: str, value: Any, dot_is_all: bool) -> Node:
    match code:
        case "LITERAL":
            return Characters(chr(value))
        case "NOT_LITERAL":
            return Chars(without(((value, value),)))
        case "ANY":
            return Chars(((0, LAST_CHARACTER),) if dot_is_all else without(((10, 10),)))
        case "IN":
            return _class(value)
        case "MAX_REPEAT" | "POSSESSIVE_REPEAT":
            least, most, inner = value
            return Repeat(_of_regex(inner, dot_is_all), least, None if str(most) == "MAXREPEAT" else int(most))
        case "SUBPATTERN":
            return _of_regex(value[-1], dot_is_all or bool(value[1] & re.DOTALL))
        case "ATOMIC_GROUP":
            return _of_regex(value, dot_is_all)
        case "BRANCH":
            return alt(*(_of_regex(branch, dot_is_all) for branch in value[1]))
        case "ASSERT_NOT":
            return NotBefore(_of_regex(value[1], dot_is_all))
        case _:
            raise ValueError(f"no derivation knows {code}")


def _class(items: Any) -> Chars:
    ranges = sorted(
        (value, value) if str(code) == "LITERAL" else value for code, value in items if str(code) != "NEGATE"
    )
    joined: list[tuple[int, int]] = []
    for low, high in ranges:
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        else:
            joined.append((low, high))
    return Chars(without(tuple(joined)) if str(items[0][0]) == "NEGATE" else tuple(joined))


def without(ranges: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Every character but those in *ranges*."""
    starts = [0, *(high + 1 for _, high in ranges)]
    ends = [*(low - 1 for low, _ in ranges), LAST_CHARACTER]
    return tuple((start, end) for start, end in zip(starts, ends, strict=True) if start <= end)
