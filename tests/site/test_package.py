"""What a user gets by installing the package."""

import doctest
import importlib
import pydoc
from importlib.metadata import entry_points
from importlib.resources import files

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
