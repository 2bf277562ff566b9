"""The pytest plugin, as projects use it: with settings of their own."""

import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from xml.etree import ElementTree as ET

import pytest

from smsmail.conformance import load_cases
from smsmail.grammar import parser

pytestmark = pytest.mark.process

pytest_plugins = ["pytester"]

parser("reply")  # What a run in this process imports is forgotten after it, and Lark must not be there twice.

REPLIES = [case for case in load_cases() if case.op == "decode_reply"]

RIGHT = """
    from smsmail.codec import decode_reply
    from smsmail_pytest import smsmail_cases

    @smsmail_cases("decode_reply")
    def test_reply(text):
        return decode_reply(text)
"""


class Project:
    """A folder with tests of an implementation."""

    def __init__(self, pytester: pytest.Pytester) -> None:
        self._pytester = pytester
        self.folder = pytester.path
        # A build leaves the list of our own files in the source folder, and pytest takes these for parts of the plugin.
        ours = "    ignore::pytest.PytestAssertRewriteWarning\n"
        self.write(
            "pytest.ini",
            f"[pytest]\naddopts = --strict-markers -p no:cacheprovider\nfilterwarnings =\n    error\n{ours}",
        )

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(dedent(text), encoding="utf-8")

    def run(self, test: str, *arguments: str) -> "Run":
        """Run this test in the process of these tests, whose other plugins are left out."""
        self.write("test_it.py", test)
        words = ["-p", "no:hypothesispytest", "-p", "no:xdist", "-q", "-rA", "--color=no", "--junitxml=junit.xml"]
        return Run(self.folder, self._pytester.runpytest_inprocess(*words, *arguments))


class Run:
    """What pytest said, and the outcome of each case."""

    def __init__(self, folder: Path, result: pytest.RunResult) -> None:
        self.status, self.output = result.ret, f"{result.stdout}{result.stderr}"
        file = folder / "junit.xml"
        self.cases = list(ET.parse(file).getroot().iter("testcase")) if file.exists() else []

    def outcomes(self) -> dict[str, str]:
        """By the id between the brackets: passed, failure, error, or the type of a skip."""
        return {one.attrib["name"].partition("[")[2].rstrip("]"): outcome(one) for one in self.cases}

    def properties(self, id: str) -> dict[str, str]:
        [case] = [one for one in self.cases if one.attrib["name"].endswith(f"[{id}]")]
        return {one.attrib["name"]: one.attrib["value"] for one in case.iter("property")}


def outcome(case: ET.Element) -> str:
    skipped = case.find("skipped")
    if skipped is not None:
        return skipped.attrib["type"]
    return next((name for name in ("failure", "error") if case.find(name) is not None), "passed")


def python(*arguments: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, encoding="utf-8")


@pytest.fixture
def project(pytester: pytest.Pytester) -> Project:
    return Project(pytester)


def test_each_case_is_a_test_with_its_id_and_level(project: Project) -> None:
    run = project.run(RIGHT, "--smsmail-strict")
    assert run.status == 0, run.output
    assert run.outcomes() == {case.id: "passed" for case in REPLIES}
    may = next(case for case in REPLIES if case.level == "may")
    assert run.properties(may.id) == {"smsmail_level": "may", "smsmail_observed": "as-expected"}
    must = project.run(RIGHT, "-m", "smsmail_must")
    assert set(must.outcomes()) == {case.id for case in REPLIES if case.level == "must"}
    assert f"{len(must.cases)} passed" in must.output


