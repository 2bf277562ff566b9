"""The testees to begin with: they answer what they offer, and nothing is written over."""

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from smsmail.cli import main
from smsmail.conformance import Policy, Session, load_cases, run
from smsmail.conformance.corpus import OPS
from smsmail.conformance.skeleton import LANGUAGES, Language, skeleton
from tests.support.interpreters import interpreter

pytestmark = pytest.mark.process

CASES = load_cases()
NEEDED = {"python": [sys.executable], "javascript": ["node"], "php": ["php"], "shell": ["sh", "jq"]}


def init(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["conformance", "init", *map(str, arguments)])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_skeleton_passes_every_case_of_what_it_offers_and_skips_the_rest(language: Language, tmp_path: Path) -> None:
    program, *_ = [interpreter(name) for name in NEEDED[language]]
    assert init(language, tmp_path).exit_code == 0
    with Session([program, str(tmp_path / skeleton(language).file)]) as session:
        hello = session.hello()
        results = list(run(CASES, session, hello, Policy(strict=True)))
    assert hello.ops == ("decode_reply",)
    outcomes = {result.case.op: set[str]() for result in results}
    for result in results:
        outcomes[result.case.op].add(result.verdict.outcome)
    assert outcomes.pop("decode_reply") == {"passed"}
    assert {outcome for of_op in outcomes.values() for outcome in of_op} == {"skipped"}
    assert [result.case.id for result in results if result.verdict.observed not in ("as-expected", "skipped")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_skeleton_names_what_is_missing(language: Language) -> None:
    text = skeleton(language).content.decode("ascii")
    assert [op for op in OPS if op not in text] == []
    assert f"{skeleton(language).program} {skeleton(language).file}" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_that_it_cannot_answer_is_skipped_and_no_refusal(language: Language, tmp_path: Path) -> None:
    program, *_ = [interpreter(name) for name in NEEDED[language]]
    init(language, tmp_path)
    asked = '{"op": "segment", "id": "a/b/c", "input": {"text": "a"}}\n{"op": "bye"}\n'
    command = [program, str(tmp_path / skeleton(language).file)]
    answered = subprocess.run(command, input=asked, check=True, capture_output=True, text=True, encoding="utf-8")
    assert json.loads(answered.stdout) == {"id": "a/b/c", "skip": "not there yet"}


def test_what_is_said_can_be_run(tmp_path: Path) -> None:
    file = tmp_path / "my testee.py"
    result = init("python", file)
    [line] = [line for line in result.output.splitlines() if line.startswith("  smsmail")]
    words = shlex.split(line)
    assert words[:3] == ["smsmail", "conformance", "--testee"]
    assert shlex.split(words[3]) == ["python3", str(file)]


def test_a_file_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "testee.php"
    file.write_text("mine", "utf-8")
    for place in (tmp_path, file):
        result = init("php", place)
        assert result.exit_code == 2
        assert f"{file} is there already" in result.stderr
    assert file.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["cobol"], "'cobol' is not one of 'python', 'javascript', 'php', 'shell'"),
        (["php", "/nowhere/x.php"], "No such file"),
    ],
)
def test_wrong_usage_is_explained(arguments: list[str], complaint: str) -> None:
    result = init(*arguments)
    assert result.exit_code == 2
    assert complaint in result.stderr
    assert "Traceback" not in result.output
