"""The reports: truthful, complete, and untouched by whatever a testee prints."""

import io
import json
import sys
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from rich.console import Console

from smsmail.conformance import Policy, Record, explanation
from smsmail.conformance.escape import escape, quoted
from smsmail.conformance.protocol import NoAnswer, Ok, Refusal, Skip
from smsmail.conformance.reports import renderer
from smsmail.conformance.reports.as_terminal import MAX_LINES, NAMED, SHOWN, Screen, TerminalReport, make_console
from tests.support.fakes import make_case
from tests.support.records import NASTY, make_record, mixed_record, right


def printed(record: Record, every: bool = False, **options: Any) -> str:
    screen = io.StringIO()
    console = Console(file=screen, markup=False, emoji=False, highlight=False, soft_wrap=True, **options)
    again = ["smsmail", "conformance", "--testee", "my testee"]
    with TerminalReport(console, len(record.results), again, every=every) as report:
        report.begin(record.hello)
        for one in record.results:
            report.add(one)
    report.end(record)
    return screen.getvalue()


def rows(text: str) -> dict[str, list[str]]:
    cells = [line.split() for line in text.split("\n")]
    return {row[0]: row[1:] for row in cells if len(row) == 7 and row[1].isdigit()}


def test_the_table_counts_every_case_once() -> None:
    text = printed(mixed_record(), width=200)
    # cases, passed, deviating, failed, known, skipped
    assert rows(text) == {
        "decode_request": ["9", "3", "1", "3", "1", "1"],
        "must": ["7", "2", "0", "3", "1", "1"],
        "should": ["1", "0", "1", "0", "0", "0"],
        "may": ["1", "1", "0", "0", "0", "0"],
        "all": ["9", "3", "1", "3", "1", "1"],
    }
    assert "a problem of the whole" in text
    assert "4 of 9 cases fail (0.50 s)" in text


def test_a_failure_says_what_it_means_and_how_to_see_it_again() -> None:
    case = make_case(1, readings=["R-COLON"])
    text = printed(make_record([(case, Ok({"echo": "other"}))]))
    for part in (
        *("FAILED  request/topic/case-001  (must, decode_request)", "Mistake number 1.", "C-SINGLE, R-COLON"),
        *('{"text":"text 1"}', '- ok.echo: "text 1"\n', '+ ok.echo: "other"\n'),
        "smsmail explain request/topic/case-001   Again: smsmail conformance --testee 'my testee' --last-failed\n",
        "Mend first: 1 failure goes away when this holds: R-COLON: ",
    ):
        assert part in text


def test_what_an_implementation_chose_is_shown() -> None:
    text = printed(make_record([(make_case(1, level="may"), Refusal(None, ""))]))
    assert "1 choices left to the implementation are not those of this project" in text
    assert "request/topic/case-001: refused" not in text
    assert "all well" in text
    every = printed(make_record([(make_case(1, level="may"), Refusal(None, ""))]), every=True)
    assert "request/topic/case-001: refused" in every


def test_deviating_is_told_from_failing() -> None:
    text = printed(make_record([(make_case(1, level="should"), Refusal(None, ""))]))
    assert "DEVIATING" in text
    assert "no case fails, but 1 of 1 that should hold deviate (--strict fails them)" in text
    assert "all well" not in text


def test_a_known_failure_that_passes_is_shown() -> None:
    case = make_case(1)
    text = printed(make_record([(case, right(case))], Policy(known=frozenset({case.id}))))
    assert "KNOWN  request/topic/case-001" in text
    assert "take it off the list" in text


def test_many_failures_are_grouped_shown_named_and_counted() -> None:
    cases = [
        make_case(n, clauses=["C-ID" if n < 20 else "C-TIME-ABS"], level="should" if n < 20 else "must")
        for n in range(30)
    ]
    cases[25] = make_case(25, clauses=["C-TIME-ABS"], documented=True)
    record = make_record([(case, Refusal(None, "")) for case in cases], Policy(strict=True))
    text = printed(record)
    lines = text.splitlines()
    # The gravest first: level must, the example of the description first; then the other cause, then the rest.
    heads = [line for line in lines if line.startswith(("FAILED", "DEVIATING"))]
    assert heads[0] == "FAILED  request/topic/case-025  (must, decode_request)"
    assert heads[1] == "DEVIATING  request/topic/case-000  (should, decode_request)"
    assert len(heads) == SHOWN + NAMED
    assert f"… and {30 - SHOWN - NAMED} more, of 2 causes in all" in text
    assert len(lines) < 60
    assert "Mend first: 20 failures go away when this holds: C-ID: " in text
    assert lines.index(heads[1]) - lines.index(heads[0]) <= MAX_LINES
    every = printed(record, every=True)
    assert every.count("(should, decode_request)\n") == 20


def test_what_to_mend_first_is_what_fails_and_not_what_deviates() -> None:
    cases = [
        make_case(n, clauses=["C-ID" if n < 20 else "C-TIME-ABS"], level="should" if n < 20 else "must")
        for n in range(22)
    ]
    text = printed(make_record([(case, Refusal(None, "")) for case in cases]))
    assert "Mend first: 2 failures go away when this holds: C-TIME-ABS: " in text
    text = printed(make_record([(case, Refusal(None, "")) for case in cases[:20]]))
    assert "Mend first: 20 deviations go away when this holds: C-ID: " in text


