"""The examples in the docstrings run, and every public object has one."""

import ast
import doctest
import inspect
import re
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType

import pytest

from tests.support import ROOT
from tests.support.each import each

PACKAGES = [import_module(f"smsmail.{name}") for name in ("grammar", "codec", "conformance", "gateway")]

DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.glob("tutorials/*.md"), *DOCS.glob("reference/*.rst")])

WITHOUT_EXAMPLE = {"smsmail.conformance.Record": "a run as the reports see it, which nobody makes by hand"}


def modules() -> list[str]:
    found = [package.__name__ for package in PACKAGES]
    found += [one.name for package in PACKAGES for one in walk_packages(package.__path__, f"{package.__name__}.")]
    return found


def docstrings(module: ModuleType) -> list[tuple[int, str]]:
    """Every text that stands by itself, with its line: docstrings, and what stands below an attribute."""
    tree = ast.parse(Path(module.__file__ or "").read_text("utf-8"))
    return [
        (node.lineno, node.value.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    ]


def complaints(texts: list[tuple[int, str]], known: dict[str, object], name: str, path: str) -> str:
    """What the examples in *texts* say that they should not."""
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    said: list[str] = []
    for line, text in texts:
        runner.run(doctest.DocTestParser().get_doctest(text, known, name, path, line), out=said.append)
    return "".join(said)


@pytest.mark.parametrize("name", modules())
def test_the_examples_run(name: str) -> None:
    module = import_module(name)
    package = sys.modules[".".join(name.split(".")[:2])]
    # What a reader of the documentation has imported, and what stands in the module itself.
    public = {name: getattr(one, name) for one in (*PACKAGES[1:], package) for name in getattr(one, "__all__", ())}
    assert complaints(docstrings(module), public | vars(module), name, str(module.__file__)) == ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_examples_of_a_page_run(page: Path) -> None:
    assert complaints([(0, page.read_text("utf-8"))], {}, page.stem, str(page)) == ""


def is_described(value: object) -> bool:
    return inspect.isclass(value) or inspect.isroutine(value)


PUBLIC = {
    f"{package.__name__}.{name}": getattr(package, name)
    for package in PACKAGES
    for name in package.__all__
    if is_described(getattr(package, name))
}


@each("name", [name for name in PUBLIC if name not in WITHOUT_EXAMPLE])
def test_every_public_object_has_an_example(name: str) -> None:
    """In its docstring, or on the page of its package."""
    assert ">>> " in (inspect.getdoc(PUBLIC[name]) or "") or is_shown(name), name


def is_shown(name: str) -> bool:
    package, _, own = name.rpartition(".")
    text = (DOCS / "reference" / f"{package.rpartition('.')[2]}.rst").read_text("utf-8")
    return ">>> " in text and re.search(rf"\b{own}\b", text) is not None


def test_what_needs_no_example_has_none() -> None:
    assert [name for name in WITHOUT_EXAMPLE if ">>> " in (inspect.getdoc(PUBLIC[name]) or "")] == []
