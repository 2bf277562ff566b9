"""Whatever a testee does, the run ends, and its result says truthfully what happened."""

import os
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from smsmail.conformance import Case, Policy, SessionLimits
from smsmail.conformance.process import MAX_LINE
from tests.support.fakes import RunFake, assert_adds_up, make_case

pytestmark = pytest.mark.process


# For testees that are meant to hang. Every hang costs this, and a slow machine must not take as long to answer.
IMPATIENT = SessionLimits(answer=1, farewell=0.2, hangs=2)


def test_a_right_testee_passes(run_fake: RunFake, cases: list[Case]) -> None:
    results, tally = run_fake("introduce()\nfor q in questions(): right(q)", cases)
    assert [result.case for result in results] == cases
    assert tally.ok
    assert tally.total == {"passed": 30}
    assert tally.by_op == {"decode_request": {"passed": 20}, "decode_reply": {"passed": 10}}


def test_a_wrong_testee_fails_everywhere(run_fake: RunFake, cases: list[Case]) -> None:
    body = "introduce()\nfor q in questions(): say({'id': q['id'], 'error': {'code': 1}})"
    results, tally = run_fake(body, cases)
    assert tally.total == {"failed": 30}
    assert not tally.ok
    assert {result.verdict.observed for result in results} == {"refused"}
    assert_adds_up(tally, cases)


def test_what_is_not_offered_is_skipped_and_never_asked(run_fake: RunFake, cases: list[Case]) -> None:
    body = """
        introduce(["decode_reply"])
        for q in questions():
            assert q["op"] == "decode_reply"
            right(q)
    """
    _, tally = run_fake(body, cases)
    assert tally.by_op == {"decode_request": {"skipped": 20}, "decode_reply": {"passed": 10}}
    assert tally.ok
    _, tally = run_fake(body, cases, Policy(fail_on_skip=True))
    assert tally.failures == 20


@pytest.mark.parametrize("ops", ["[]", "['segment']", "['decode_request', 'decode_reply']"])
def test_a_run_that_judged_nothing_is_not_well(run_fake: RunFake, cases: list[Case], ops: str) -> None:
    body = f"introduce({ops})\nfor q in questions(): say({{'id': q['id'], 'skip': 'not today'}})"
    _, tally = run_fake(body, cases)
    assert tally.total == {"skipped": 30}
    assert not tally.ok
    assert tally.complaints() == ["no case was judged: all were skipped"]


def test_a_crash_is_blamed_on_the_oldest_unanswered_question(run_fake: RunFake, cases: list[Case]) -> None:
    body = """
        introduce()
        for number, q in enumerate(questions()):
            if number == 10:
                print("out of breath", file=sys.stderr)
                sys.exit(3)
            right(q)
    """
    results, tally = run_fake(body, cases)
    assert_adds_up(tally, cases)
    failed = [result for result in results if result.column == "failed"]
    assert [result.case.id[-3:] for result in failed] == ["010", "021"]
    for result in failed:
        assert result.verdict.observed == "crashed"
        assert result.verdict.reason == "it exited with status 3"
        assert result.verdict.log == "out of breath"


def test_a_signal_is_named(run_fake: RunFake) -> None:
    results, _ = run_fake("introduce()\nfor q in questions(): os.kill(os.getpid(), 9)", [make_case(1)])
    assert results[0].verdict.reason == "it was ended by signal 9 (Killed)"


def test_a_testee_that_stops_reading_is_judged_by_what_it_answers(run_fake: RunFake) -> None:
    body = """
        sys.stdin.readline()
        os.close(0)
        say({"protocol": 1, "implementation": "fake", "version": "1", "language": "Python",
             "ops": ["decode_request"]})
        say({"id": "request/topic/case-001", "ok": {"echo": "text 1"}})
        sys.exit(5)
    """
    results, tally = run_fake(body, [make_case(1), make_case(2)])
    assert tally.total == {"passed": 1, "failed": 1}
    assert results[1].verdict.reason == "it exited with status 5"


