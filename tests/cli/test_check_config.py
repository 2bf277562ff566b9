"""Configurations of ``smsmail check``: where they are found, what they say, and what is wrong with them."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from smsmail.cli import main

GOOD = "alex:psw::::79991234567:hi\n"
WARNED = "alex: psw::::79991234567:hi\n"
BAD = "alex:psw::::7999x:hi\n"


@pytest.fixture(autouse=True)
def _in_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "repo")


def run(*arguments: str, stdin: str = "") -> Result:
    return CliRunner().invoke(main, ["check", *arguments], input=stdin, catch_exceptions=False)


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)


def names(result: Result) -> list[str]:
    told = [line.partition(": ") for line in result.stdout.splitlines() if line[0] != " "]
    return [name for name, _, verdict in told if verdict.startswith(("accepted", "refused"))]


IGNORED = "<stdin>: refused by the decoder (ignored: phone-format)\n"


# ---- Where it is


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".smsmail.toml", 'ignore = ["phone-format"]'),
        ("smsmail.toml", 'ignore = ["phone-format"]'),
        ("pyproject.toml", '[tool.smsmail]\nignore = ["phone-format"]'),
        ("pyproject.toml", '[tool]\nsmsmail = {ignore = ["phone-*"]}'),
    ],
)
def test_it_is_found_from_the_folders_below(name: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write({name: text, "a/b/x": ""})
    assert run(stdin=BAD).stdout == IGNORED
    monkeypatch.chdir("a/b")
    assert run(stdin=BAD).stdout == IGNORED
    assert run("--no-config", stdin=BAD).exit_code == 1


def test_the_nearest_one_counts_and_alone() -> None:
    write({"pyproject.toml": '[tool.smsmail]\nignore = ["phone-format"]', "smsmail.toml": "error-on-warning = true"})
    assert run(stdin=BAD).exit_code == 1
    write({".smsmail.toml": 'ignore = ["phone-*"]'})
    assert run(stdin=BAD).exit_code == 0


def test_a_pyproject_without_a_word_of_it_is_passed_over(tmp_path: Path) -> None:
    write({"../smsmail.toml": 'ignore = ["phone-format"]', "pyproject.toml": "this is no TOML"})
    assert run(stdin=BAD).exit_code == 1  # The repository ends here.
    Path(".git").rmdir()
    assert run(stdin=BAD).exit_code == 0
    write({"pyproject.toml": '[project]\nname = "smsmail"'})
    assert run(stdin=BAD).exit_code == 0
    write({"pyproject.toml": "tool = 1 # smsmail"})
    assert run(stdin=BAD).exit_code == 0
    Path("../smsmail.toml").unlink()
    assert run(stdin=BAD).exit_code == 1


def test_one_can_be_named() -> None:
    write({"smsmail.toml": "error-on-warning = true", "ci/strict.toml": 'select = ["phone-*"]'})
    write({"ci/pyproject.toml": '[tool.smsmail]\nselect = ["white-space"]', "ci/other/pyproject.toml": "[project]"})
    assert run("--config", "ci/strict.toml", stdin=WARNED).exit_code == 0
    assert "ignored: phone-format" in run("--config", "ci/pyproject.toml", stdin=BAD).stdout
    for arguments, says in (
        (["--config", "ci/other/pyproject.toml"], "pyproject.toml: there is no table [tool.smsmail] in it"),
        (["--config", "ci/pyproject.toml", "--no-config"], "--config or --no-config"),
    ):
        result = run(*arguments, stdin=BAD)
        assert (result.exit_code, result.stdout) == (2, "")
        assert says in result.stderr


def test_the_working_folder_may_be_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path("gone").absolute()
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    assert run(stdin=GOOD).exit_code == 0


# ---- What it says


def test_the_command_line_wins() -> None:
    write({"smsmail.toml": 'format = "github"\nencoding = "koi8-r"\nerror-on-warning = true\nignore = ["phone-*"]'})
    assert run(stdin=BAD + "\n").exit_code == 0
    assert run(stdin=WARNED).stdout.startswith("::warning ")
    assert run(stdin=WARNED).exit_code == 1
    assert run("--no-error-on-warning", "--format", "text", stdin=WARNED).stdout.startswith("<stdin>:1:6:")
    assert run("--no-error-on-warning", stdin=WARNED).exit_code == 0
    assert run("--ignore", "white-space", stdin=WARNED).exit_code == 0
    assert run("--ignore", "white-space", stdin=BAD).exit_code == 1
    assert run("--select", "phone-format", stdin=BAD).exit_code == 1
    russian = CliRunner().invoke(main, ["check"], input="alex:psw::::79991234567:Ж".encode("koi8-r"))
    assert russian.exit_code == 0
    assert run("--encoding", "ascii", stdin="alex:psw::::79991234567:Ж").exit_code == 2


def test_select_and_ignore() -> None:
    write({"smsmail.toml": 'select = ["phone-*", "white-space"]\nignore = ["phone-format"]'})
    assert run(stdin=BAD).stdout == IGNORED
    assert "warning[white-space]" in run(stdin=WARNED).stdout
    assert run(stdin="alex:psw:0:::79991234567:hi").stdout.startswith("<stdin>: accepted: ")
    write({"smsmail.toml": "select = []"})
    assert run(stdin=BAD).stdout == IGNORED


def test_rules_can_be_ignored_in_some_files(monkeypatch: pytest.MonkeyPatch) -> None:
    write(dict.fromkeys(("samples/a/1.sms", "samples/2.sms", "3.sms", "4.log"), BAD))
    write(
        {"smsmail.toml": '[per-file-ignores]\n"samples/**" = ["phone-format"]\n"*.LOG" = ["phone-*", "white-space"]\n'}
    )
    result = run(".", "4.log")
    assert [line for line in result.stdout.splitlines() if ": refused" in line] == [
        *("3.sms: refused: 1 error", "samples/2.sms: refused by the decoder (ignored: phone-format)"),
        "samples/a/1.sms: refused by the decoder (ignored: phone-format)",
        "4.log: refused by the decoder (ignored: phone-format)",
    ]
    monkeypatch.chdir("samples/a")
    assert run("1.sms").exit_code == 0
    assert run("--select", "phone-format", "1.sms").exit_code == 0
    assert run("../../3.sms").exit_code == 1


def test_include_and_exclude() -> None:
    write(dict.fromkeys(("a/1.sms", "a/2.txt", "a/vendor/3.txt", "b/4.txt", "b/5.txt", "b/c/6.txt"), GOOD))
    write({"smsmail.toml": 'include = ["*.txt"]\nexclude = ["vendor", "b/5.*", "b/c"]'})
    assert names(run(".")) == ["a/2.txt", "b/4.txt"]
    assert names(run("a/1.sms", "b/5.txt", "b/c", "a/vendor")) == ["a/1.sms", "b/5.txt", "b/c/6.txt", "a/vendor/3.txt"]
    assert names(run("b/*")) == ["b/4.txt"]
    write({"smsmail.toml": "include = []"})
    assert run(".").exit_code == 2


# ---- What is wrong with it


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("selct = []", "there is no key selct; did you mean select?"),
        ("error_on_warning = true", "there is no key error_on_warning; did you mean error-on-warning?"),
        ("zzz = 1", "there is no key zzz; there are select, ignore, per-file-ignores, "),
        ("[tool.smsmail]\nselect = []", "there is no key tool; "),
        ('"\\u001b[31m" = 1', "there is no key '\\x1b[31m'; there are"),
        ('select = "phone-format"', "select has to be a list of rules"),
        ("select = [1]", "select has to be a list of rules"),
        ('ignore = ["phone-fromat"]', "ignore: there is no rule phone-fromat; did you mean phone-format?"),
        ('ignore = ["x-*"]', "ignore: there is no rule x-*"),
        ('per-file-ignores = ["a"]', "per-file-ignores has to be a table of patterns, each with a list of rules"),
        ('per-file-ignores = {"a" = "id-zero"}', "per-file-ignores has to be a table"),
        (
            'per-file-ignores = {"*.x" = ["id-zro"]}',
            'per-file-ignores."*.x": there is no rule id-zro; did you mean id-zero?',
        ),
        ("error-on-warning = 1", "error-on-warning has to be true or false"),
        ('format = "yaml"', "format has to be one of text, json, github, sarif, junit"),
        ('encoding = "klingon"', "encoding has to be the name of an encoding"),
        ('encoding = "undefined"', "encoding has to be the name of an encoding"),
        ('include = "*.txt"', "include has to be a list of patterns"),
        ("exclude = {}", "exclude has to be a list of patterns"),
        ("format = ", "no TOML: Invalid value (at end of document)"),
        ("format = " + "[" * 10_000, "no TOML: "),
        ("\udcff", "no TOML: "),
    ],
)
@pytest.mark.parametrize("name", ["smsmail.toml", "pyproject.toml"])
def test_what_is_wrong_is_named(name: str, text: str, says: str) -> None:
    shown = name
    if name == "pyproject.toml":
        is_toml = "no TOML" not in says
        text = f"[tool.smsmail]\n{text}".replace("[tool.smsmail]\n[tool.smsmail]", "[tool.smsmail.tool]")
        shown = "pyproject.toml: tool.smsmail" if is_toml else name
    Path(name).write_bytes(text.encode("utf-8", "surrogateescape"))
    result = run(stdin=GOOD)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{shown}: {says}" in result.stderr


def test_jobs_is_no_key_any_more_and_does_no_harm() -> None:
    write({"smsmail.toml": "jobs = 2"})
    result = run(stdin=GOOD)
    assert (result.exit_code, result.stdout[:19]) == (0, "<stdin>: accepted: ")
    assert "smsmail.toml: jobs does nothing any more" in result.stderr


def test_a_table_is_a_table() -> None:
    write({"pyproject.toml": "tool.smsmail = 1"})
    assert "pyproject.toml: tool.smsmail has to be a table" in run(stdin=GOOD).stderr


def test_one_that_cannot_be_read_is_told() -> None:
    result = run("--config", "/proc/self/mem", stdin=GOOD)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "/proc/self/mem: Input/output error" in result.stderr


def test_help_names_every_key() -> None:
    from smsmail.cli.check.config import KEYS

    said = run("--help-all").stdout.partition("Configuration:")[2]
    assert all(key in said for key in KEYS)
