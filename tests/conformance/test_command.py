"""`smsmail conformance` as a command: its exit status, its files, its words."""

import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from smsmail.cli import main
from smsmail.conformance import Case
from tests.support.fakes import WriteTestee

pytestmark = pytest.mark.process

RIGHT = "introduce()\nfor q in questions(): right(q)"
WRONG = "introduce()\nfor q in questions(): say({'id': q['id'], 'error': {}})"
ONLY_SEGMENT = """
    introduce(["segment"])
    for q in questions(): say({"id": q["id"], "error": {"message": "unknown"}})
"""


@pytest.fixture
def command(write_testee: WriteTestee, cases: list[Case], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> "Command":
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("smsmail.conformance.load_cases", lambda: cases)
    monkeypatch.setattr("smsmail.cli.conformance.cases.load_cases", lambda: cases)
    return Command(write_testee)


class Command:
    def __init__(self, write_testee: WriteTestee) -> None:
        self._write_testee = write_testee

    def __call__(self, *arguments: str, testee: str | None = None) -> Result:
        if testee is not None:
            arguments = ("--testee", shlex.join(self._write_testee(testee)), *arguments)
        return CliRunner().invoke(main, ["conformance", *arguments])


@pytest.mark.parametrize(
    ("testee", "arguments", "status"),
    [
        (RIGHT, [], 0),
        (WRONG, [], 1),
        (ONLY_SEGMENT, [], 1),
        (RIGHT, ["--op", "decode_reply", "--fail-on-skip", "--strict"], 0),
        ("introduce(['decode_reply'])\nfor q in questions(): right(q)", [], 0),
        ("introduce(['decode_reply'])\nfor q in questions(): right(q)", ["--fail-on-skip"], 1),
        ("sys.exit(0)", [], 2),
        ("write('hello\\n')", [], 2),
    ],
)
def test_the_exit_status(command: Command, testee: str, arguments: list[str], status: int) -> None:
    assert command(*arguments, testee=testee).exit_code == status


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--case", "nothing/like/this"], "no case is named 'nothing/like/this'"),
        (["--case", "request/topc"], "did you mean request/topic or"),
        (["--op", "segment"], "combination"),
        (["--op", "decode"], "is not one of"),
        (["--level", "could"], "is not one of"),
        (["--timeout", "0"], "0"),
        (["--testee", ""], "is empty"),
        (["--testee", "a 'b"], "No closing quotation"),
        (["--testee", "/nowhere/to/be/found"], "cannot be started"),
        (["--known-failures", "/nowhere/known"], "does not exist"),
        (["--json", "/nowhere/out.json"], "there is no folder /nowhere"),
        (["--strict", "list"], "--strict must stand after “smsmail conformance list”"),
    ],
)
def test_wrong_usage_is_explained(command: Command, arguments: list[str], complaint: str) -> None:
    result = command(*arguments)
    assert result.exit_code == 2
    assert complaint in result.output


def test_known_failures(command: Command, tmp_path: Path, cases: list[Case]) -> None:
    file = tmp_path / "known"
    file.write_text("".join(f"{case.id}  # known\n" for case in cases))
    listed = ("--known-failures", str(file))
    result = command(*listed, testee=WRONG)
    assert result.exit_code == 0
    assert command(*listed, testee=RIGHT).exit_code == 1
    file.write_text("request/topic/no-such-case\n")
    result = command(*listed, testee=RIGHT)
    assert result.exit_code == 1
    assert "'request/topic/no-such-case' is the id of no case" in result.output


def test_what_failed_is_repeated_by_the_printed_command(command: Command) -> None:
    half = "introduce()\nfor q in questions(): right(q) if int(q['id'][-3:]) % 2 else say({'id': q['id'], 'error': {}})"
    result = command("--strict", "--timeout", "9", testee=half)
    line = next(line for line in result.output.split("\n") if "Again: " in line)
    words = shlex.split(line.partition("Again: ")[2])
    assert words[:2] == ["smsmail", "conformance"]
    again = CliRunner().invoke(main, words[1:])
    assert again.exit_code == 1
    assert "15 of 15 cases fail" in again.output
    assert command("--strict", "--timeout", "9", "--last-failed", testee=half + "#").exit_code == 1


