"""What ``smsmail check`` writes for programs."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, FormatChecker

from smsmail.cli.check.reports import FORMATS
from smsmail.codec import RULES, Diagnostic, check
from smsmail.codec.findings.edits import Edit, edited
from tests.support import ROOT
from tests.support.checks import BAD, FILES, message_of, run

SARIF: Any = Draft4Validator(
    json.loads((ROOT / "tests" / "others" / "sarif-2.1.0-rtm.5.json").read_text()), format_checker=FormatChecker()
)
pytestmark = pytest.mark.usefixtures("files")


def json_of(*arguments: str, stdin: str = "") -> dict[str, Any]:
    return json.loads(run("--format", "json", *arguments, stdin=stdin).stdout)


def test_json() -> None:
    found = json_of("good.txt", "warned.txt", "shop.eml", "latin.txt")
    good, warned, refused = found["requests"]
    assert good == {"name": "good.txt", "line": None, "is_mail": False, "accepted": True, "ignored": [], "findings": []}
    rule = RULES["white-space"]
    assert warned["accepted"]
    assert warned["findings"] == [
        {
            "rule": "white-space",
            "severity": "warning",
            "error": None,
            "field": "psw",
            "start": 5,
            "end": 6,
            "line": 1,
            "column": 6,
            "message": rule.says,
            "expected": rule.expected,
            "remedy": rule.remedy,
            "clause": "C-OPTIONS",
            "reading": "R-OWS",
            "fix": [{"start": 5, "end": 6, "text": "", "masked": False}],
        }
    ]
    assert (refused["name"], refused["is_mail"], refused["accepted"]) == ("shop.eml", True, False)
    assert (refused["findings"][0]["error"], refused["findings"][0]["fix"]) == (7, [])
    assert found["version"] == 1
    assert len(found["unreadable"]) == 1
    assert found["unreadable"][0].startswith("latin.txt: byte 0xff at offset 0")
    assert found["summary"] == {
        "requests": 3,
        "accepted": 2,
        "accepted_with_warnings": 1,
        "refused": 1,
        "refused_but_ignored": 0,
        "unreadable": 1,
        "errors": 1,
        "warnings": 1,
        "notes": 0,
    }


def test_json_has_all_members_of_a_finding() -> None:
    [request] = json_of("shop.eml")["requests"]
    assert [*request["findings"][0]] == [*Diagnostic.__struct_fields__]


def test_json_says_what_is_masked_in_a_fix() -> None:
    [request] = json_of("query.txt")["requests"]
    text = FILES["query.txt"].decode()
    assert request["findings"][0]["fix"] == [
        {"start": 0, "end": len(text), "text": "****:*******::::***********:**", "masked": True}
    ]


def test_json_says_what_is_ignored() -> None:
    found = json_of("--ignore", "phone-format", "shop.eml")
    assert [(one["accepted"], one["ignored"], one["findings"]) for one in found["requests"]] == [
        (False, ["phone-format"], [])
    ]
    assert (found["summary"]["accepted"], found["summary"]["refused_but_ignored"]) == (0, 1)


def test_json_of_lines() -> None:
    found = json_of("--lines", stdin="alex:psw::::79991234567:hi\nalex:psw:::1:7999x:hi\n")
    assert [(one["name"], one["line"]) for one in found["requests"]] == [("<stdin>", 1), ("<stdin>", 2)]
    [finding] = found["requests"][1]["findings"]
    assert (finding["line"], finding["column"], finding["start"]) == (2, 14, 13)


@pytest.mark.parametrize("format", ["json", "sarif"])
def test_nothing_to_check_is_json_too(format: str) -> None:
    Path("none.mbox").write_bytes(b"")
    assert json.loads(run("--format", format, "none.mbox").stdout)


def test_github() -> None:
    result = run(
        "--format", "github", "good.txt", "bad, really: 100%.txt", "list.txt", "shop.eml", "in.mbox", "latin.txt"
    )
    commands = result.stdout.splitlines()
    phone = RULES["phone-format"]
    explained = f"%0Aexpected: {phone.expected}%0Aremedy: {phone.remedy}%0Abasis: C-PHONES, R-NUMBER; a server answers ERROR = 7"
    assert commands[0] == (
        "::error file=bad%2C really%3A 100%25.txt,line=3,endLine=3,col=14,endColumn=19,title=error[phone-format]"
        f"::{message_of(BAD)}{explained}"
    )
    assert [one.partition("::")[2].partition("::")[0] for one in commands[1:-1]] == [
        # of more than one line, then in one
        "warning file=list.txt,line=2,endLine=2,col=1,endColumn=1,title=warning[row-blank]",
        "warning file=list.txt,line=3,endLine=4,title=warning[carriage-return]",
        "error file=shop.eml,title=error[phone-format]",
        "error file=in.mbox,title=error[mail-octet]",
        "error file=in.mbox,title=error[mail-octet]",
        "error title=cannot be read",
    ]
    assert "::shop.eml, line 1, column 14 of the request: " in commands[3]
    assert "::in.mbox#2, mail.body: " in commands[5]
    assert commands[-1].startswith("7 requests: ")


def sarif_of(*arguments: str, stdin: str = "") -> dict[str, Any]:
    log = json.loads(run("--format", "sarif", *arguments, stdin=stdin).stdout)
    assert [error.message for error in SARIF.iter_errors(log)] == []
    [run_of_tool] = log["runs"]
    return run_of_tool


def test_sarif() -> None:
    found = sarif_of(*FILES)
    rules = [rule["id"] for rule in found["tool"]["driver"]["rules"]]
    assert len(rules) == len({*rules})
    for result in found["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["level"] == RULES[result["ruleId"]].severity
    fingerprints = [result["partialFingerprints"]["place/v1"] for result in found["results"]]
    assert len(fingerprints) == len({*fingerprints})
    assert not found["invocations"][0]["executionSuccessful"]
    assert "latin.txt" in found["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]
    assert sarif_of("good.txt")["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_a_result_of_sarif() -> None:
    [result] = sarif_of("bad, really: 100%.txt")["results"]
    assert unquote(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) == "bad, really: 100%.txt"
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "bad%2C%20really%3A%20100%25.txt"},
                "region": {
                    "startLine": 3,
                    "startColumn": 14,
                    "endLine": 3,
                    "endColumn": 19,
                    "charOffset": 16,
                    "charLength": 5,
                },
            },
            "logicalLocations": [{"fullyQualifiedName": "body.phones[0]", "kind": "member"}],
        }
    ]
    assert "fixes" not in result


def test_a_mail_in_sarif_is_a_file_without_lines() -> None:
    [first, second] = sarif_of("in.mbox")["results"]
    assert first["locations"][0]["physicalLocation"] == {"artifactLocation": {"uri": "in.mbox"}}
    assert first["message"]["text"].startswith("in.mbox#1, mail.body: ")
    assert second["message"]["text"].startswith("in.mbox#2, mail.body: ")


def test_an_absolute_path_in_sarif_is_a_file_uri(tmp_path: Path) -> None:
    [result] = sarif_of(str(tmp_path / "warned.txt"))["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == (tmp_path / "warned.txt").as_uri()


@pytest.mark.parametrize("name", ["warned.txt", "list.txt"])
def test_the_fixes_of_sarif_fix(name: str) -> None:
    text = FILES[name].decode()
    for result in sarif_of(name)["results"]:
        [change] = result["fixes"][0]["artifactChanges"]
        edits = [
            Edit(region["charOffset"], region["charOffset"] + region["charLength"], one["insertedContent"]["text"])
            for one in change["replacements"]
            if (region := one["deletedRegion"])
        ]
        assert result["ruleId"] not in {found.rule for found in check(edited(text, edits))}


def test_a_fix_that_would_write_the_password_is_not_in_sarif() -> None:
    [result] = sarif_of("query.txt")["results"]
    assert result["ruleId"] == "query-string"
    assert "fixes" not in result


def test_sarif_of_lines() -> None:
    text = "alex:psw::::79991234567:hi\nalex: psw::::79991234567:hi\n"
    [result] = sarif_of("--lines", stdin=text)["results"]
    region = {"startLine": 2, "startColumn": 6, "endLine": 2, "endColumn": 7}
    assert result["locations"][0]["physicalLocation"]["region"] == region
    [change] = result["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [{"deletedRegion": region, "insertedContent": {"text": ""}}]


@given(st.text(max_size=40) | st.text(alphabet=":,;\r\n %2B+0789.бс@#G", max_size=60))
def test_sarif_of_any_text(text: str) -> None:
    sarif = sarif_of("--line", stdin=text)
    said = {one.rule for one in check(text.strip("\r\n")) if one.severity != "note"}
    assert said <= {result["ruleId"] for result in sarif["results"]}


def test_junit() -> None:
    written = run("--format", "junit", *FILES, "--ignore", "query-string").stdout
    suites = ET.fromstring(written)
    [suite] = suites
    counts = {"tests": "9", "failures": "4", "errors": "1", "skipped": "1"}
    assert suite.attrib == suites.attrib == {"name": "smsmail check", **counts}
    assert [(case.get("name"), [child.tag for child in case]) for case in suite.iter("testcase")] == [
        ("good.txt", []),
        ("warned.txt", ["system-out"]),
        ("bad, really: 100%.txt", ["failure"]),
        ("list.txt", ["system-out"]),
        ("query.txt", ["skipped"]),
        ("shop.eml", ["failure"]),
        ("in.mbox#1", ["failure"]),
        ("in.mbox#2", ["failure"]),
        ("a file that cannot be read", ["error"]),
    ]
    failure = suite[3][0]
    message = message_of(BAD)
    phone = RULES["phone-format"]
    assert failure.attrib == {"type": "phone-format", "message": message}
    assert (
        failure.text
        == f"""
bad, really: 100%.txt:3:14: error[phone-format]: {message}
  3 | ****:***:::1:7999x:ж
    |              ^^^^^
  where:    offsets 16 to 20 in body.phones[0]
  expected: {phone.expected}
  remedy:   {phone.remedy}
  basis:    C-PHONES, R-NUMBER; a server answers ERROR = 7
"""
    )


@given(st.text(max_size=40))
def test_junit_of_any_text_is_xml(text: str) -> None:
    [case] = ET.fromstring(run("--format", "junit", "--line", stdin=text).stdout).iter("testcase")
    assert case.get("name") == "<stdin>"


@pytest.mark.parametrize("format", [format for format in FORMATS if format != "text"])
def test_what_programs_read_has_no_colours(format: str) -> None:
    written = run("--format", format, *FILES, color=True).stdout
    assert "\x1b" not in written