def test_deviations_skips_and_failures_show_as_such(project: Project) -> None:
    test = """
        import msgspec
        from smsmail.codec import decode_reply
        from smsmail_pytest import smsmail_cases

        @smsmail_cases("decode_reply", case="reply/id")
        def test_reply(text):
            if "aaaa" in text:
                raise NotImplementedError("long ids are still missing")
            found = msgspec.to_builtins(decode_reply(text))
            if found["id"] in ("0", "0042"):
                found["id"] = str(int(found["id"]) + 1)
            if found["id"] == "42":
                raise ValueError("no 42")
            return found
    """
    run = project.run(test)
    outcomes = run.outcomes()
    assert run.status == 0, run.output
    assert outcomes["reply/id/zero-kept"] == outcomes["reply/id/leading-zeros-kept"] == "pytest.xfail"
    assert outcomes["reply/id/forty-characters"] == "pytest.skip"
    assert "long ids are still missing" in run.output
    assert "[reply/id/zero-kept] - deviates from R-REPLYFORM: its value is another one" in run.output
    # What is left to an implementation passes, and it shows what the implementation does.
    assert outcomes["reply/id/unexpected-for-1"] == "passed"
    assert run.properties("reply/id/unexpected-for-1")["smsmail_observed"] == "refused"
    assert "failure" not in outcomes.values()
    for words in (("--smsmail-strict",), ("--runxfail",), ("-o", "smsmail_strict=true")):
        strict = project.run(test, *words, "-k", "zero-kept")
        assert strict.status == 1
        assert strict.outcomes() == {"reply/id/zero-kept": "failure"}
    assert "smsmail explain reply/id/zero-kept" in strict.output
    assert '- ok.id: "0"' in strict.output


def test_a_wrong_answer_fails_and_says_why(project: Project) -> None:
    run = project.run(
        """
        import pytest
        from smsmail_pytest import smsmail_cases

        class Refused(Exception):
            code = 7

        @smsmail_cases("decode_request", case="request/errors", refuses=Refused)
        def test_all_is_an_error_7(text):
            raise Refused("no")

        @smsmail_cases("segment", case="segment/boundary/short-i-decomposed", level="should")
        def test_no_json(text):
            return object()

        @pytest.fixture
        def five():
            return 5

        @smsmail_cases("decode_content", case=["content/format", "content/hlr"], level="must")
        def test_a_crash(five, sender, case, mes):
            assert case.input["sender"] == sender
            assert case.input["mes"] == mes
            raise RuntimeError(f"five is {five}")
        """
    )
    assert run.status == 1
    outcomes = run.outcomes()
    numbers = {
        case.id: case.expect["error"].get("code", 7)
        for case in load_cases()
        if case.topic == "request/errors" and "error" in case.expect
    }
    assert set(numbers.values()) > {7}
    for id, code in numbers.items():
        assert outcomes[id] == ("passed" if code == 7 else "pytest.xfail"), id
    assert "what it returned cannot be written as JSON" in run.output
    assert outcomes["segment/boundary/short-i-decomposed"] == "failure"
    assert "RuntimeError: five is 5" in run.output
    assert outcomes["content/format/voice"] == "failure"


def test_known_failures_have_to_fail(project: Project) -> None:
    test = """
        from smsmail.codec import decode_reply
        from smsmail_pytest import smsmail_cases

        @smsmail_cases("decode_reply", case="reply/ok", known_failures="known.txt")
        def test_reply(text):
            if text == "OK - 2 SMS, ID - 42":
                raise ValueError("no 2")
            return decode_reply(text)
    """
    project.write("known.txt", "reply/ok/documented-number  # since ever\n")
    run = project.run(test)
    assert (run.status, run.outcomes()["reply/ok/documented-number"]) == (0, "pytest.xfail"), run.output
    project.write("known.txt", "reply/ok/documented-number\nreply/ok/documented-string-id\n")
    run = project.run(test)
    assert (run.status, run.outcomes()["reply/ok/documented-string-id"]) == (1, "failure")
    project.write("known.txt", "reply/ok/no-such-case\n")
    assert "'reply/ok/no-such-case' is the id of no case" in project.run(test).output


