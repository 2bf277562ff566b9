"""Testees that do their worst: the run ends, in bounded time and memory, and its reports say truthfully what happened.

What any program may do by mistake is in test_testees.
"""

import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from smsmail.conformance import Case, Policy, Record, SessionLimits
from smsmail.conformance.process import MAX_LINE
from smsmail.conformance.protocol import MAX_TEXT, Hello
from smsmail.conformance.reports import Form, renderer
from smsmail.conformance.runner import MAX_KEPT_IN_ALL
from smsmail.conformance.values import compact
from tests.support.fakes import RunFake, WriteTestee, make_case, written

pytestmark = pytest.mark.process

IMPATIENT = SessionLimits(answer=1, farewell=0.2, hangs=2)

FORMS: tuple[Form, ...] = ("json", "junit", "markdown", "html", "badge")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ('{"id": "%s", "ok": {}, "ok": {"echo": "text 1"}}', "it wrote an object with more than one member “ok”"),
        ('{"id": "no", "id": "%s", "ok": {"echo": "text 1"}}', "it wrote an object with more than one member “id”"),
        ('{"id": "%s", "ok": {"echo": 1, "echo": "text 1"}}', "it wrote an object with more than one member “echo”"),
        ('{"id": "%s", "ok": {"a": ' + "9" * 1001 + "}}", "it wrote a number of 1001 digits: “999"),
        ('{"id": "%s", "ok": {"a": ' + "9" * 900_000 + "}}", "it wrote a number of 900000 digits: “999"),
        ('{"id": "%s", "ok": {"a": 1e999}}', "it wrote a number that is larger than any double: “1e999”"),
        ('{"id": "%s", "ok": {"a": -1e999}}', "it wrote a number that is larger than any double: “-1e999”"),
        ('{"id": "%s", "ok": {"a": Infinity}}', "it wrote a line that is no JSON: “{"),
        ('{"id": "%s", "ok": ' + '{"a":' * 70 + "1" + "}" * 70 + "}", "it wrote a line that is nested deeper than any"),
        (
            '{"id": "%s", "ok": {"a": [' + "{}," * 100_000 + "0]}}",
            "it wrote a line that holds more values than any answer",
        ),
        ('{"id": "%s", "ok": ' + "[" * 300_000 + "]" * 300_000 + "}", "it wrote a line that is nested deeper than any"),
        ('\ufeff{"id": "%s", "ok": {"echo": "text 1"}}', "it wrote a line that is no JSON: “\\ufeff{"),
        ('{"id": "%s", "ok": {"echo": "text 1"}}\0', "it wrote a line that is no JSON: “{"),
        ('{"id": "%s", "ok": {"echo": "text\t1"}}', "it wrote a line that is no JSON: “{"),
        ('{"id": "%s", "error": {"code": 1e1}}', "its error code must be 1 to 9"),
        ('{"id": "%s", "error": {"code": 7.0}}', "its error code must be 1 to 9"),
    ],
)
def test_what_readers_of_json_do_not_agree_on_is_no_answer(run_fake: RunFake, answer: str, reason: str) -> None:
    body = f"introduce()\nfor q in questions(): write({answer!r}.replace('%s', q['id']) + '\\n')"
    results, _ = run_fake(body, [make_case(1)])
    assert results[0].verdict.observed == "garbled"
    assert results[0].verdict.reason.startswith(reason)


def test_members_of_the_same_name_in_different_objects_are_no_fault(run_fake: RunFake) -> None:
    wanted = {"echo": {"echo": [{"echo": 1}, {"echo": 1}]}}
    body = f"introduce()\nfor q in questions(): say({{'id': q['id'], 'ok': {wanted!r}}})"
    _, tally = run_fake(body, [make_case(1, expect={"ok": wanted})])
    assert tally.total == {"passed": 1}


def test_a_lone_surrogate_is_another_value_and_every_report_can_be_read(run_fake: RunFake) -> None:
    body = """
        introduce(version="\\udc80")
        for q in questions(): write('{"id": "%s", "ok": {"\\\\ud800": "\\\\udfff"}}\\n' % q["id"])
    """
    results, tally = run_fake(body, [make_case(1)])
    assert results[0].verdict.actual == {"ok": {"\ud800": "\udfff"}}
    assert results[0].verdict.observed == "other-value"
    record = Record(Hello("\ud800", "\udfff", "\ud800", ("segment",)), Policy(), results, tally, 0.1)
    for form in FORMS:
        renderer(form)(record).encode("utf-8")
    ET.fromstring(renderer("junit")(record))


def test_long_texts_of_refusals_and_skips_are_cut(run_fake: RunFake) -> None:
    body = """
        introduce(implementation="i" * 100000, ops=["decode_request"] * 10000)
        for q in questions():
            kind = {"error": {"message": "m" * 500000}} if q["id"].endswith("1") else {"skip": "s" * 500000}
            say({"id": q["id"], **kind})
    """
    results, _ = run_fake(body, [make_case(1), make_case(2)])
    [refused, skipped] = [result.verdict for result in results]
    assert refused.actual == {"error": {"code": None, "message": f"{'m' * MAX_TEXT}… (500000 characters)"}}
    assert skipped.reason == f"{'s' * MAX_TEXT}… (500000 characters)"


