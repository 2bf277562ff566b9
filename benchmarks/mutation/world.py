"""The reference beside itself: its modules under another name, where a mutant takes the place of one of them.

The judge reads what an encoder wrote with the reference codec, and that must be the sound one. So the mutant is loaded
under a name of its own, from a copy of the sources that nobody edits meanwhile.
"""

import ast
import sys
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

NAME = "mutant"
PACKAGES = ("grammar", "codec", "gateway", "conformance", "fixtures")
"""What is copied. Of the fixtures only the module: the cases are read once, by the judge."""

MODULE_OF_EXPRESSIONS = f"{NAME}.grammar.expressions"


class World(MetaPathFinder):
    """Finds ``mutant.codec`` and the like under *root*, and one module as it was changed."""

    def __init__(self, root: Path):
        self._root = root
        self._trees: dict[str, ast.Module] = {}
        self._expressions: tuple[dict[str, str], dict[str, str]] | None = None
        self._data: dict[str, bytes] = {}

    def use_tree(self, file: str, tree: ast.Module) -> None:
        """Load *tree* as the module *file*."""
        self._trees[file] = tree

    def use_expressions(self, expressions: tuple[dict[str, str], dict[str, str]]) -> None:
        """Let the codec run on other derived expressions."""
        self._expressions = expressions

    def use_data(self, file: str, octets: bytes) -> None:
        """Let the codec read *octets* from *file*, which lies beside a module."""
        self._data[str(self._root / file)] = octets

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """See :class:`MetaPathFinder`."""
        top, _, inner = fullname.partition(".")
        if top != NAME:
            return None
        place = self._root.joinpath(*inner.split("."))
        if not inner:
            return ModuleSpec(fullname, None, is_package=True)
        is_package = place.is_dir()
        file = place / "__init__.py" if is_package else place.with_suffix(".py")
        if not file.exists():
            return None
        loader = _Loader(fullname, file, self._tree_of(file), self._expressions_of(fullname), self._data)
        return spec_from_file_location(
            fullname, file, loader=loader, submodule_search_locations=[str(place)] if is_package else None
        )

    def _tree_of(self, file: Path) -> ast.Module | None:
        return self._trees.get(file.relative_to(self._root).as_posix())

    def _expressions_of(self, name: str) -> tuple[dict[str, str], dict[str, str]] | None:
        return self._expressions if name == MODULE_OF_EXPRESSIONS else None

    def testee(self) -> Callable[[Any, Any], None]:
        """The reference testee of this world, loaded now."""
        sys.meta_path.insert(0, self)
        from importlib import import_module

        return import_module(f"{NAME}.conformance.testee").serve


class _Loader(SourceFileLoader):
    def __init__(
        self,
        name: str,
        file: Path,
        tree: ast.Module | None,
        expressions: tuple[dict[str, str], dict[str, str]] | None,
        data: dict[str, bytes],
    ):
        super().__init__(name, str(file))
        self._tree = tree
        self._expressions = expressions
        self._data = data

    def get_data(self, path: str) -> bytes:
        return self._data.get(path) or super().get_data(path)

    def get_code(self, fullname: str) -> CodeType | None:
        if self._tree is None:
            return super().get_code(fullname)
        return compile(self._tree, self.get_filename(fullname), "exec", dont_inherit=True)

    def exec_module(self, module: ModuleType) -> None:
        super().exec_module(module)
        if self._expressions:
            module.TERMINALS, module.FORMS = self._expressions  # pyright: ignore[reportAttributeAccessIssue]
