"""The README, in English and Russian, says what is so: its Python runs, and what it shows of the commands is what they write."""

import re
import shlex

import click
import pytest
from click.testing import CliRunner

from smsmail.cli.main import main
from smsmail.codec import check
from smsmail.conformance import load_cases
from tests.support import ROOT
from tests.support.each import each

FILES = ("README.md", "README.ru.md", "docs/python.md")
TEXTS = {name: (ROOT / name).read_text("utf-8") for name in FILES}
README = TEXTS["README.md"]


def blocks(language: str) -> list[tuple[str, str]]:
    """The blocks in *language*, each with the name of its file."""
    fenced = re.compile(rf"^```{language}\n(.*?)^```$", re.DOTALL | re.MULTILINE)
    return [(name, block) for name, text in TEXTS.items() for block in fenced.findall(text)]


def names(shown: list[tuple[str, str]]) -> list[str]:
    return [f"{name}-{number}" for number, (name, _) in enumerate(shown)]


def test_it_is_short() -> None:
    assert len(README.splitlines()) <= 180


@pytest.mark.parametrize(("name", "code"), blocks("python"), ids=names(blocks("python")))
def test_python(name: str, code: str) -> None:
    """It asserts what its comments say, and raises nothing."""
    exec(compile(code, name, "exec"), {})  # noqa: S102


@pytest.mark.parametrize(("name", "shown"), blocks("console"), ids=names(blocks("console")))
def test_what_is_shown_is_what_is_written(name: str, shown: str) -> None:
    command, _, output = shown.partition("\n")
    *before, words = [shlex.split(part) for part in re.split(r" \| ", command.removeprefix("$ "))]
    given = before[0][1] if before else ""
    assert [words[0], *(piece[0] for piece in before)] in (["smsmail"], ["smsmail", "printf"])
    arguments = [words[1], *(["--no-config"] if words[1] == "check" else []), *words[2:]]
    assert CliRunner().invoke(main, arguments, input=given, env={"COLUMNS": "100"}).output == output


INSTALL = "python3 -m venv .venv && . .venv/bin/activate && python3 -m pip install . && smsmail conformance"
TEST = "python3 -m venv .venv && . .venv/bin/activate && python3 -m pip install tox && tox p"


def test_shell() -> None:
    """Each block is known here; test_install.py and the tests of gateway and testees run them, and CI the second."""
    clone = "git clone CLONE-URL smsmail && cd smsmail"
    assert [block.strip() for _, block in blocks("sh")] == [
        *(clone, INSTALL, TEST),
        "python3 -m pip install '.[gateway]' && smsmail gateway",
        "smsmail conformance init javascript testee.js && smsmail conformance --testee 'node testee.js'",
        *(clone, INSTALL, TEST),
        "python3 -m pip install --no-deps . msgspec",
    ]
    assert TEST.partition(". .venv/bin/activate && ")[2] in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()


@pytest.mark.parametrize("name", FILES)
def test_every_command_and_option_is_there(name: str) -> None:
    for quoted in re.findall(r"`smsmail ([^`]*)`", TEXTS[name]):
        command: click.Command = main
        for word in shlex.split(quoted):
            inner = command.get_command(click.Context(command), word) if isinstance(command, click.Group) else None
            known = {option for one in command.params for option in one.opts}
            assert inner or not word.startswith("-") or word in known, quoted
            command = inner or command


def test_the_number_of_cases() -> None:
    assert f"on {len(load_cases())} cases" in README


MISTAKES = re.findall(r"^\| `(.*)` \| .* \| `(.*)` \| `([a-z-]+)` \|$", TEXTS["README.ru.md"], re.MULTILINE)


def test_there_are_twelve_mistakes() -> None:
    assert len({rule for _, _, rule in MISTAKES}) == len(MISTAKES) == 12


@each(("wrong", "right", "rule"), MISTAKES)
def test_a_mistake_is_told_and_what_is_right_is_right(wrong: str, right: str, rule: str) -> None:
    assert [found.rule for found in check(wrong)] == [rule]
    assert check(right) == []


def test_no_recipe_holds_an_address_that_is_nobodys() -> None:
    """Who pastes a recipe shall get what it says, or see at once what he has to put in."""
    pages = [ROOT / "README.md", ROOT / "README.ru.md", ROOT / "examples" / "README.md", *(ROOT / "docs").glob("*.md")]
    for page in pages:
        for block in re.findall(r"^```(?:sh|yaml|make)\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE):
            assert not re.search(r"example\.(?:com|org|net)|\bexample/", block), page
            assert (
                "CLONE-URL" not in block
                or "a placeholder" in page.read_text("utf-8")
                or "Вместо CLONE-URL" in page.read_text("utf-8")
            )
