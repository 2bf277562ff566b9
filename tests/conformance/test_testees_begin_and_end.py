"""How the process of a testee begins and ends, and how often it is started."""

import os
from collections import Counter
from pathlib import Path

import pytest

from smsmail.conformance import CannotStart, Case, Session, SessionLimits
from smsmail.conformance.protocol import NoAnswer
from tests.support.fakes import RunFake, WriteTestee, assert_adds_up, make_case

pytestmark = pytest.mark.process


def test_a_testee_that_ignores_goodbye_is_ended_without_blame(run_fake: RunFake) -> None:
    body = """
        introduce()
        for q in questions(): right(q)
        time.sleep(600)
    """
    _, tally = run_fake(body, [make_case(1)], limits=SessionLimits(farewell=0.1))
    assert tally.total == {"passed": 1}


def test_a_testee_sees_neither_our_input_nor_our_terminal(run_fake: RunFake) -> None:
    body = """
        introduce()
        for q in questions():
            try:
                open("/dev/tty")
            except OSError:
                right(q)
    """
    _, tally = run_fake(body, [make_case(1)])
    assert tally.total == {"passed": 1}


def test_a_testee_that_does_not_start_again_is_given_up(run_fake: RunFake, cases: list[Case], tmp_path: Path) -> None:
    flag = tmp_path / "started"
    body = f"""
        if os.path.exists({str(flag)!r}):
            sys.exit("once is enough")
        open({str(flag)!r}, "w")
        introduce()
        for number, q in enumerate(questions()):
            if number == 5:
                sys.exit(1)
            right(q)
    """
    results, tally = run_fake(body, cases)
    assert_adds_up(tally, cases)
    assert tally.total == {"failed": 25, "passed": 5}
    assert [result.verdict.observed for result in results[5:]] == ["crashed"] + ["not-asked"] * 24
    assert "could not be restarted" in results[-1].verdict.reason
    assert "once is enough" in results[-1].verdict.reason


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("sys.exit('no licence')", "it exited with status 1; on standard error it wrote “no lice"),
        ("time.sleep(600)", "it gave no answer within 0.2 s"),
        ("write('Welcome!\\n')", "it wrote a line that is no JSON: “Welcome!”"),
        ("introduce(protocol=2)", "it speaks protocol 2, the suite speaks 1"),
        ("introduce(protocol=True)", "it speaks protocol true"),
        ("introduce(version=7)", 'its introduction has no text "version"'),
        ("introduce('decode_request')", 'its introduction has no list "ops"'),
        ("introduce([7])", "it declares the operation “7”, which the protocol lacks"),
        ("introduce(['decode_requst'])", "did you mean decode_request?"),
    ],
)
def test_a_testee_that_does_not_introduce_itself_is_no_testee(
    write_testee: WriteTestee, body: str, reason: str
) -> None:
    limits = SessionLimits(answer=0.2, start=0.2) if "sleep" in body else SessionLimits(answer=20)
    with Session(write_testee(body), limits) as session:
        with pytest.raises(CannotStart) as caught:
            session.hello()
        assert reason in str(caught.value)


@pytest.mark.parametrize("command", [["/nowhere/to/be/found"], [os.devnull], ["a\0b"]])
def test_a_command_that_does_not_run_is_no_testee(command: list[str]) -> None:
    with pytest.raises(CannotStart, match="“"):
        Session(command)


def test_a_session_that_is_over_starts_nothing(write_testee: WriteTestee) -> None:
    with Session(write_testee("introduce()\ntime.sleep(600)")) as session:
        session.hello()
    assert [*session.answers([make_case(1)])] == [NoAnswer("not-asked", "the session is over")]
    with pytest.raises(CannotStart, match="the session is over"):
        session.hello()


CRASHES = "introduce()\nopen(sys.argv[0] + '.log', 'a').write('started\\n')\nfor q in questions(): "


def starts(write_testee: WriteTestee) -> int:
    return len(Path(write_testee(CRASHES)[-1] + ".log").read_text("utf-8").splitlines())


def test_a_testee_that_crashes_at_every_case_is_not_started_for_each(
    run_fake: RunFake, write_testee: WriteTestee
) -> None:
    cases = [make_case(n, "decode_request" if n < 300 else "decode_reply") for n in range(600)]
    results, tally = run_fake(CRASHES + "raise SystemExit(3)", cases)
    assert starts(write_testee) == 2 * SessionLimits.faults_in_a_row
    assert Counter(result.verdict.observed for result in results) == {"crashed": 10, "not-asked": 590}
    assert tally.total == {"failed": 600}
    assert "decode_request failed 5 times in a row" in results[5].verdict.reason


def test_a_testee_that_crashes_at_every_other_case_is_heard_for_longer(
    run_fake: RunFake, write_testee: WriteTestee
) -> None:
    cases = [make_case(n) for n in range(100)]
    body = CRASHES + "right(q) if int(q['id'][-3:]) % 2 else sys.exit(3)"
    results, _ = run_fake(body, cases)
    assert starts(write_testee) == SessionLimits.faults
    assert Counter(result.verdict.observed for result in results)["as-expected"] == SessionLimits.faults - 1
    assert "had to be restarted 20 times" in results[-1].verdict.reason