def test_a_test_that_is_run_once_more_is_judged_in_the_same_way(project: Project) -> None:
    twice = """
        from _pytest.runner import runtestprotocol

        def pytest_runtest_protocol(item, nextitem):
            runtestprotocol(item, nextitem=nextitem, log=False)
            item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
            runtestprotocol(item, nextitem=nextitem)
            return True
    """
    project.write("conftest.py", twice)
    run = project.run(RIGHT, "-k", "reply/ok")
    assert run.status == 0, run.output
    assert set(run.outcomes().values()) == {"passed"}


@pytest.mark.parametrize(
    ("mark", "argument", "complaint"),
    [
        ('"decode"', "text", "the operations are decode_request"),
        ('"segment", level="could"', "text", "the levels are must, should, may"),
        ('"segment", case="nothing"', "text", "no case is named 'nothing'"),
        ('"segment"', "tmp_path", "test_it takes no text and no case: nothing would be asked"),
        ('"segment", known_failures="nowhere"', "text", "No such file"),
        ('cases="segment"', "text", "takes the name of an operation"),
    ],
)
def test_a_wrong_mark_is_explained(project: Project, mark: str, argument: str, complaint: str) -> None:
    run = project.run(
        f"""
        import pytest

        @pytest.mark.smsmail_cases({mark})
        def test_it({argument}):
            pass
        """
    )
    assert run.status != 0
    assert complaint in run.output
    assert "Traceback" not in run.output


OTHER = """
    import json, pathlib, sys

    def test_it():
        pathlib.Path("modules.json").write_text(json.dumps(sorted(sys.modules)))
"""


def test_a_run_that_asks_for_no_cases_pays_nothing(project: Project) -> None:
    project.write("test_it.py", OTHER)
    process = python("-m", "pytest", "-p", "no:hypothesispytest", folder=project.folder)
    assert process.returncode == 0, process.stdout
    modules = json.loads((project.folder / "modules.json").read_text("utf-8"))
    assert "smsmail_pytest" in modules
    assert [name for name in modules if name.startswith(("smsmail.", "msgspec", "lark"))] == []


def test_it_can_be_left_out(project: Project) -> None:
    run = project.run(OTHER, "-p", "no:smsmail")
    assert run.status == 0, run.output


@pytest.mark.parametrize("before", [(), ("-p", "coverage_begun_late")], ids=["coverage-run", "coverage-begun-late"])
def test_what_the_plugin_imports_is_measured(project: Project, before: tuple[str, ...]) -> None:
    """Also where coverage is begun by a plugin, which comes after the entry points of others."""
    late = """
        import coverage

        measured = coverage.Coverage(data_file="late.coverage", source_pkgs=["smsmail.conformance"], config_file=False)

        def pytest_load_initial_conftests():
            measured.start()

        def pytest_sessionfinish():
            measured.stop()
            measured.save()
    """
    project.write("coverage_begun_late.py", late)
    project.write("test_it.py", RIGHT)
    words = ["-m", "pytest", "-p", "no:hypothesispytest", "-q", "-k", "reply/ok", *before]
    if not before:
        words = [
            "-m",
            "coverage",
            "run",
            "--rcfile=",
            "--data-file=late.coverage",
            "--source=smsmail.conformance",
            *words,
        ]
    process = python("-W", "error::coverage.exceptions.CoverageWarning", *words, folder=project.folder)
    assert process.returncode == 0, process.stdout + process.stderr
    report = ["-m", "coverage", "json", "--rcfile=", "--data-file=late.coverage", "-o", "measured.json"]
    assert python(*report, folder=project.folder).returncode == 0
    files = json.loads((project.folder / "measured.json").read_text("utf-8"))["files"]
    [(name, plugin)] = [one for one in files.items() if Path(one[0]).name == "plugin.py"]
    lines = (project.folder / name).read_text("utf-8").split("\n")
    run_on_import = {number for number, line in enumerate(lines, 1) if line.startswith(("import ", "from "))}
    assert run_on_import <= set(plugin["executed_lines"])