def test_what_failed_in_a_report_is_run_again(command: Command, tmp_path: Path) -> None:
    report = tmp_path / "r.json"
    command("--json", str(report), "--case", "request/topic/case-00*", testee=WRONG)
    result = command("--report", str(report), testee=RIGHT)
    assert "on 10 cases" in result.output
    assert result.exit_code == 0
    command("--json", str(report), testee=RIGHT)
    result = command("--report", str(report), testee=RIGHT)
    assert (result.exit_code, "nothing failed then" in result.output) == (2, True)


def test_a_run_ends_after_so_many_failures(command: Command) -> None:
    result = command("--max-failures", "3", testee=WRONG)
    assert result.exit_code == 1
    assert "the run ended after 3 failures; 27 cases were not asked" in result.output
    assert "3 of 3 cases fail" in result.output


def test_known_failures_are_written_and_then_known(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "known"
    file.write_text("request/topic/case-003  # issue 12\nrequest/topic/case-02*  # all\n")
    assert command("--write-known-failures", str(file), testee=WRONG).exit_code == 1
    assert (
        "request/topic/case-003  # issue 12\nrequest/topic/case-02*  # all\nrequest/topic/case-000\n"
        in file.read_text()
    )
    assert command("--known-failures", str(file), testee=WRONG).exit_code == 0
    result = command("--known-failures", str(file), testee=RIGHT)
    assert result.exit_code == 1
    assert "'request/topic/case-02*' is on the list of known failures, and all that it names pass" in result.output


def test_reports_are_there_whatever_becomes_of_the_screen(write_testee: WriteTestee, tmp_path: Path) -> None:
    for encoding in ("ascii", "cp1251"):
        report = tmp_path / f"{encoding}.json"
        words = [
            "conformance",
            "--testee",
            shlex.join(write_testee(WRONG)),
            "--case",
            "reply/ok",
            "--json",
            str(report),
        ]
        done = subprocess.run(
            [sys.executable, "-m", "smsmail.cli", *words],
            check=False,
            env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
            capture_output=True,
        )
        assert (done.returncode, done.stderr) == (1, b"")
        assert b"cases fail" in done.stdout
        assert json.loads(report.read_text())["summary"]["failures"] > 0
    report.unlink()
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "smsmail.cli", *words], check=False, stdout=full, stderr=subprocess.PIPE
        )
    assert done.returncode == 2
    assert b"No space left on device" in done.stderr
    assert json.loads(report.read_text())["summary"]["failures"] > 0


def test_report_files(command: Command, tmp_path: Path) -> None:
    as_json, as_xml = tmp_path / "r.json", tmp_path / "r.xml"
    assert command("--json", str(as_json), "--junit", str(as_xml), testee=WRONG).exit_code == 1
    assert json.loads(as_json.read_text())["summary"]["failures"] == 30
    assert ET.parse(as_xml).getroot().attrib["failures"] == "30"


def test_a_report_on_standard_output_stands_alone_there(command: Command) -> None:
    result = command("--json", "-", testee=RIGHT)
    assert json.loads(result.stdout)["summary"]["ok"] is True
    assert "all well" in result.stderr


def test_list(command: Command) -> None:
    result = command("list", "--op", "decode_reply")
    assert result.exit_code == 0
    assert result.output.startswith("request/topic/case-000  decode_reply    must\n")
    assert len(result.output.splitlines()) == 10
    listed = json.loads(command("list", "--json", "--case", "request/topic/case-001").output)
    assert [case["id"] for case in listed["cases"]] == ["request/topic/case-001"]


def test_the_testee_command_serves() -> None:
    result = CliRunner().invoke(main, ["testee"], input='{"op": "hello", "protocol": 1}\n')
    assert json.loads(result.output)["implementation"] == "smsmail"


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_leaves_no_process_behind(
    write_testee: WriteTestee, tmp_path: Path, number: signal.Signals, status: int
) -> None:
    pid_file = tmp_path / "pid"
    body = f"""
        introduce()
        sys.stdin.readline()
        open({str(pid_file)!r}, "w").write(str(os.getpid()))
        time.sleep(600)
    """
    words = ["--testee", shlex.join(write_testee(body)), "--timeout", "600"]
    # A job in the background ignores the interrupt, and so would what it starts.
    start = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    start += "from smsmail.cli.conformance import conformance; conformance()"
    process = subprocess.Popen([sys.executable, "-c", start, *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    while not (pid_file.exists() and pid_file.read_text()):
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(number)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == status, output
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid_file.read_text()), 0)
