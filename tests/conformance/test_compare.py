"""`smsmail conformance compare`: several implementations side by side, from reports that anybody may have written."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from markdown_it import MarkdownIt
from rich.console import Console

from smsmail.cli import main
from smsmail.conformance import Policy, Record
from smsmail.conformance.matrix import BadReport, Cell, Matrix, read_run, renderer
from smsmail.conformance.matrix.as_markdown import MAX_CASES
from smsmail.conformance.matrix.as_terminal import show
from smsmail.conformance.protocol import Hello, Ok, Refusal, Skip
from smsmail.conformance.reports import renderer as report_renderer
from tests.support.fakes import make_case
from tests.support.records import NASTY, make_record, mixed_record, right

KEPT = Path(__file__).parent / "report-format-1.json"
CASES = [make_case(number, "decode_content" if number > 2 else "decode_request") for number in range(5)]
NO, OTHER = Refusal(None, "no"), Ok({"echo": "other"})

Written = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(name: str, record: Record, implementation: str = "one") -> Path:
        file = tmp_path / f"{name}.json"
        said = Record(
            Hello(implementation, "1.0", "Language", ()), record.policy, record.results, record.tally, record.seconds
        )
        file.write_text(report_renderer("json")(said), "utf-8")
        return file

    return write


@pytest.fixture
def files(written: Written) -> list[Path]:
    """Three runs: all right; one refusal, one skip; one wrong value in a run of fewer cases."""
    good = make_record([(case, right(case)) for case in CASES])
    poor = make_record(
        [
            (CASES[0], right(CASES[0])),
            (CASES[1], NO),
            (CASES[2], NO),
            (CASES[3], Skip("no")),
            (CASES[4], right(CASES[4])),
        ],
        Policy(known=frozenset({CASES[2].id})),
    )
    small = make_record([(case, right(case)) for case in CASES[:1]] + [(CASES[1], OTHER)])
    return [written("good", good, "good"), written("poor", poor, "poor"), written("small", small, "small")]


@pytest.fixture
def matrix(files: list[Path]) -> Matrix:
    return Matrix.of([read_run(file) for file in files])


def compare(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["conformance", "compare", *map(str, arguments)], env={"COLUMNS": "200"})


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_what_each_did_with_each_case(matrix: Matrix) -> None:
    assert [run.name for run in matrix.runs] == ["good 1.0", "poor 1.0", "small 1.0"]
    assert [[cell and str(cell) for cell in row.cells] for row in matrix.rows] == [
        ["passed", "passed", "passed"],
        ["passed", "failed: refused", "failed: other-value"],
        ["passed", "known: refused", None],
        ["passed", "skipped", None],
        ["passed", "passed", None],
    ]
    assert [row.differs for row in matrix.rows] == [False, True, True, False, False]
    assert [row.is_well for row in matrix.rows] == [True, False, False, False, False]
    assert [run.counts() for run in matrix.runs] == [
        *("5 passed", "2 passed, 1 failed, 1 known, 1 skipped", "1 passed, 1 failed")
    ]
    assert [run.counts("decode_content") for run in matrix.runs] == ["2 passed", "1 passed, 1 skipped", ""]
    assert matrix.doubts == ["3 of 5 cases are not in all reports."]
    assert matrix.verdict == "3 implementations, 5 cases: they differ in 2"


def test_the_same_outcome_for_another_reason_differs(written: Written) -> None:
    case = make_case(1, level="may")
    one = written("one", make_record([(case, NO)]))
    other = written("other", make_record([(case, OTHER)]))
    same = written("same", make_record([(case, NO)]))
    assert [row.differs for row in Matrix.of([read_run(one), read_run(other)]).rows] == [True]
    assert [row.differs for row in Matrix.of([read_run(one), read_run(same)]).rows] == [False]


def test_reports_of_different_suites_are_told(files: list[Path]) -> None:
    report = json.loads(files[0].read_text())
    report["suite"]["corpus"] = "9.9"
    files[0].write_text(json.dumps(report))
    result = compare(*files[:2])
    assert "different versions of the suite: smsmail 1" in result.output
    assert ", corpus 9.9." in result.output


def test_many_are_named_by_letters(files: list[Path]) -> None:
    matrix = Matrix.of([read_run(files[0])] * 28)
    assert [*matrix.headings[:2], *matrix.headings[25:]] == ["A", "B", "Z", "AA", "AB"]


def test_the_terminal_shows_where_they_differ(files: list[Path]) -> None:
    result = compare(*files)
    assert result.exit_code == 0
    assert f"A  “good 1.0”, written in “Language”, {files[0]}\n" in result.output
    shown = squeezed(result.output)
    assert "decode_request 3 passed 1 passed, 1 failed, 1 known" in shown
    assert "request/topic 2 5/5 2/4 1/2" in shown
    assert "case-0" not in shown
    assert result.output.endswith("3 implementations, 5 cases: they differ in 2 (--all shows each case)\n")
    every = squeezed(compare("--all", *files).output)
    assert "request/topic/case-001 must passed failed: refused failed: other-value" in every
    assert "request/topic/case-002 must passed known: refused not in the report" in every
    assert "case-003" not in every, "what was skipped, or is in no report, is no difference"


def test_what_got_worse_is_told(files: list[Path]) -> None:
    good, poor, small = files
    assert compare("--fail-on-regression", poor, good).exit_code == 0
    result = compare("--fail-on-regression", good, poor)
    assert result.exit_code == 1
    assert "request/topic/case-001 passed, and does not any more: failed: refused\n" in result.stderr
    assert "case-003" in result.stderr, "what passed and is skipped now is lost too"
    assert compare("--fail-on-regression", small, small).exit_code == 0


def test_versions_of_one_implementation_have_a_history(written: Written) -> None:
    one = written("old", make_record([(CASES[0], NO), (CASES[1], right(CASES[1]))]), "one")
    two = written("new", make_record([(CASES[0], right(CASES[0])), (CASES[1], right(CASES[1]))]), "one")
    assert "1.0 → 1.0: 1 more pass, 0 no longer do" in compare(one, two).output
    assert "1.0 → 1.0: 0 more pass, 1 no longer do" in compare(two, one).output


def test_many_reports_are_a_row_a_topic(written: Written) -> None:
    cases = [make_case(n, id=f"request/topic-{n % 7}/case-{n}") for n in range(700)]
    runs = [
        read_run(
            written(
                str(place),
                make_record([(case, NO if n % (place + 2) else right(case)) for n, case in enumerate(cases)]),
            )
        )
        for place in range(8)
    ]
    matrix = Matrix.of(runs)
    screen = io.StringIO()
    show(Console(file=screen, width=220), matrix)
    assert len(screen.getvalue().splitlines()) < 70
    assert screen.getvalue().count("request/topic-") == 7
    assert renderer("html")(matrix).count("<details>") == 7


def test_two_that_agree(files: list[Path]) -> None:
    result = compare(files[0], files[0])
    assert result.output.endswith("2 implementations, 5 cases: they agree in all\n")
    assert "case-0" not in result.output


def test_the_matrix_as_json(files: list[Path]) -> None:
    result = compare("--json", "-", *files)
    found = json.loads(result.stdout)
    assert "they differ in 2" in result.stderr
    assert found["format"] == 1
    assert found["implementations"][1] == {
        "file": str(files[1]),
        "implementation": "poor",
        "version": "1.0",
        "language": "Language",
        "suite": read_run(files[1]).suite,
        "total": {"passed": 2, "deviating": 0, "failed": 1, "known": 1, "skipped": 1},
    }
    assert found["cases"][3] == {
        "id": "request/topic/case-003",
        "op": "decode_content",
        "level": "must",
        "differs": False,
        "results": [
            {"column": "passed", "observed": "as-expected", "reason": ""},
            {"column": "skipped", "observed": "skipped", "reason": "no"},
            None,
        ],
    }


def test_the_matrix_as_markdown(files: list[Path], tmp_path: Path) -> None:
    file = tmp_path / "m.md"
    assert compare("--markdown", file, *files).exit_code == 0
    text = file.read_text()
    assert text.startswith("## Conformance compared: 3 implementations, 5 cases: they differ in 2\n")
    assert "- **A** ` good 1.0 `, written in ` Language `, " in text
    assert "| ` decode_content ` | 2 passed | 1 passed, 1 skipped |  |\n" in text
    assert (
        "| ` request/topic/case-001 ` | must | ` passed ` | ` failed: refused ` | ` failed: other-value ` |\n" in text
    )
    assert "case-000" not in text


def test_the_matrix_as_a_page(files: list[Path], tmp_path: Path) -> None:
    file = tmp_path / "m.html"
    assert compare("--html", file, *files).exit_code == 0
    text = file.read_text()
    assert text.startswith("<!doctype html>\n")
    assert text.index("case-001") < text.index("case-000")  # those that differ stand first
    assert '<span class="mark failed">failed: other-value</span>' in text
    assert '<span class="mark absent">not in the report</span>' in text
    assert '<option value="decode_content">decode_content</option>' in text


def test_what_foreign_reports_say_is_shown_and_not_obeyed(written: Written) -> None:
    hostile = written("hostile", mixed_record(), NASTY)
    report = json.loads(hostile.read_text())
    names = {name: NASTY[place : place + 200] for place, name in ((0, "id"), (100, "op"), (150, "observed"))}
    report["results"][0] |= {**names, "catches": NASTY, "reason": NASTY}
    hostile.write_text(json.dumps(report))
    matrix = Matrix.of([read_run(hostile), read_run(hostile)])
    screen = io.StringIO()
    show(
        Console(file=screen, markup=False, emoji=False, highlight=False, soft_wrap=True, width=4000), matrix, every=True
    )
    for command in ("\x1b", "\x07", "\x9b", "\x08", "\u202e", "\ud800", "\x00", "##["):
        assert command not in screen.getvalue()
    assert not [line for line in screen.getvalue().splitlines() if line.lstrip().startswith("::")]
    assert "[bold red]x[/]" in screen.getvalue()
    found = MarkdownIt("commonmark").enable("table").parse(renderer("markdown")(matrix))
    kinds = {child.type for token in found for child in token.children or [token]}
    assert not kinds & {"link_open", "image", "html_inline", "html_block", "strong", "em_open", "fence"}
    assert json.loads(renderer("json")(matrix))["cases"]
    assert renderer("html")(matrix).count("<script>") == 1


def test_a_long_list_of_differences_is_cut(written: Written) -> None:
    cases = [make_case(number) for number in range(1500)]
    one = read_run(written("one", make_record([(case, right(case)) for case in cases])))
    other = read_run(written("other", make_record([(case, NO) for case in cases])))
    text = renderer("markdown")(Matrix.of([one, other]))
    assert text.count("\n") < 200
    shown = text.count("| ` request/topic/")
    assert shown == MAX_CASES
    assert f"… and {1500 - shown} cases more in which they differ." in text


def test_reports_from_when_the_format_came_to_be_are_still_read() -> None:
    run = read_run(KEPT)
    assert run.counts() == "3 passed, 1 deviating, 3 failed, 1 known, 1 skipped"
    assert run.cells["request/topic/case-003"].observed == "crashed"
    assert run.cells["request/topic/case-000"] == Cell("passed", "as-expected")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "it is no JSON"),
        (b"\xff\xfe\xff", "it is not UTF-8"),
        (b"[" * 100_000, "it is nested too deep"),
        (b"[]", 'it is no report of this suite: it has no number "format"'),
        (b"7", 'it is no report of this suite: it has no number "format"'),
        (b"{}", 'it is no report of this suite: it has no number "format"'),
        (b'{"format": true}', 'it is no report of this suite: it has no number "format"'),
        (b'{"format": 2}', "it is of format 2, and this version of smsmail reads format 1"),
        (b'{"format": 1}', "it is no report of format 1"),
        (b'{"format": ' + b"9" * 4000 + b"}", "it is of format 9999"),
        (b'{"format": ' + b"9" * 5000 + b"}", "it is no JSON"),
        (b'{"format": 1, "testee": "\\u001b[2J", "suite": [], "results": {}}', "it is no report of format 1"),
    ],
)
def test_what_is_no_report_is_told(files: list[Path], tmp_path: Path, content: bytes, complaint: str) -> None:
    file = tmp_path / "bad.json"
    file.write_bytes(content)
    result = compare(files[0], file)
    assert result.exit_code == 2
    assert f"{file}: {complaint}" in result.output


SPOILT: dict[str, Callable[[Any], object]] = {
    "a case twice": lambda report: report["results"].append(report["results"][0]),
    "an outcome that is none": lambda report: report["results"][0].update(outcome="fine"),
    "a level that is none": lambda report: report["results"][0].update(level="could"),
    "a case without an id": lambda report: report["results"][0].pop("id"),
    "a name without end": lambda report: report["results"][0].update(observed="x" * 201),
    "a version that is no text": lambda report: report["testee"].update(version=7),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_report_that_was_spoilt_is_told(files: list[Path], how: str) -> None:
    report = json.loads(files[0].read_text())
    SPOILT[how](report)
    files[0].write_text(json.dumps(report))
    with pytest.raises(BadReport):
        read_run(files[0])


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["{good}"], "give two reports or more"),
        ([], "Missing argument"),
        (["{good}", "/nowhere/a.json"], "/nowhere/a.json: No such file or directory"),
        (["{good}", "/"], "/: Is a directory"),
        (["{good}", "{good}", "--html", "/nowhere/m.html"], "there is no folder /nowhere"),
        (["{good}", "{good}", "--html", "m", "--json", "./m"], "cannot both be written to"),
    ],
)
def test_wrong_usage_is_explained(files: list[Path], arguments: list[str], complaint: str) -> None:
    result = compare(*(word.format(good=files[0]) for word in arguments))
    assert result.exit_code == 2
    assert complaint in result.output


def test_a_matrix_that_cannot_be_written_is_told(files: list[Path]) -> None:
    result = compare("--json", "/dev/full", *files)
    assert result.exit_code == 2
    assert "the json report is lost: /dev/full: No space left on device" in result.output
