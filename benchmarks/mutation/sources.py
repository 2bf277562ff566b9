"""The mutants of a module: what may be changed in it, and where."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

from msgspec import Struct

from .mutant import Mutant
from .operators import Swap, of_code, of_expression, of_statement, of_table
from .scope import CODE_AT, FUNCTIONS, KEYWORDS, NAMES, PATH_AT, TABLES, TOLD, VALUES, WORDS


class Source(Struct):
    """A module as it stands."""

    file: str
    tree: ast.Module
    lines: list[str]

    @classmethod
    def read(cls, root: Path, file: str) -> "Source":
        """The module *file* under *root*."""
        text = (root / file).read_text("utf-8")
        return cls(file, ast.parse(text), text.splitlines())


def mutants_of(source: Source, use: Callable[[ast.Module], None]) -> Iterator[Mutant]:
    """Every mutant of *source*; *use* gets the changed tree when one is applied."""
    yield from _Walk(source, use).block(source.tree.body, "")


class _Walk:
    """Goes through a module and leaves out what only words and places are made of."""

    def __init__(self, source: Source, use: Callable[[ast.Module], None]):
        self._source = source
        self._use = use
        self._left_out = {*FUNCTIONS.get(source.file, ()), *TOLD}

    def block(self, statements: list[ast.stmt], scope: str) -> Iterator[Mutant]:
        for index, statement in enumerate(statements):
            yield from self._statement(statements, index, statement, scope)

    def _statement(self, block: list[ast.stmt], index: int, node: ast.stmt, scope: str) -> Iterator[Mutant]:
        if self._is_left_out(node):
            return

        def put(other: ast.AST) -> None:
            assert isinstance(other, ast.stmt)
            block[index] = other

        for swap in of_statement(node):
            yield self._mutant(swap, node, scope, put)
        match node:
            case ast.FunctionDef(name=name):
                scope = f"{scope}.{name}()".lstrip(".")
            case ast.ClassDef(name=name):
                scope = f"{scope}.{name}".lstrip(".")
            case _:
                pass
        yield from self._inside(node, scope, node)

    def _is_left_out(self, node: ast.stmt) -> bool:
        match node:
            case ast.Import() | ast.ImportFrom() | ast.Expr(value=ast.Constant()):
                return True
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                return name in self._left_out
            case ast.Assign(targets=[ast.Name(id=name)]):
                if name in NAMES.get(self._source.file, ()):
                    return True
                return name in WORDS and (self._source.file, name) not in VALUES
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                return True
            case ast.If(test=test):
                # A testee does not report what it accepts with a warning.
                return any(isinstance(one, ast.Name) and one.id == "report" for one in ast.walk(test))
            case _:
                return False

    def _inside(self, node: ast.AST, scope: str, at: ast.AST) -> Iterator[Mutant]:
        for name, value in ast.iter_fields(node):
            if self._is_no_behaviour(node, name):
                continue
            if isinstance(value, list):
                yield from self._several(node, name, cast("list[ast.AST]", value), scope, at)
            elif isinstance(value, ast.AST):
                yield from self._expression(value, scope, at, _into_field(node, name))

    def _several(self, node: ast.AST, name: str, values: list[ast.AST], scope: str, at: ast.AST) -> Iterator[Mutant]:
        if values and isinstance(values[0], ast.stmt):
            yield from self.block(cast("list[ast.stmt]", values), scope)
            return
        for index, one in enumerate(values):
            put = _into_list(values, index)
            if isinstance(one, ast.Constant) and self._is_code(node, name, index):
                yield from (self._mutant(swap, one, scope, put) for swap in of_code(str(one.value)))
            # Some lists of a node have gaps or plain names.
            elif isinstance(one, ast.AST) and not self._says_something(node, name, index):  # pyright: ignore[reportUnnecessaryIsInstance]
                yield from self._expression(one, scope, at, put)

    def _expression(self, node: ast.AST, scope: str, at: ast.AST, put: Callable[[ast.AST], None]) -> Iterator[Mutant]:
        place = node if hasattr(node, "lineno") else at
        match node:
            case ast.Constant(value=str(text)) if self._source.file in TABLES:
                swaps = of_table(text)
            case _:
                swaps = of_expression(node)
        for swap in swaps:
            yield self._mutant(swap, place, scope, put)
        if not _is_pattern(node):
            yield from self._inside(node, scope, place)

    def _is_no_behaviour(self, node: ast.AST, name: str) -> bool:
        if name in ("annotation", "returns", "type_params", "ctx"):
            # The bounds of a struct's fields are in their annotations.
            return not (name == "annotation" and isinstance(node, ast.AnnAssign) and "Meta(" in ast.unparse(node))
        return name == "keywords" and isinstance(node, ast.ClassDef) and not _has_shape(node)

    def _says_something(self, node: ast.AST, name: str, index: int) -> bool:
        if isinstance(node, ast.ClassDef) and name == "keywords":
            # Contents are only ever written.
            contents = (
                self._source.file == "codec/content/model.py" and node.keywords[index].arg == "forbid_unknown_fields"
            )
            return contents or node.keywords[index].arg in KEYWORDS
        if not isinstance(node, ast.Call) or name not in ("args", "keywords"):
            return False
        if name == "keywords" and node.keywords[index].arg in KEYWORDS:
            return True
        called = _called(node)
        if called in PATH_AT:
            return name == "args" and index == PATH_AT[called]
        return called in CODE_AT and (name == "keywords" or index != CODE_AT[called])

    def _is_code(self, node: ast.AST, name: str, index: int) -> bool:
        return isinstance(node, ast.Call) and name == "args" and CODE_AT.get(_called(node)) == index

    def _mutant(self, swap: Swap, node: ast.AST, scope: str, put: Callable[[ast.AST], None]) -> Mutant:
        number: int = getattr(node, "lineno", 1)

        def apply() -> None:
            put(ast.copy_location(swap.node, node) if hasattr(node, "lineno") else swap.node)
            self._use(ast.fix_missing_locations(self._source.tree))

        line = self._source.lines[number - 1].strip()
        return Mutant(self._source.file, scope, line, swap.change, number, apply)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _has_shape(node: ast.ClassDef) -> bool:
    return any(keyword.arg in ("tag", "tag_field", "forbid_unknown_fields", "rename") for keyword in node.keywords)


def _is_pattern(node: ast.AST) -> bool:
    """Whether *node* is a regular expression, which has mutants of its own."""
    return isinstance(node, ast.Call) and any(True for _ in of_expression(node, only_patterns=True))


def _into_list(values: list[ast.AST], index: int) -> Callable[[ast.AST], None]:
    def put(other: ast.AST) -> None:
        values[index] = other

    return put


def _into_field(node: ast.AST, name: str) -> Callable[[ast.AST], None]:
    def put(other: ast.AST) -> None:
        setattr(node, name, other)

    return put
