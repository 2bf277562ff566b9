"""Help for people: what is shown first fits a screen, and the rest is there for who asks."""

import os
import re
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

import smsmail
from docs._pages import DOCS, written
from docs._pages.man import man_page
from smsmail.cli import main
from smsmail.cli.brief import Brief, commands
from smsmail.versions import ALL, CORPUS
from tests.support.each import each
from tests.support.interpreters import interpreter

LINES, COLUMNS = 40, 80


ALL_COMMANDS = {tuple(context.command_path.split()[1:]): command for command, context in commands(main)}


def shown(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments, prog_name="smsmail", env={"COLUMNS": str(COLUMNS)})
    assert result.exit_code == 0, result.output
    return result.output


@each("path", ALL_COMMANDS)
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


LOADED = """
import io, sys
from smsmail.cli import main
shown, sys.stdout = sys.stdout, io.StringIO()
sys.stdin = io.TextIOWrapper(io.BytesIO(b"alex:psw::::79991234567:hi"))
for arguments in (["--help"], ["--version"], ["check", "--no-config", "-"]):
    main(arguments, standalone_mode=False)
    print(*(name for name in sys.modules), file=shown)
"""


def test_a_command_loads_what_it_needs() -> None:
    done = subprocess.run([sys.executable, "-P", "-c", LOADED], capture_output=True, text=True, check=True)
    shown, version, checked = (set(line.split()) for line in done.stdout.splitlines())
    ours = {"smsmail", *(f"smsmail.cli{name}" for name in ("", ".main", ".brief", ".usage"))}
    assert {name for name in shown if name.startswith("smsmail")} == ours
    assert {name for name in version - shown if name.startswith("smsmail")} == {"smsmail.versions", "smsmail.fixtures"}
    assert not checked & {"asyncio", "email", "lark", "rich", "smsmail.conformance", "smsmail.gateway"}


def test_statuses_stand_in_one_table() -> None:
    _, _, table = shown("--help-all").partition("Exit status, of all commands:")
    assert re.findall(r"^ {4}(\d+) ", table, re.MULTILINE) == ["0", "1", "2", "130", "143"]
    for path in ALL_COMMANDS:
        told = re.findall(r"^ {4}(\d+) ", shown(*path, "--help"), re.MULTILINE)
        assert set(told) <= {"0", "1", "2", "130"}, path


def test_the_man_page_is_up_to_date() -> None:
    """If not: `python -m docs._pages`."""
    assert written("../cli/smsmail.1") == man_page()


def test_man_shows_every_command_and_option() -> None:
    man = interpreter("man")
    page = subprocess.run(
        [man, "--local-file", "--warnings=all", str(DOCS / "../cli/smsmail.1")],
        env={**os.environ, "MANWIDTH": "100", "MAN_KEEP_FORMATTING": "", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert page.stderr == ""
    for path, command in ALL_COMMANDS.items():
        assert " ".join(["smsmail", *path]).upper() in page.stdout
        for option in (
            name for one in command.params if isinstance(one, click.Option) and not one.hidden for name in one.opts
        ):
            assert option in page.stdout
