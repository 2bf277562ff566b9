"""What can be done to a node of Python: a comparison turned, a bound moved, a step left out.

Left out as well is what cannot matter to anybody: whether something is remembered (``cache``), and whether a regular
expression gives back.
"""

import ast
import copy
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

from smsmail.codec import RULES

from . import regexes
from .scope import CODE_AT, KEYWORDS

_T = TypeVar("_T")
_Value = str | bytes | bool | int | None


class Swap(NamedTuple):
    """What a node becomes."""

    change: str
    node: ast.AST


_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
}
_METHODS = {
    "strip": ("lstrip", "rstrip"),
    "lstrip": ("strip", "rstrip"),
    "rstrip": ("strip", "lstrip"),
    "startswith": ("endswith",),
    "endswith": ("startswith",),
    "find": ("rfind",),
    "rfind": ("find",),
    "index": ("rindex",),
    "rindex": ("index",),
    "partition": ("rpartition",),
    "rpartition": ("partition",),
    "removeprefix": ("removesuffix",),
    "removesuffix": ("removeprefix",),
    "lower": ("upper",),
    "fullmatch": ("match", "search"),
    "match": ("fullmatch", "search"),
    "search": ("match",),
    "isdecimal": ("isdigit", "isalnum"),
    "isalnum": ("isalpha", "isdecimal"),
    "isascii": ("isprintable",),
    "append": ("clear",),
    "union": ("intersection",),
    "difference": ("intersection",),
    "setdefault": ("get",),
    "start": ("end",),
    "end": ("start",),
}
_FUNCTIONS = {"any": "all", "all": "any", "min": "max", "max": "min", "sorted": "list", "reversed": "list"}
_DROPPABLE = {
    "strip", "lstrip", "rstrip", "lower", "upper", "replace", "removeprefix", "removesuffix", "translate", "astimezone",
}  # fmt: skip
_TRIMMERS = {"strip", "lstrip", "rstrip", "split"}
_REGEX_FUNCTIONS = {"compile", "sub", "search", "match", "fullmatch", "findall", "finditer"}


def of_expression(node: ast.AST, *, only_patterns: bool = False) -> Iterator[Swap]:
    """What can be done to *node*, which is no statement."""
    patterns = [*_patterns(node)]
    if patterns or only_patterns:
        yield from patterns
        return
    match node:
        case ast.Compare():
            yield from _compare(node)
        case ast.BoolOp(op=op, values=values):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield _swap(node, ast.BoolOp(other, values))
            yield from (_swap(node, _rest(node, index)) for index in range(len(values)))
        case ast.UnaryOp(op=ast.Not(), operand=operand) | ast.UnaryOp(op=ast.USub(), operand=operand):
            yield _swap(node, operand)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC and not (
            _is_text(left) or _is_text(right)
        ):
            yield _swap(node, ast.BinOp(left, _ARITHMETIC[type(op)](), right))
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            yield from (_swap(node, left), _swap(node, right))
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield from (_swap(node, body), _swap(node, orelse)) if not _binds(test) else ()
        case ast.Constant(value=value):
            yield from (_swap(node, ast.Constant(other)) for other in _constants(value))
        case ast.Call():
            yield from _call(node)
        case ast.Subscript(value=value, slice=ast.Slice(lower=lower, upper=upper, step=step), ctx=ctx):
            if lower:
                yield _swap(node, ast.Subscript(value, ast.Slice(None, upper, step), ctx))
            if upper:
                yield _swap(node, ast.Subscript(value, ast.Slice(lower, None, step), ctx))
        case ast.Dict(keys=keys, values=values) if len(keys) > 1:
            yield from _dict(node)
        case ast.Set(elts=elements) | ast.List(elts=elements, ctx=ast.Load()) if len(elements) > 1:
            yield from _without_each(node, elements)
        case ast.Tuple(elts=elements, ctx=ast.Load()) if len(elements) > 1:
            yield from _without_each(node, elements)
        case ast.comprehension(ifs=ifs):
            for index, test in enumerate(ifs):
                if not _binds(test):
                    other = copy.copy(node)
                    other.ifs = ifs[:index] + ifs[index + 1 :]
                    yield Swap(f"without if {_shown(test)}", other)
        case ast.match_case(pattern=pattern, guard=ast.expr() as guard):
            yield Swap(f"without guard {_shown(guard)}", ast.match_case(pattern, None, node.body))
        case ast.ExceptHandler():
            yield Swap("raised again", ast.ExceptHandler(node.type, node.name, [ast.Raise()]))
        case _:
            pass