def test_wrong_answers_are_kept_while_there_is_room_and_short_ones_always(run_fake: RunFake) -> None:
    body = """
        introduce()
        for q in questions():
            say({"id": q["id"], "ok": {"echo": "x" * (60000 if q["id"][-1] in "02468" else 100)}})
    """
    results, tally = run_fake(body, [make_case(number) for number in range(300)])
    assert tally.total == {"failed": 300}
    answers = [result.verdict.actual for result in results]
    assert MAX_KEPT_IN_ALL < len(compact(answers)) + 60_000 < MAX_KEPT_IN_ALL * 1.1
    assert answers[0] == {"ok": {"echo": "x" * 60_000}}
    assert answers[298] == "(not kept: the wrong answers before it were too long)"
    assert answers[299] == {"ok": {"echo": "x" * 100}}


def test_a_run_that_takes_too_long_ends_and_says_what_was_not_asked(run_fake: RunFake) -> None:
    body = "introduce()\nfor q in questions(): time.sleep(0.05); right(q)"
    results, tally = run_fake(
        body, [make_case(number) for number in range(400)], limits=SessionLimits(answer=20, run=0.5)
    )
    observed = [result.verdict.observed for result in results]
    asked = observed.count("as-expected")
    assert asked < 400
    assert observed == ["as-expected"] * asked + ["not-asked"] * (400 - asked)
    assert results[-1].verdict.reason == "the run had taken longer than 0.5 s"
    assert tally.failures == 400 - asked


def test_a_testee_that_stops_itself_hangs(run_fake: RunFake) -> None:
    body = "introduce()\nfor q in questions(): os.kill(os.getpid(), 19)"
    results, _ = run_fake(body, [make_case(1)], limits=IMPATIENT)
    assert results[0].verdict.observed == "hung"


def test_a_testee_that_ignores_every_signal_it_can_is_ended(run_fake: RunFake, tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    body = f"""
        import signal
        for number in {{*range(1, 32)}} - {{9, 19}}:
            signal.signal(number, signal.SIG_IGN)
        introduce()
        open({str(pid_file)!r}, "w").write(str(os.getpid()))
        for q in questions(): time.sleep(600)
    """
    results, _ = run_fake(body, [make_case(1)], limits=IMPATIENT)
    assert results[0].verdict.observed == "hung"
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid_file.read_text()), 0)


@pytest.mark.parametrize("pipe", [1, 2])
def test_a_child_that_floods_a_pipe_does_not_hide_that_its_parent_ended(
    run_fake: RunFake, cases: list[Case], pipe: int
) -> None:
    body = f"""
        introduce()
        for number, q in enumerate(questions()):
            if number == 3:
                if os.fork() == 0:
                    while True: os.write({pipe}, b"x" * 60000)
                os._exit(4)
            right(q)
    """
    # The patience is longer than any test may take: it is no hang.
    results, tally = run_fake(body, cases[:5], limits=SessionLimits(answer=3000, farewell=20))
    assert tally.total == {"passed": 4, "failed": 1}
    verdict = results[3].verdict
    if pipe == 2:
        assert (verdict.observed, verdict.reason) == ("crashed", "it exited with status 4")
    else:
        assert verdict.reason.startswith(
            ("it exited with status 4, in the middle of", f"it wrote a line longer than {MAX_LINE}")
        )


@contextmanager
def ended_afterwards(pid_file: Path) -> Generator[None]:
    """A process that got away from its group, as one may, is ended by the test that started it."""
    try:
        yield
    finally:
        os.kill(int(pid_file.read_text()), signal.SIGKILL)


def test_a_child_that_left_its_group_holds_neither_the_run_nor_its_answers(
    run_fake: RunFake, cases: list[Case], tmp_path: Path
) -> None:
    pid_file = tmp_path / "child"
    body = f"""
        introduce()
        for number, q in enumerate(questions()):
            if number == 2:
                child = os.fork()
                if child == 0:
                    os.setsid()
                    time.sleep(600)
                open({str(pid_file)!r}, "w").write(str(child))
                os._exit(4)
            right(q)
    """
    with ended_afterwards(pid_file):
        results, tally = run_fake(body, cases[:3])
    assert tally.total == {"passed": 2, "failed": 1}
    assert results[2].verdict.reason == "it exited with status 4"


def test_a_testee_that_answers_before_it_is_asked_gains_nothing(run_fake: RunFake) -> None:
    body = """
        introduce()
        for number in range(20000):
            say({"id": "request/topic/case-%03d" % (number % 3), "ok": {"echo": "text %d" % (number % 3)}})
    """
    results, _ = run_fake(body, [make_case(0), make_case(1), make_case(2)])
    assert [result.verdict.observed for result in results] == ["as-expected", "as-expected", "garbled"]
    assert results[2].verdict.reason.startswith("after its last answer it also wrote")


