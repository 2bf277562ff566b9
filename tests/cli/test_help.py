"""Help for people: what is shown first fits a screen, and the rest is there for who asks."""

import re
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

import smsmail
from smsmail.cli import main
from smsmail.cli.brief import Brief
from smsmail.versions import ALL, CORPUS

LINES, COLUMNS = 40, 80


def commands(command: click.Command = main, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner
            if not inner.hidden:
                yield from commands(inner, *path, name)


ALL_COMMANDS = dict(commands())


def shown(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments, prog_name="smsmail", env={"COLUMNS": str(COLUMNS)})
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("path", ALL_COMMANDS, ids=" ".join)
def test_help_fits_a_screen(path: tuple[str, ...]) -> None:
    lines = shown(*path, "--help").splitlines()
    assert len(lines) <= LINES
    assert max(map(len, lines)) <= COLUMNS


@pytest.mark.parametrize(
    "path", [path for path, command in ALL_COMMANDS.items() if isinstance(command, Brief)], ids=" ".join
)
def test_what_help_leaves_out_stands_behind_help_all(path: tuple[str, ...]) -> None:
    command = ALL_COMMANDS[path]
    assert isinstance(command, Brief)
    brief, whole = shown(*path, "--help"), shown(*path, "--help-all")
    visible = [one for one in command.params if isinstance(one, click.Option) and not one.hidden]
    named = {name for one in visible for name in one.opts}
    assert {*command.common} <= named, "no option is named that there is not"
    assert all(re.search(rf"{re.escape(name)}\b", whole) for name in named)
    assert len(whole.splitlines()) > len(brief.splitlines())
    assert "\f" not in whole
    assert "--help-all" in brief


def test_the_command_alone_shows_five_things_that_are_commands() -> None:
    told = shown()
    offered = re.findall(r"\bsmsmail (\w+)", told)
    assert offered == ["check", "segments", "gateway", "conformance", "explain"]
    assert len(told.splitlines()) < 12
    assert "smsmail --help" in told


def test_versions_are_said() -> None:
    assert shown("--version") == f"{ALL}\n"
    assert f"smsmail {smsmail.__version__}, specification edition {smsmail.SPECIFICATION}, corpus {CORPUS}" == ALL


def test_statuses_stand_in_one_table() -> None:
    _, _, table = shown("--help-all").partition("Exit status, of all commands:")
    assert re.findall(r"^ {4}(\d+) ", table, re.MULTILINE) == ["0", "1", "2", "130", "143"]
    for path in ALL_COMMANDS:
        told = re.findall(r"^ {4}(\d+) ", shown(*path, "--help"), re.MULTILINE)
        assert set(told) <= {"0", "1", "2", "130"}, path