def of_table(text: str) -> Iterator[Swap]:
    """The table *text* without each of its characters."""
    for index, one in enumerate(text):
        yield Swap(f"without {one!r}", ast.Constant(text[:index] + text[index + 1 :]))


def of_code(code: str) -> Iterator[Swap]:
    """Another rule in place of *code*, which is answered otherwise."""
    rule = RULES.get(code)
    other = "phone-format" if rule and (rule.severity, rule.error) != ("error", 7) else "shape"
    yield Swap(f"{code!r} → {other!r}", ast.Constant(other))


def of_statement(node: ast.stmt) -> Iterator[Swap]:
    """What can be done to the statement *node* as a whole."""
    match node:
        case ast.If(test=test, body=body, orelse=orelse):
            if _binds(test):
                yield Swap(f"if not {_shown(test)}", ast.If(ast.UnaryOp(ast.Not(), test), body, orelse))
            else:
                for truth in (True, False):
                    yield Swap(f"if {_shown(test)} → {truth}", ast.If(ast.Constant(truth), body, orelse))
        case ast.While(test=test, body=body, orelse=orelse) if not _binds(test):
            yield Swap(f"while {_shown(test)} → False", ast.While(ast.Constant(value=False), body, orelse))
        case ast.Expr() | ast.Raise() | ast.Delete() | ast.Continue() | ast.Break():
            yield Swap(f"without {_shown(node)}", ast.Pass())
        case ast.AugAssign():
            yield Swap(f"without {_shown(node)}", ast.Pass())
            yield Swap(f"{_shown(node)} set anew", ast.Assign([node.target], node.value))
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if _mentions(value, name):
            yield Swap(f"without {_shown(node)}", ast.Pass())
        case ast.Assign(targets=[ast.Attribute()]) | ast.Assign(targets=[ast.Subscript()]):
            yield Swap(f"without {_shown(node)}", ast.Pass())
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            if not isinstance(value, ast.Constant):
                yield Swap(f"return {_shown(value)} → None", ast.Return(ast.Constant(None)))
        case ast.Match(subject=subject, cases=cases) if len(cases) > 1:
            for index, one in enumerate(cases):
                left = cases[:index] + cases[index + 1 :]
                yield Swap(f"without case {_shown(one.pattern)}", ast.Match(subject, left))
        case ast.FunctionDef(decorator_list=decorators):
            for index, one in enumerate(decorators):
                if not isinstance(one, ast.Name) or one.id not in ("cache", "overload"):
                    other = copy.copy(node)
                    other.decorator_list = decorators[:index] + decorators[index + 1 :]
                    yield Swap(f"without @{_shown(one)}", other)
        case _:
            pass


def _compare(node: ast.Compare) -> Iterator[Swap]:
    for index, op in enumerate(node.ops):
        for other in _COMPARISONS[type(op)]:
            yield _swap(node, ast.Compare(node.left, _replaced(node.ops, index, other()), node.comparators))


def _call(node: ast.Call) -> Iterator[Swap]:
    match node.func:
        case ast.Attribute(value=value, attr=name, ctx=ctx):
            for other in _METHODS.get(name, ()):
                yield _swap(node, ast.Call(ast.Attribute(value, other, ctx), node.args, node.keywords))
            if name in _DROPPABLE:
                yield _swap(node, value)
            if name in _TRIMMERS and node.args:
                yield _swap(node, ast.Call(node.func, [], node.keywords))
        case ast.Name(id=name) if name in _FUNCTIONS:
            yield _swap(node, ast.Call(ast.Name(_FUNCTIONS[name], ast.Load()), node.args, node.keywords))
        case _:
            pass
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if called in CODE_AT:
        return
    if len(node.args) > 1 and not any(isinstance(one, ast.Starred) for one in node.args[:2]):
        yield _swap(node, ast.Call(node.func, [node.args[1], node.args[0], *node.args[2:]], node.keywords))
    for index, keyword in enumerate(node.keywords):
        if keyword.arg is not None and keyword.arg not in KEYWORDS:
            left = node.keywords[:index] + node.keywords[index + 1 :]
            yield Swap(f"{_shown(node)} without {keyword.arg}", ast.Call(node.func, node.args, left))


