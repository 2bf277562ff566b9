"""What ``smsmail check`` writes: the text for people, and the formats that tools read.

The words of the rules come from the rules, so that they can be bettered without a change here.
"""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any
from unicodedata import category
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, FormatChecker
from rich.cells import cell_len

from smsmail.cli import main
from smsmail.cli.check.reports import FORMATS
from smsmail.cli.showing.excerpt import excerpt
from smsmail.codec import RULES, Diagnostic, check
from smsmail.codec.findings.edits import Edit, edited

SARIF: Any = Draft4Validator(
    json.loads((Path(__file__).parent / "data" / "sarif-2.1.0-rtm.5.json").read_text()),
    format_checker=FormatChecker(),
)

HEADERS = b'To: a@b.cd\nContent-Type: text/plain; charset="utf-8"\n\n'
FROM_LINE = b"From a@b.cd Thu Jan 31 12:00:00 2030\n"

BAD = "alex:psw:::1:7999x:ж"

FILES = {
    "good.txt": b"alex:psw::::79991234567:hi",
    "warned.txt": b"alex: psw:::1:79991234567:hi",
    "bad, really: 100%.txt": f"\r\n\n{BAD}\n".encode(),
    "list.txt": b"alex:psw:::::79991234567:one\n\n79991234568:two\r\n79991234569:three",
    "query.txt": b"login=alex&psw=hunter2&phones=79991234567&mes=hi",
    "shop.eml": HEADERS + b"alex:psw:::1:7999x:hi",
    "in.mbox": 2 * (FROM_LINE + HEADERS + b"alex:psw::::79991234567:\xff\n\n"),
    "latin.txt": b"\xff",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, octets in FILES.items():
        Path(name).write_bytes(octets)


def run(*arguments: str, stdin: str | bytes = "", columns: int = 80, color: bool = False) -> Result:
    runner = CliRunner(env={"COLUMNS": str(columns)})
    arguments = ("check", "--no-config", *arguments)
    return runner.invoke(main, arguments, input=stdin, color=color, catch_exceptions=False)


def shown(line: str, columns: int = 80) -> list[str]:
    """The source lines and carets that are shown of *line*."""
    return [one for one in run(stdin=line, columns=columns).stdout.splitlines() if one.partition("|")[1]]


# ---- People


def test_what_people_read() -> None:
    space, test, phone = RULES["white-space"], RULES["test-value"], RULES["phone-format"]
    result = run(stdin="alex: psw:::,,,7:79991234567,G:hi")
    assert (
        result.stdout
        == f"""\
<stdin>:1:6: warning[white-space]: {space.says}
  1 | ****: ***:::,,,7:79991234567,G:hi
    |      ^
  where:    offset 5 in psw
  expected: {space.expected}
  remedy:   {space.remedy}
  mend:     ****:***:::,,,7:79991234567,G:hi
  basis:    C-OPTIONS, R-OWS
<stdin>:1:16: error[test-value]: {test.says}
  1 | ****: ***:::,,,7:79991234567,G:hi
    |                ^
  where:    offset 15 in test
  expected: {test.expected}
  remedy:   {test.remedy}
  basis:    C-TEST; a server answers ERROR = 1
<stdin>:1:30: error[phone-format]: {phone.says}
  1 | ****: ***:::,,,7:79991234567,G:hi
    |                              ^
  where:    offset 29 in body.phones[1]
  expected: {phone.expected}
  remedy:   {phone.remedy}
  basis:    C-PHONES, R-NUMBER; a server answers ERROR = 7
<stdin>: refused: 2 errors, 1 warning
"""
    )


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        # behind the end
        ("alex", ["  1 | ****", "    |     ^"]),
        # in another line than the first
        (
            "alex:psw:::::79991234567:one\n7999x:two",
            ["  2 | 7999x:two", "    | ^^^^^"],
        ),
        # at a line break
        ("alex:psw::::79991234567:one\r\ntwo", ["  1 | ****:***::::79991234567:one", f"    |{' ' * 28}^"]),
        # cells
        (
            "alex:psw:::,,日本:79991234567:hi",
            ["  1 | ****:***:::,,日本:79991234567:hi", "    |              ^^^^"],
        ),
        (
            "alex:psw::::79991234567,\tx\u202e\u0301,7:hi",
            [
                "  1 | ****:***::::79991234567,‹TAB›x‹RLO›◌́,7:hi",
                "    |                         ^^^^^",
                "  1 | ****:***::::79991234567,‹TAB›x‹RLO›◌́,7:hi",
                "    |                              ^^^^^^^",
                "  1 | ****:***::::79991234567,‹TAB›x‹RLO›◌́,7:hi",
                "    |                                      ^",
            ],
        ),
        ("alex:psw::::\x1b[31mx:hi", ["  1 | ****:***::::‹ESC›[31mx:hi", "    |             ^^^^^^^^^^"]),
        # too long for the terminal
        (
            f"alex:psw::::{'79991234567,' * 9}x{',79991234567' * 9}:hi",
            [
                "  1 | …9991234567,79991234567,x,79991234567,79991234567,79991234567,7999123456…",
                "    |                         ^",
            ],
        ),
        (
            f"alex:psw::::79991234567{'x' * 99}:hi",
            [
                f"  1 | ****:***::::79991234567{'x' * 49}…",
                f"    | {' ' * 12}{'^' * 61}",
            ],
        ),
    ],
)
def test_the_line_and_what_is_wrong_in_it(line: str, lines: list[str]) -> None:
    assert shown(line) == lines


