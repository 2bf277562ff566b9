"""Reports reach their files, and where one does not, that is told."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from smsmail.cli import main
from smsmail.cli.conformance import conformance
from smsmail.cli.conformance.compare import compare_reports
from smsmail.cli.conformance.reporting import KINDS
from smsmail.conformance import Case, SessionLimits
from smsmail.conformance.process import MAX_LINE
from smsmail.conformance.protocol import MAX_TEXT
from smsmail.conformance.reports.as_markdown import MAX_LINES
from smsmail.conformance.runner import MAX_KEPT_IN_ALL
from smsmail.conformance.values import MAX_DEPTH, MAX_KEPT, MAX_VALUES
from smsmail.fixtures import ROOT as CORPUS
from tests.support import ROOT
from tests.support.fakes import WriteTestee

pytestmark = pytest.mark.process


@pytest.fixture
def run_right(write_testee: WriteTestee, cases: list[Case], monkeypatch: pytest.MonkeyPatch) -> "Run":
    monkeypatch.setattr("smsmail.conformance.load_cases", lambda: cases)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    return Run(" ".join(write_testee("introduce()\nfor q in questions(): right(q)")))


class Run:
    def __init__(self, testee: str) -> None:
        self._testee = testee

    def __call__(self, *arguments: object) -> Result:
        return CliRunner().invoke(main, ["conformance", "--testee", self._testee, *map(str, arguments)])


def test_all_at_once(run_right: Run, tmp_path: Path) -> None:
    names = {"json": "r.json", "junit": "r.xml", "markdown": "r.md", "html": "r.html", "badge": "badge.json"}
    files = {kind: tmp_path / name for kind, name in names.items()}
    result = run_right(*(word for kind, file in files.items() for word in (f"--{kind}", file)))
    assert result.exit_code == 0
    assert json.loads(files["json"].read_text())["summary"]["total"]["passed"] == 30
    assert ET.parse(files["junit"]).getroot().attrib["tests"] == "30"
    assert files["markdown"].read_text().startswith("## All well: ` fake 1 `\n")
    assert files["html"].read_text().startswith("<!doctype html>\n")
    assert "30 passed" in files["badge"].read_text()


def test_a_file_is_written_anew(run_right: Run, tmp_path: Path) -> None:
    file = tmp_path / "r.md"
    file.write_text("old" * 10_000)
    run_right("--markdown", file)
    assert file.read_text().startswith("## All well")
    assert "old" not in file.read_text()


def test_to_the_summary_of_a_job_it_is_added(run_right: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary, other = tmp_path / "summary", tmp_path / "other.md"
    (tmp_path / "link").symlink_to(summary)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    run_right("--markdown", summary)
    run_right("--markdown", tmp_path / "link")
    other.write_text("old")
    run_right("--markdown", other)
    assert summary.read_text().count("## All well") == 2
    assert other.read_text().count("## All well") == 1
    assert "old" not in other.read_text()


def test_a_report_on_standard_output_stands_alone_there(run_right: Run) -> None:
    for kind, start in (("json", "{"), ("junit", "<testsuites"), ("markdown", "## "), ("html", "<!doctype html>")):
        result = run_right(f"--{kind}", "-")
        assert result.stdout.startswith(start)
        assert "all well" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["--json", "-", "--html", "-"],
        ["--json", "same", "--badge", "b.json", "--markdown", "./same"],
        ["--junit", "same", "--html", "nowhere/../same"],
    ],
)
def test_no_report_is_written_over_another(
    run_right: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "nowhere").mkdir()
    result = run_right(*arguments)
    assert result.exit_code == 2
    assert "cannot both be written to" in result.output
    assert not (tmp_path / "same").exists()


def test_a_report_that_cannot_be_written_is_told_and_costs_no_other(run_right: Run, tmp_path: Path) -> None:
    result = run_right("--json", "/dev/full", "--html", tmp_path, "--markdown", tmp_path / "r.md")
    assert result.exit_code == 2
    assert "directory" in result.output
    result = run_right("--json", "/dev/full", "--markdown", tmp_path / "r.md")
    assert result.exit_code == 2
    assert "the json report is lost: /dev/full: No space left on device" in result.output
    assert (tmp_path / "r.md").read_text().startswith("## All well")


def test_a_link_to_nowhere_is_told(run_right: Run, tmp_path: Path) -> None:
    (tmp_path / "r.json").symlink_to(tmp_path / "gone" / "r.json")
    result = run_right("--json", tmp_path / "r.json")
    assert result.exit_code == 2
    assert "the json report is lost" in result.output


def test_reports_after_a_subcommand_belong_to_it(run_right: Run) -> None:
    result = CliRunner().invoke(main, ["conformance", "--html", "x.html", "list"])
    assert result.exit_code == 2
    assert "--html must stand after “smsmail conformance list”" in result.output


def test_the_page_on_reports_names_what_there_is() -> None:
    page = (ROOT / "docs" / "reports.md").read_text("utf-8")
    told = set(re.findall(r"--[a-z]+(?:-[a-z]+)*", page))
    there = {option for command in (conformance, compare_reports) for one in command.params for option in one.opts}
    assert told <= there
    assert {f"--{kind}" for kind in KINDS} <= told
    for number in (MAX_TEXT, f"{MAX_KEPT // 1024} KB", f"{MAX_KEPT_IN_ALL // 2**20} MB", f"{MAX_LINES} lines"):
        assert str(number) in page
    for number in (
        f"than {MAX_DEPTH}",
        f"{MAX_VALUES:,} values",
        f"{SessionLimits.run:g} seconds",
        f"{MAX_LINE // 2**20} MB",
    ):
        assert number in page
    members = json.loads((CORPUS / "schema" / "report.schema.json").read_text("utf-8"))
    for shape in (members, members["properties"]["summary"], members["$defs"]["result"]):
        assert {f'"{name}"' for name in shape["required"]} <= set(re.findall(r'"[a-z_]+"', page))