def _patterns(node: ast.AST) -> Iterator[Swap]:
    match node:
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id="re"), attr=name),
            args=[ast.Constant(value=str() | bytes() as pattern), *others],
        ) if name in _REGEX_FUNCTIONS:
            verbose = any("VERBOSE" in ast.unparse(one) for one in (*others, *node.keywords))
            text = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
            for change, other in regexes.changed(text, verbose=verbose):
                value = other if isinstance(pattern, str) else other.encode("latin-1")
                yield Swap(f"in the expression: {change}", _with_pattern(node, value))
            flags = [one for one in others if "re." in ast.unparse(one)]
            if flags:
                yield Swap("without flags", ast.Call(node.func, [node.args[0]], node.keywords))
        case _:
            pass


def _with_pattern(node: ast.Call, pattern: str | bytes) -> ast.Call:
    return ast.Call(node.func, [ast.Constant(pattern), *node.args[1:]], node.keywords)


def _constants(value: object) -> Iterator[_Value]:
    match value:
        case bool():
            yield not value
        case int():
            yield from (value + 1, value - 1)
        case str() | bytes():
            empty, other = ("", "?") if isinstance(value, str) else (b"", b"?")
            yield empty if value else other
            # A name only becomes one that nothing has.
            if len(value) > 1 and not (isinstance(value, str) and value.replace("-", "_").isidentifier()):
                yield value[:-1]
                yield value[1:]
        case _:
            pass


def _dict(node: ast.Dict) -> Iterator[Swap]:
    for index, (key, value) in enumerate(zip(node.keys, node.values, strict=True)):
        named = _shown(key) if key else f"**{_shown(value)}"
        left = ast.Dict(_left(node.keys, index), _left(node.values, index))
        yield Swap(f"without the entry {named}", left)
        if index and key and node.keys[index - 1]:
            swapped = [*node.values[: index - 1], value, node.values[index - 1], *node.values[index + 1 :]]
            yield Swap(f"the value of {named} and the one before exchanged", ast.Dict(node.keys, swapped))


def _without_each(node: ast.AST, elements: Sequence[ast.expr]) -> Iterator[Swap]:
    for index, one in enumerate(elements):
        other = copy.copy(node)
        other.elts = _left(elements, index)  # pyright: ignore[reportAttributeAccessIssue]
        yield Swap(f"without the element {_shown(one)}", other)


def _rest(node: ast.BoolOp, index: int) -> ast.expr:
    left = _left(node.values, index)
    return left[0] if len(left) == 1 else ast.BoolOp(node.op, left)


def _left(values: Sequence[_T], index: int) -> list[_T]:
    return [*values[:index], *values[index + 1 :]]


def _replaced(values: Sequence[_T], index: int, other: _T) -> list[_T]:
    return [*values[:index], other, *values[index + 1 :]]


def _is_text(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=str() | bytes()) | ast.JoinedStr() | ast.List() | ast.Tuple():
            return True
        case ast.BinOp(left=left, right=right):
            return _is_text(left) or _is_text(right)
        case _:
            return False


def _binds(node: ast.AST) -> bool:
    return any(isinstance(one, ast.NamedExpr) for one in ast.walk(node))


def _mentions(node: ast.AST, name: str) -> bool:
    return any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(node))


def _swap(node: ast.AST, other: ast.AST) -> Swap:
    return Swap(f"{_shown(node)} → {_shown(other)}", other)


def _shown(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 100 else f"{text[:60]}…{text[-39:]}"