@pytest.mark.parametrize(
    ("line", "mend"),
    [
        ("alex:psw:::0:1:Alex:1:79991234567:hi", "****:***:::0,1,Alex,1:79991234567:hi"),
        ("alex:psw::::+7 (999) 123-45-67:hi", "****:***::::+79991234567:hi"),
        ("alex:psw:::::79991234567:one\n\n79991234568:two", "without this line"),
        ("alex:psw::::79991234567:one\r\ntwo\rthree", "a line feed alone in 2 places"),
        ("alex:psw:оrder-7:::79991234567:hi", "****:***:order-7:::79991234567:hi"),
        # In a list the id may be what a colon has cut off the password.
        ("alex:psw:оrder-7::::79991234567:hi", "not shown, since it may be part of a password"),
        ("login=alex&psw=hunter2&phones=79991234567&mes=Hello+you", "****:*******::::79991234567:Hello you"),
        (
            f"alex:psw::31.01.2030 12.00::{'79991234567,' * 9}79991234567:hi",
            "****:***::3101301200::79991234567,79991234567,79991234567,79991234…",
        ),
    ],
)
def test_the_mend_is_shown(line: str, mend: str) -> None:
    assert f"  mend:     {mend}\n" in run(stdin=line).stdout


def test_explanations_are_wrapped_on_a_terminal_and_nowhere_else() -> None:
    line = b"alex:psw:::1:7999x:" + "Ваш заказ ".encode() * 20
    assert max(map(len, run(stdin=line).stdout.splitlines())) > 80
    on_terminal = b"".join(_on_a_terminal(line, columns=60)).decode().replace("\r\n", "\n")
    explained = [one for one in on_terminal.splitlines() if one.startswith(" ")]
    first, *others = wrap(RULES["phone-format"].expected, 60 - 12)
    assert (
        "\n".join([f"  expected: {first}", *(f"{' ' * 12}{other}" for other in others), "  remedy:   "]) in on_terminal
    )
    assert all(cell_len(_plain(one)) <= 60 for one in explained)
    assert "\x1b[31m\x1b[1merror[phone-format]\x1b[0m" in on_terminal
    assert "\x1b[31m\x1b[1m^^^^^\x1b[0m" in on_terminal


def _on_a_terminal(stdin: bytes, columns: int) -> Iterator[bytes]:
    ours, its = pty.openpty()
    command = [sys.executable, "-P", "-m", "smsmail.cli", "check"]
    environment = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm"}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=its, env=environment) as process:
        os.close(its)
        assert process.stdin
        process.stdin.write(stdin)
        process.stdin.close()
        try:
            while octets := os.read(ours, 4096):
                yield octets
        except OSError:
            pass  # This is how Linux says that nobody writes any more.
        finally:
            os.close(ours)


def _plain(line: str) -> str:
    for code in ("\x1b[31m", "\x1b[1m", "\x1b[2m", "\x1b[0m"):
        line = line.replace(code, "")
    return line