def test_a_closed_output_is_told_from_an_exit(run_fake: RunFake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smsmail.conformance.process.LAST_WORDS", 0.1)
    body = "introduce()\nfor q in questions(): os.close(1); time.sleep(600)"
    results, _ = run_fake(body, [make_case(1)])
    assert results[0].verdict.reason == "it closed its standard output"


def test_a_hang_is_blamed_and_the_rest_asked_of_a_new_process(run_fake: RunFake, cases: list[Case]) -> None:
    body = """
        introduce()
        for q in questions():
            if q["id"].endswith("17"):
                time.sleep(600)
            right(q)
    """
    results, tally = run_fake(body, cases, limits=IMPATIENT)
    assert_adds_up(tally, cases)
    failed = [result for result in results if result.column == "failed"]
    assert [result.case.id[-3:] for result in failed] == ["017"]
    assert failed[0].verdict.observed == "hung"
    assert "within 1 s" in failed[0].verdict.reason


def test_an_operation_that_always_hangs_is_given_up_and_no_other(run_fake: RunFake, cases: list[Case]) -> None:
    body = """
        introduce()
        for q in questions():
            if q["op"] == "decode_request":
                time.sleep(600)
            right(q)
    """
    results, tally = run_fake(body, cases, limits=IMPATIENT)
    assert_adds_up(tally, cases)
    assert tally.by_op == {"decode_request": {"failed": 20}, "decode_reply": {"passed": 10}}
    observed = [result.verdict.observed for result in results]
    assert observed.count("hung") == 2
    assert observed.count("not-asked") == 18
    assert results[-1].verdict.reason == "decode_request hung 2 times before"


def test_half_a_line_without_end_is_a_hang_that_shows_it(run_fake: RunFake) -> None:
    body = "introduce()\nfor q in questions(): write('{\"id'); time.sleep(600)"
    results, _ = run_fake(body, [make_case(1)], limits=IMPATIENT)
    assert results[0].verdict.observed == "hung"
    assert '“{"id” without an end of line' in results[0].verdict.reason


def test_half_a_line_at_exit_is_no_answer(run_fake: RunFake) -> None:
    body = """
        introduce()
        for q in questions():
            write('{"id": "%s", "ok"' % q["id"])
            sys.exit()
    """
    results, tally = run_fake(body, [make_case(1), make_case(2)])
    assert tally.total == {"failed": 2}
    assert results[0].verdict.reason.startswith("it exited with status 0, in the middle of")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("write('what?\\n')", "it wrote a line that is no JSON: “what?”"),
        ("write('\\n')", "it wrote a line that is no JSON: “”"),
        ("write('[]\\n')", "it wrote a line that is no JSON object: “[]”"),
        ("write('[' * 100000 + '\\n')", "it wrote a line that is nested deeper than any answer: “[[["),
        ("write('{\"ok\":' + '[' * 70 + ']' * 70 + '}\\n')", "it wrote a line that is nested"),
        ("write('{\"ok\": NaN}\\n')", "it wrote a line that is no JSON"),
        (
            "sys.stdout.buffer.write(b'\\xff\\xfe\\n'); sys.stdout.flush()",
            "it wrote a line that is not UTF-8: “\\xff\\xfe”",
        ),
        ("say({'ok': {}})", "its answer has no id"),
        ("say({'id': 'x', 'ok': {}})", "it answered “x” while this case awaited"),
        ("say({'id': 1, 'ok': {}})", "it answered “1” while this case awaited"),
        ("say({'id': q['id']})", "its answer has neither ok nor error nor skip"),
        (
            "say({'id': q['id'], 'ok': {}, 'skip': ''})",
            "its answer must have exactly one of ok, error and skip, it has “ok”, “skip”",
        ),
        ("say({'id': q['id'], 'skip': True})", "its skip is no sentence but “true”"),
        ("say({'id': q['id'], 'error': 7})", "its error is no object but “7”"),
        ("say({'id': q['id'], 'error': {'code': 10}})", "its error code must be 1 to 9"),
        ("say({'id': q['id'], 'error': {'code': True}})", "its error code must be 1 to 9"),
        ("say({'id': q['id'], 'error': {'message': 7}})", "its error message is no text"),
    ],
)
def test_garbage_fails_and_the_run_goes_on(run_fake: RunFake, answer: str, reason: str) -> None:
    """Also at the level at which an implementation may do as it likes."""
    body = f"""
        introduce()
        for q in questions():
            if q["id"].endswith("1"):
                {answer}
            else:
                right(q)
    """
    cases = [make_case(number, level="may") for number in range(3)]
    results, tally = run_fake(body, cases)
    assert [result.column for result in results] == ["passed", "failed", "passed"]
    assert results[1].verdict.observed == "garbled"
    assert results[1].verdict.reason.startswith(reason)
    assert tally.failures == 1


