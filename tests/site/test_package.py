"""What a user gets by installing the package."""

import ast
import doctest
import importlib
import pydoc
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path

import pytest

import smsmail

PACKAGES = ["smsmail.grammar", "smsmail.codec", "smsmail.conformance", "smsmail.cli", "smsmail.fixtures"]


@pytest.mark.parametrize("name", PACKAGES)
def test_every_package_is_there_and_typed(name: str) -> None:
    assert importlib.import_module(name).__doc__
    assert (files(name) / "py.typed").is_file()


def test_the_data_is_there() -> None:
    grammar, fixtures = files("smsmail.grammar"), files("smsmail.fixtures")
    for name in ("terminals.lark", "request.lark", "reply.lark"):
        assert (grammar / name).is_file()
    for name in ("clauses.json", "readings.json", "README.md", "schema/case.schema.json", "cases/request/time.json"):
        assert fixtures.joinpath(*name.split("/")).is_file()


@pytest.mark.parametrize("name", [name for name in PACKAGES if name != "smsmail.cli"])
def test_what_a_package_names_it_has(name: str) -> None:
    package = importlib.import_module(name)
    assert all(hasattr(package, public) for public in getattr(package, "__all__", ()))


def test_help_says_where_to_start_and_its_examples_run() -> None:
    shown = pydoc.plain(pydoc.render_doc(smsmail))
    assert all(name in shown for name in PACKAGES[:3])
    assert "decode_request(" in shown
    assert smsmail.__version__ in shown
    assert doctest.testmod(smsmail) == (0, 7)


def test_the_command_is_installed() -> None:
    [command] = entry_points(group="console_scripts", name="smsmail")
    assert command.value == "smsmail.cli:main"


def test_no_two_classes_have_one_name() -> None:
    """Whoever reads a name knows what it is; what begins with an underscore is its module's own, a skeleton a stranger's."""
    where: dict[str, set[str]] = {}
    for package in (*PACKAGES, "smsmail.gateway"):
        for module in Path(str(files(package))).rglob("*.py"):
            if "skeletons" not in module.parts:
                names = (
                    node.name
                    for node in ast.walk(ast.parse(module.read_text("utf-8")))
                    if isinstance(node, ast.ClassDef)
                )
                for name in names:
                    where.setdefault(name, set()).add(str(module))
    assert not {name: modules for name, modules in where.items() if len(modules) > 1 and not name.startswith("_")}