# ---- the whole command, in a process of its own whose memory is measured

_MEASURE = """
import json, os, sys
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(child, 0)
sys.stderr.write("\\n" + json.dumps([os.waitstatus_to_exitcode(status), usage.ru_maxrss]))
"""
_ROOM = 150_000
"""So many kilobytes more than with a testee that is right."""

_CASES = ("--case", "reply/id", "--case", "reply/error")
_MORE_CASES = ("--op", "decode_reply")
"""More than there is room for the answers of, if each is just short enough to be kept."""


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> int:
    """The most memory with a testee that does as it should, in kilobytes."""
    folder = tmp_path_factory.mktemp("usual")
    return Command(lambda body: written(folder, body), folder)(RIGHT, *_CASES)[1]


@pytest.fixture
def run_command(write_testee: WriteTestee, tmp_path: Path) -> "Command":
    return Command(write_testee, tmp_path)


class Command:
    def __init__(self, write_testee: WriteTestee, folder: Path) -> None:
        self._write_testee = write_testee
        self.folder = folder

    def __call__(self, body: str, *arguments: str) -> tuple[int, int, str]:
        """The exit status, the most memory in kilobytes, and what was printed."""
        testee = shlex.join(self._write_testee(body))
        names = {"json": "r.json", "junit": "r.xml", "markdown": "r.md", "html": "r.html", "badge": "r-badge.json"}
        files = [f"--{kind}={self.folder / name}" for kind, name in names.items()]
        words = [sys.executable, "-m", "smsmail.cli", "conformance", "--testee", testee, *files, *arguments]
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", _MEASURE, *words], capture_output=True, check=True, timeout=600
        )
        status, kilobytes = json.loads(done.stderr.splitlines()[-1])
        assert b"Traceback" not in done.stderr
        return status, kilobytes, done.stdout.decode("utf-8")

    @property
    def report(self) -> dict[str, Any]:
        return json.loads((self.folder / "r.json").read_text("utf-8"))


RIGHT = "introduce()\nfor q in questions(): say({'id': q['id'], 'ok': {}})"

WORST = {
    "a gigabyte without an end of line": (
        *("introduce()\nsys.stdin.readline()\nwhile True: os.write(1, b'x' * 1000000)", "it wrote a line longer than"),
    ),
    "a flood of lines": (
        *("introduce()\nfor q in questions():\n  while True: os.write(1, b'{}\\n' * 300000)", "its answer has no id"),
    ),
    "a flood of complaints": (
        "introduce()\nfor q in questions():\n  os.write(2, b'x' * 3000000); say({'id': q['id'], 'ok': {}})",
        "its value is another one",
    ),
    "answers that are long": (
        'introduce()\nfor q in questions(): write(\'{"id": "%s", "ok": {"a": [%s0]}}\\n\' % (q[\'id\'], \'{},\' * 20000))',
        "its value is another one",
    ),
    "answers that are too long to keep": (
        'introduce()\nfor q in questions(): write(\'{"id": "%s", "ok": {"a": [%s0]}}\\n\' % (q[\'id\'], \'{},\' * 90000))',
        "its value is another one",
    ),
    "refusals that are long": (
        "introduce()\nfor q in questions(): say({'id': q['id'], 'error': {'message': 'm' * 1000000}})",
        "it refused what must be accepted",
    ),
}


@pytest.mark.parametrize("name", WORST)
def test_the_command_ends_in_bounded_memory_with_a_truthful_report(run_command: Command, usual: int, name: str) -> None:
    body, reason = WORST[name]
    status, kilobytes, printed = run_command(body, *(_MORE_CASES if name == "answers that are long" else _CASES[2:]))
    assert status == 1
    assert kilobytes < usual + _ROOM
    summary, results = run_command.report["summary"], run_command.report["results"]
    assert summary["cases"] == len(results) == sum(summary["total"].values())
    assert summary["failures"] == sum(result["fails"] for result in results)
    assert reason in {result["reason"][: len(reason)] for result in results}
    assert f"{summary['failures']} of {summary['cases']} cases fail" in printed
    for file in run_command.folder.iterdir():
        assert file.stat().st_size < 20_000_000
    assert (run_command.folder / "r.md").stat().st_size < 1_000_000


def test_reasons_to_skip_that_are_long_are_cut_everywhere(run_command: Command) -> None:
    body = "introduce()\nfor n, q in enumerate(questions()): say({'id': q['id'], 'skip': 's' * 900000 + str(n)})"
    status, _, printed = run_command(body, *_CASES)
    assert status == 1
    assert "no case was judged" in printed
    assert len(printed) < 50_000
    for file in run_command.folder.iterdir():
        assert file.stat().st_size < 5_000_000