def test_answers_out_of_order_are_not_sorted_out(run_fake: RunFake, cases: list[Case]) -> None:
    body = """
        introduce()
        asked = questions()
        for q in asked:
            if not q["id"].endswith("029"):
                right(next(asked))
            right(q)
    """
    results, tally = run_fake(body, cases)
    assert_adds_up(tally, cases)
    assert tally.total == {"failed": 30}
    # One cause, told a few times for each operation; nobody learns more from thirty restarts.
    assert Counter(result.verdict.observed for result in results) == {"garbled": 10, "not-asked": 20}
    assert "it answered “request/topic/case-001” while" in results[0].verdict.reason


def test_answering_twice_is_noticed_also_at_the_end(run_fake: RunFake, cases: list[Case]) -> None:
    body = "introduce()\nfor q in questions(): right(q); right(q)"
    results, tally = run_fake(body, cases)
    assert_adds_up(tally, cases)
    assert tally.total == {"failed": 15, "passed": 15}
    results, tally = run_fake(body, cases[:1])
    assert tally.total == {"failed": 1}
    assert results[0].verdict.reason.startswith("after its last answer it also wrote “{")


def test_a_flood_of_lines_ends_the_process(run_fake: RunFake, cases: list[Case]) -> None:
    body = """
        introduce()
        for q in questions():
            right(q)
            while True:
                write("more\\n" * 10000)
    """
    _, tally = run_fake(body, cases)
    assert_adds_up(tally, cases)
    assert tally.total == {"failed": 15, "passed": 15}


def test_a_line_without_end_ends_the_process(run_fake: RunFake) -> None:
    body = "introduce()\nfor q in questions():\n  while True: write('x' * 100000)"
    results, tally = run_fake(body, [make_case(1), make_case(2)])
    assert tally.total == {"failed": 2}
    assert results[0].verdict.reason == f"it wrote a line longer than {MAX_LINE} bytes"


def test_a_flood_of_complaints_does_not_stop_the_answers(run_fake: RunFake, cases: list[Case]) -> None:
    body = """
        introduce()
        for q in questions():
            sys.stderr.write("warning\\n" * 20000)
            right(q)
    """
    _, tally = run_fake(body, cases)
    assert tally.total == {"passed": 30}


def test_large_questions_and_large_answers_do_not_block_each_other(run_fake: RunFake) -> None:
    big = "x" * 300_000
    cases = [make_case(number, input={"text": big}, expect={"ok": {"echo": big}}) for number in range(20)]
    _, tally = run_fake("introduce()\nfor q in questions(): right(q)", cases)
    assert tally.total == {"passed": 20}


def test_a_testee_that_reads_nothing_hangs_and_does_not_block(run_fake: RunFake) -> None:
    cases = [make_case(number, input={"text": "x" * 300_000}) for number in range(3)]
    results, tally = run_fake("introduce()\ntime.sleep(600)", cases, limits=IMPATIENT)
    assert tally.total == {"failed": 3}
    assert results[0].verdict.observed == "hung"


def test_a_child_that_holds_the_pipes_does_not_hold_the_run(
    run_fake: RunFake, cases: list[Case], tmp_path: Path
) -> None:
    pid_file = tmp_path / "child"
    body = f"""
        introduce()
        for number, q in enumerate(questions()):
            if number == 10:
                child = os.fork()
                if child == 0:
                    time.sleep(600)
                open({str(pid_file)!r}, "w").write(str(child))
                os._exit(4)
            right(q)
    """
    results, tally = run_fake(body, cases)
    assert_adds_up(tally, cases)
    assert results[10].verdict.reason == "it exited with status 4"
    assert tally.total == {"failed": 2, "passed": 28}
    assert_ends(int(pid_file.read_text()))


def assert_ends(pid: int) -> None:
    """The process is gone, or waits for nothing but to be reaped by its foster parent."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return
        except (ProcessLookupError, FileNotFoundError):
            return
        time.sleep(0.01)
    os.kill(pid, signal.SIGKILL)
    pytest.fail("a child of the testee lives on")