def test_one_fault_of_the_protocol_is_said_once() -> None:
    crash = NoAnswer("crashed", "it exited with status 1", "Traceback (most recent call last):\nKeyError: 'x'\n  note")
    answers = [
        (make_case(n), crash if n < 5 else NoAnswer("not-asked", "it failed 5 times in a row")) for n in range(300)
    ]
    text = printed(make_record([*answers]))
    assert text.count("it exited with status 1") <= SHOWN + NAMED + 1
    assert (
        "Mend first: 300 failures go away when this is mended: it exited with status 1; on standard error: KeyError"
        in text
    )
    assert len(text.splitlines()) < 60


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1251", "koi8-r", "utf-8"])
def test_no_encoding_of_the_screen_is_too_small(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.TextIOWrapper(io.BytesIO(), encoding)
    monkeypatch.setattr(sys, "stdout", screen)
    record = mixed_record()
    report = TerminalReport(make_console(stderr=False), len(record.results), ["smsmail"])
    report.begin(record.hello)
    report.end(record)
    screen.flush()
    assert report.lost is None
    assert b"4 of 9 cases fail" in screen.buffer.getvalue()  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]


def test_a_screen_that_is_gone_ends_the_drawing_and_nothing_else() -> None:
    class Gone(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    record = mixed_record()
    report = TerminalReport(Screen(file=Gone()), len(record.results), ["smsmail"])
    report.begin(record.hello)
    report.end(record)
    assert isinstance(report.lost, BrokenPipeError)


def test_a_run_that_judged_nothing_says_so() -> None:
    text = printed(make_record([(make_case(1), Skip("no"))]))
    assert "skipped 1: no\n" in text
    assert "no case was judged: all were skipped\nnot well" in text


@pytest.mark.parametrize("options", [{}, {"force_terminal": True, "color_system": None}])
def test_nothing_that_a_testee_prints_reaches_the_terminal_as_a_command(options: dict[str, Any]) -> None:
    text = printed(mixed_record(), **options)
    for command in ("\x1b[2J", "\x1b]", "\x07", "\x9b", "\x08", "\u202e", "\ud800", "\x00"):
        assert command not in text
    assert "[bold red]x[/] [link=http://x]y[/link] :smile:" in text
    assert "\\x1b[2J" in text
    if not options:
        assert "\x1b" not in text


def test_nothing_that_a_testee_prints_is_a_command_to_a_build_server() -> None:
    text = printed(mixed_record())
    assert "[bold red]x[/]" in text
    assert not [line for line in text.splitlines() if line.lstrip().startswith(("::", "##"))]
    for command in ("##[", "##vso[", "##teamcity["):
        assert command not in text
    assert "#\\x23[group]forged #\\x23vso[task.complete]forged #\\x23teamcity[forged]" in escape(NASTY)


def test_a_large_difference_is_cut() -> None:
    many = Ok({str(number): "x" * 10_000 for number in range(explanation.MAX_LINES * 2)})
    text = printed(make_record([(make_case(1), many)]))
    assert len(text) < explanation.MAX_LINES * 1000


def test_the_progress_bar_is_for_terminals_only() -> None:
    assert "━" in printed(mixed_record(), force_terminal=True).partition("┏")[0]
    assert "━" not in printed(mixed_record()).partition("┏")[0]


def test_junit_is_xml_whatever_a_testee_printed() -> None:
    suites = ET.fromstring(renderer("junit")(mixed_record()))
    (suite,) = suites
    cases = suite.findall("testcase")
    assert len(cases) == 10
    assert suite.attrib.items() >= {("tests", "10"), ("failures", "4"), ("errors", "1"), ("skipped", "2")}
    assert len(suite.findall("*/failure")) == 4
    assert len(suite.findall("*/error")) == 1
    assert len(suite.findall("*/skipped")) == 2
    assert cases[0].attrib == {"classname": "request.topic", "name": "case-000"}
    assert cases[5][0].attrib["message"].startswith("known failure: it refused")
    assert "</failure><testcase name='forged'/>" in (cases[2][0].text or "")
    assert "\\x1b[2J" in cases[3][0].attrib["message"]


def test_the_result_file_is_the_documented_one() -> None:
    report = json.loads(renderer("json")(mixed_record()))
    assert report.keys() == {"format", "protocol", "suite", "testee", "policy", "results", "summary"}
    assert report["testee"]["implementation"] == f"fake {NASTY}".replace("\ud800", "\\ud800")
    assert report["summary"] == {
        "cases": 9,
        "seconds": 0.5,
        "ok": False,
        "failures": 4,
        "problems": ["a problem of the whole"],
        "total": {"passed": 3, "deviating": 1, "failed": 3, "known": 1, "skipped": 1},
        "by_op": {"decode_request": {"passed": 3, "deviating": 1, "failed": 3, "known": 1, "skipped": 1}},
        "by_level": {
            "must": {"passed": 2, "deviating": 0, "failed": 3, "known": 1, "skipped": 1},
            "should": {"passed": 0, "deviating": 1, "failed": 0, "known": 0, "skipped": 0},
            "may": {"passed": 1, "deviating": 0, "failed": 0, "known": 0, "skipped": 0},
        },
    }
    assert report["results"][1] == {
        "id": "request/topic/case-001",
        "op": "decode_request",
        "level": "must",
        "clauses": ["C-SINGLE"],
        "readings": [],
        "catches": "Mistake number 1.",
        "outcome": "failed",
        "observed": "refused",
        "known": False,
        "fails": True,
        "reason": "it refused what must be accepted",
        "expected": {"ok": {"echo": "text 1"}},
        "actual": {"error": {"code": 1, "message": NASTY.replace("\ud800", "\\ud800")}},
        "stderr": "",
    }


def test_visible() -> None:
    assert escape("plain é 😀 текст") == "plain é 😀 текст"
    assert escape("a\tb\u00a0c\u2028\U000e0001") == "a\\tb\\xa0c\\u2028\\U000e0001"
    assert escape("a\nb", keep="\n") == "a\nb"
    assert quoted("x" * 300) == f"“{'x' * 200}…” (300 characters)"