def test_a_terminal_without_unicode_gets_names() -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "smsmail.cli", "check", "--notes"],
        input=f"alex:psw:::,,日本:{'79991234567,' * 9}:Ж".encode(),
        capture_output=True,
        check=False,
        env=os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"},
    )
    assert done.stderr == b""
    assert b"  1 | ****:***:::,,<U+65E5><U+672C>:79991234567,7" in done.stdout
    assert b"..." in done.stdout


def test_findings_alone() -> None:
    result = run("--quiet", "good.txt", "warned.txt", "latin.txt", "bad, really: 100%.txt")
    assert [line for line in result.stdout.splitlines() if line[0] != " "] == [
        f"bad, really: 100%.txt:3:14: error[phone-format]: {message_of(BAD)}",
    ]


def message_of(line: str) -> str:
    [found] = check(line)
    return found.message


def test_lines_are_counted_in_the_file() -> None:
    text = f"alex:psw::::79991234567:hi\n{BAD}\n\nalex: psw::::79991234567:hi\n"
    written = run("--lines", stdin=text).stdout.splitlines()
    assert [one for one in written if one[0] != " " or "|" in one] == [
        f"<stdin>:2:14: error[phone-format]: {message_of(BAD)}",
        "  2 | ****:***:::1:7999x:ж",
        "    |              ^^^^^",
        "<stdin>:2: refused: 1 error",
        f"<stdin>:4:6: warning[white-space]: {RULES['white-space'].says}",
        "  4 | ****: ***::::79991234567:hi",
        "    |      ^",
        "<stdin>:4: accepted, 1 warning",
        "3 requests: 2 accepted (1 with warnings), 1 refused",
    ]


@given(st.text(max_size=60), st.data())
def test_an_excerpt_fits_and_shows_what_is_marked(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    room = data.draw(st.integers(20, 60))
    piece = excerpt(text, start, end, room, "utf-8")
    whole = piece.before + piece.marked + piece.after
    assert cell_len(whole) <= room
    assert not any(category(character) in ("Cc", "Cf", "Zl", "Zp") for character in whole)
    assert cell_len(piece.before) == piece.indent
    assert cell_len(piece.marked) == piece.width
    assert piece.marked or start == end or text[start] in "\r\n"


# ---- Programs


def json_of(*arguments: str, stdin: str = "") -> dict[str, Any]:
    return json.loads(run("--format", "json", *arguments, stdin=stdin).stdout)


def test_json() -> None:
    found = json_of("good.txt", "warned.txt", "shop.eml", "latin.txt")
    good, warned, refused = found["requests"]
    assert good == {
        "name": "good.txt",
        "line": None,
        "is_mail": False,
        "accepted": True,
        "ignored": [],
        "findings": [],
    }
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


def test_json_says_what_is_masked_in_a_mend() -> None:
    [request] = json_of("query.txt")["requests"]
    text = FILES["query.txt"].decode()
    assert request["findings"][0]["fix"] == [
        {"start": 0, "end": len(text), "text": "****:*******::::79991234567:hi", "masked": True}
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
def test_the_mends_of_sarif_mend(name: str) -> None:
    text = FILES[name].decode()
    for result in sarif_of(name)["results"]:
        [change] = result["fixes"][0]["artifactChanges"]
        edits = [
            Edit(region["charOffset"], region["charOffset"] + region["charLength"], one["insertedContent"]["text"])
            for one in change["replacements"]
            if (region := one["deletedRegion"])
        ]
        assert result["ruleId"] not in {found.rule for found in check(edited(text, edits))}


def test_a_mend_that_would_write_the_password_is_not_in_sarif() -> None:
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
    assert [(case.get("name"), [child.tag for child in case]) for case in suite] == [
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
    failure = suite[2][0]
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
    [[case]] = ET.fromstring(run("--format", "junit", "--line", stdin=text).stdout)
    assert case.get("name") == "<stdin>"


@pytest.mark.parametrize("format", [format for format in FORMATS if format != "text"])
def test_what_programs_read_has_no_colours(format: str) -> None:
    written = run("--format", format, *FILES, color=True).stdout
    assert "\x1b" not in written
