"""The guide docs/testing.md says what is so: the files, output, commands and names in it are those that there are."""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from docs._pages import written
from docs._pages.guide import files_shown, guide
from smsmail.cli import main
from smsmail.cli.conformance import conformance
from smsmail.conformance import load_cases
from smsmail.conformance.corpus import OPS
from smsmail.conformance.skeleton import LANGUAGES, skeleton

pytestmark = pytest.mark.process

GUIDE = written("testing.md")
CASES = {case.id: case for case in load_cases()}


def blocks(language: str) -> list[str]:
    """What stands between the fences of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)


def test_the_files_it_shows_are_those_that_init_writes() -> None:
    assert guide() == GUIDE, "`python -m docs._pages` writes it again"
    made = {f"conformance/skeletons/{skeleton(language).file}": skeleton(language) for language in LANGUAGES}
    for file in files_shown():
        assert made[file].content.decode("ascii") in GUIDE
    for language in LANGUAGES:
        assert f"`smsmail conformance init {language}`" in GUIDE
        assert f"{skeleton(language).program} {skeleton(language).file}" in GUIDE


def test_the_cases_it_names_exist() -> None:
    areas = "|".join(sorted({id.partition("/")[0] for id in CASES}))
    named = set(re.findall(rf"\b(?:{areas})/[a-z0-9-]+/[a-z0-9-]+\b", GUIDE))
    assert named
    assert named <= CASES.keys()


def test_the_operations_are_all_there_with_their_members() -> None:
    table = re.findall(r"^\| `(\w+)` \| `\{(.*?)\}`", GUIDE, re.MULTILINE)
    assert [op for op, _ in table] == list(OPS)
    for op, members in table:
        given = {name for case in CASES.values() if case.op == op for name in case.input}
        assert set(re.findall(r'"(\w+)"', members)) == given, op


def test_the_conversation_is_one_that_takes_place() -> None:
    [talk] = [block for block in blocks("text") if block.startswith("→")]
    lines = talk.splitlines()
    asked = [json.loads(line[2:]) for line in lines if line.startswith("→")]
    shown = [json.loads(line[2:]) for line in lines if line.startswith("←")]
    for question in asked[1:-1]:
        case = CASES[question["id"]]
        assert (question["op"], question["input"]) == (case.op, case.input)
    command = [sys.executable, "-c", skeleton("python").content.decode("ascii")]
    text = "".join(json.dumps(question) + "\n" for question in asked)
    said = subprocess.run(command, input=text, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    answers = [json.loads(line) for line in said.splitlines()]
    for answer, example in zip(answers, shown, strict=True):
        assert shape(answer) == shape(example)


def shape(message: dict[str, Any]) -> dict[str, Any]:
    """A message without what every testee says in its own way."""
    error = {name for name, value in message.get("error", {}).items() if value is not None}
    return {**message, "language": None, **({"error": error} if error else {})}


def test_the_failure_is_shown_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [shown] = [block for block in blocks("text") if block.startswith("FAILED")]
    changed = skeleton("python").content.replace(b"{1,40}", b"{1,32}")
    (tmp_path / "testee.py").write_bytes(changed)
    # As the guide starts it, by the name python3.
    (tmp_path / "python3").symlink_to(sys.executable)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.chdir(tmp_path)
    words = ["conformance", "--testee", "python3 testee.py", "--op", "decode_reply"]
    result = CliRunner().invoke(main, words, env={"COLUMNS": "100"})
    assert result.exit_code == 1
    assert shown in result.output


def commands() -> Iterator[list[str]]:
    """The words of each command of ours that is shown."""
    text = "\n".join(blocks("sh") + blocks("yaml"))
    for found in re.findall(r"smsmail (conformance\b.*(?:\n +--.*)*)", text):
        yield shlex.split(found.replace("\n", " "))


def test_the_commands_have_these_options() -> None:
    commands_of_it = [conformance, *conformance.commands.values()]
    options = {name for command in commands_of_it for parameter in command.params for name in parameter.opts}
    shown = list(commands())
    assert len(shown) >= 6
    for words in shown:
        assert {word for word in words if word.startswith("--")} <= options, words
    named = set(re.findall(r"`(--[a-z-]+)", GUIDE))
    assert named - {"--smsmail-strict"} <= options


def test_github_runs_it() -> None:
    flow = yaml.safe_load(blocks("yaml")[0])
    assert flow[True] == ["push", "pull_request"]  # for YAML, on is true
    [job] = flow["jobs"].values()
    assert job["runs-on"]
    assert all(("uses" in step) != ("run" in step) for step in job["steps"])
    assert any("smsmail conformance --testee" in step.get("run", "") for step in job["steps"])
    assert job["steps"][-1]["if"] == "always()"
    assert job["steps"][-1]["with"]["path"] in job["steps"][-2]["run"]


def test_gitlab_runs_it() -> None:
    flow = yaml.safe_load(blocks("yaml")[1])
    [job] = flow.values()
    assert all(isinstance(line, str) for line in job["script"])
    assert "smsmail conformance --testee" in job["script"][-1]
    assert f"--junit {job['artifacts']['reports']['junit']}" in job["script"][-1]


MY_CODEC = """\
import msgspec
from smsmail.codec import EncodeError as NotWritable, decode_request as decode, encode_request, to_request

def encode(request):
    return encode_request(to_request(request))
"""


def test_the_tests_for_pytest_run(tmp_path: Path) -> None:
    [test] = [block for block in blocks("python") if "smsmail_pytest" in block]
    [known] = [block for block in blocks("text") if block.startswith("# known-failures.txt")]
    for name, text in (("test_it.py", test), ("my_codec.py", MY_CODEC), ("known-failures.txt", known)):
        (tmp_path / name).write_text(text, "utf-8")
    command = [
        *(sys.executable, "-m", "pytest", "-q", "-p", "no:hypothesispytest", "--smsmail-strict", "--strict-markers")
    ]
    done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True, encoding="utf-8")
    asked = [case for case in CASES.values() if case.op == "decode_request" or case.topic == "encode/time"]
    assert f"{len(asked)} passed" in done.stdout, done.stdout
