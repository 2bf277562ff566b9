"""What works on Windows: grammar, codec, validator, corpus. What does not says so."""

import json
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from smsmail.conformance import load_cases
from tests.support import ROOT

pytestmark = pytest.mark.process

# Nor does anything depend on the charset of the system, which is none of Unicode there.
PYTHON = [sys.executable, "-P", "-X", "warn_default_encoding", "-W", "error::EncodingWarning"]
COMMAND = [*PYTHON, str(ROOT / "tests" / "support" / "without_posix.py")]

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


@pytest.fixture(scope="module")
def said() -> dict[str, list[Any]]:
    """The status of each command, and what it wrote: all of them in one process, since to start one takes longest."""
    commands = [*WORK, *NEED_POSIX]
    done = smsmail(given=json.dumps([command.split() for command in commands]))
    assert (done.returncode, done.stderr) == (0, "")
    return dict(zip(commands, json.loads(done.stdout), strict=True))


WORK = {"segments hello": "GSM 03.38", "grammar": "//", "explain R-ID0": "R-ID0", "conformance list": "content/"}


@pytest.mark.parametrize(("command", "begins"), WORK.items())
def test_a_command_works(command: str, begins: str, said: dict[str, list[Any]]) -> None:
    status, stdout, stderr = said[command]
    assert (status, stderr) == (0, "")
    assert stdout.lstrip().startswith(begins)


def test_a_request_is_decoded() -> None:
    result = smsmail("decode", "-", given=GOOD)
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout)["login"] == "alex"


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


NEED_POSIX = {
    "conformance": "the testee cannot be started: running a testee",
    "conformance --client true": "no test is possible: running a client",
    "gateway": "smsmail gateway",
}


@pytest.mark.parametrize(("command", "what"), NEED_POSIX.items())
def test_what_needs_posix_says_so(command: str, what: str, said: dict[str, list[Any]]) -> None:
    status, _, stderr = said[command]
    assert status == 2
    assert stderr == f"Error: {what} needs a POSIX system (on Windows: WSL)\n"
