"""The testees to begin with: they answer what they offer, and nothing is written over."""

import shlex
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

from smsmail.cli import main
from smsmail.conformance import Policy, Session, load_cases, run
from smsmail.conformance.corpus import OPS
from smsmail.conformance.protocol import Skip
from smsmail.conformance.skeleton import LANGUAGES, Language, skeleton
from tests.support.each import each
from tests.support.interpreters import interpreter

pytestmark = pytest.mark.process

CASES = load_cases()
NEEDED = {
    "python": [sys.executable],
    "javascript": ["node"],
    "php": ["php"],
    "shell": ["sh", "jq"],
    "go": ["go"],
    "ruby": ["ruby"],
    "perl": ["perl"],
    "java": ["java"],
}
"""What runs each of them. C# is not tried: nothing that Debian has runs it."""
STRANGE: dict[str, Any] = {
    "text": '"\\/\b\f\n\r\té€😀',
    "rows": [[], {}, [True, False, None, 0, -1, 99_999_999_999, 1.5]],
    "a": {"b": {}},
}


def init(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["conformance", "init", *map(str, arguments)])


@pytest.mark.parametrize("language", NEEDED)
def test_a_skeleton_passes_every_case_of_what_it_offers_and_skips_the_rest(
    language: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto")
    for name in NEEDED[language]:
        interpreter(name)
    assert init(language, tmp_path).exit_code == 0
    file, program, _ = skeleton(language)
    words = [sys.executable] if language == "python" else program.split()
    with Session([*words, str(tmp_path / file)]) as session:
        hello = session.hello()
        # A question that it cannot answer is no refusal, and whatever is in it does not stop it.
        [other] = [case for case in CASES if case.id == "segment/alphabet/apostrophe"]
        odd = session.ask(replace(other, id=STRANGE["text"], input=STRANGE))
        results = list(run(CASES, session, hello, Policy(strict=True)))
    assert odd == Skip("not there yet")
    assert hello.ops == ("decode_reply",)
    outcomes = {case.op: set[str]() for case in CASES}
    for result in results:
        outcomes[result.case.op].add(result.verdict.outcome)
    assert outcomes.pop("decode_reply") == {"passed"}
    assert {outcome for of_op in outcomes.values() for outcome in of_op} == {"skipped"}
    assert [result.case.id for result in results if result.verdict.observed not in ("as-expected", "skipped")] == []


@each("language", LANGUAGES)
def test_a_skeleton_names_what_is_missing(language: Language) -> None:
    text = skeleton(language).content.decode("ascii")
    assert [op for op in OPS if op not in text] == []
    assert f"{skeleton(language).program} {skeleton(language).file}" in text


def test_what_is_said_can_be_run(tmp_path: Path) -> None:
    file = tmp_path / "my testee.py"
    result = init("python", file)
    [line] = [line for line in result.output.splitlines() if line.startswith("  smsmail")]
    words = shlex.split(line)
    assert words[:3] == ["smsmail", "conformance", "--testee"]
    assert shlex.split(words[3]) == ["python3", str(file)]
    assert f"'go run {tmp_path / 'x.go'}'" in init("go", tmp_path / "x.go").output


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
        (
            ["cobol"],
            "'cobol' is not one of 'python', 'javascript', 'php', 'shell', 'go', 'csharp', 'ruby', 'perl', 'java'",
        ),
        (["php", "/nowhere/x.php"], "No such file"),
    ],
)
def test_wrong_usage_is_explained(arguments: list[str], complaint: str) -> None:
    result = init(*arguments)
    assert result.exit_code == 2
    assert complaint in result.stderr
    assert "Traceback" not in result.output
