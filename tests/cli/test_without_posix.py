"""What works on Windows: grammar, codec, validator, corpus. What does not says so."""

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from smsmail.conformance import load_cases
from tests.support import ROOT

pytestmark = pytest.mark.process

# Nor does anything depend on the charset of the system, which is none of Unicode there.
PYTHON = [sys.executable, "-P", "-X", "warn_default_encoding", "-W", "error::EncodingWarning"]
COMMAND = [*PYTHON, str(ROOT / "tests" / "support" / "without_posix.py"), "smsmail.cli"]

GOOD = "alex:psw::::79991234567:Заказ готов"


def smsmail(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], check=False, input=given, capture_output=True, text=True, encoding="utf-8"
    )


def test_the_codec_passes_the_corpus() -> None:
    """The runner is on POSIX, the testee that it asks is not."""
    testee = shlex.join([*COMMAND, "testee"])
    runner = [sys.executable, "-m", "smsmail.cli", "conformance", "--testee", testee, "--strict", "--fail-on-skip"]
    result = subprocess.run(runner, check=False, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout
    assert f"on {len(load_cases())} cases" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        (["decode", "-"], "{"),
        (["segments", "hello"], "GSM 03.38"),
        (["grammar"], "//"),
        (["explain", "R-ID0"], "R-ID0"),
        (["conformance", "list"], ""),
    ],
    ids=["decode", "segments", "grammar", "explain", "conformance"],
)
def test_a_command_works(arguments: list[str], begins: str) -> None:
    result = smsmail(*arguments, given=GOOD)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.lstrip().startswith(begins)


def test_files_are_checked_and_mended(tmp_path: Path) -> None:
    for number in range(40):  # more than one process checks
        (tmp_path / f"{number}.sms").write_text(GOOD, encoding="utf-8")
    bad = tmp_path / "bad.sms"
    bad.write_text(GOOD.replace("::::", ":::0:1:Alex:1:"), encoding="utf-8")
    result = smsmail("check", str(tmp_path))
    assert (result.returncode, result.stderr) == (1, "")
    assert "error[colons-for-commas]" in result.stdout
    assert smsmail("check", "--fix", str(bad)).stdout == "****:***:::0,1,Alex,1:79991234567:Заказ готов"


def test_the_corpus_is_exported(tmp_path: Path) -> None:
    assert smsmail("conformance", "export", str(tmp_path / "corpus")).returncode == 0
    assert json.loads((tmp_path / "corpus" / "index.json").read_text("utf-8"))["cases"] == len(load_cases())


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["conformance"], "the testee cannot be started: running a testee"),
        (["conformance", "--client", "true"], "no test is possible: running a client"),
        (["gateway"], "smsmail gateway"),
    ],
    ids=["testee", "client", "gateway"],
)
def test_what_needs_posix_says_so(arguments: list[str], what: str) -> None:
    result = smsmail(*arguments)
    assert result.returncode == 2
    assert result.stderr == f"Error: {what} needs a POSIX system (on Windows: WSL)\n"
