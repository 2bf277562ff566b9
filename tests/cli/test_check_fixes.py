"""``smsmail check --fix`` and ``--diff``: what is certain is fixed, nothing else, and no file is touched."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from smsmail.cli import main
from smsmail.cli.check import fixes
from smsmail.cli.check.fixes import ROUNDS, difference
from smsmail.codec import RULES, Diagnostic, check, encode_request
from smsmail.codec.findings.edits import Edit
from smsmail.conformance.strategies import requests
from tests.support.each import each
from tests.support.effort import examples

PSW = "hunter2"
GOOD = f"alex:{PSW}::::79991234567:hi\n"
GUESS = f"alex:{PSW}::::7999x:hi\n"
MENDABLE = f"alex: {PSW}:::0:1:Alex:1:79991234567:hi\n"
MENDED = f"alex:{PSW}:::0,1,Alex,1:79991234567:hi\n"

ALL = frozenset(RULES)
PATCH = shutil.which("patch")


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)


def run(*arguments: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(main, ["check", *arguments], input=stdin, catch_exceptions=False)


def fixed(stdin: str | bytes, *options: str) -> str:
    return run("--fix", "--with-psw", *options, stdin=stdin).stdout_bytes.decode()


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        Path(name).write_bytes(text.encode())


# ---- One text


def test_fix_prints_the_fixed_text_and_nothing_else() -> None:
    result = run("--fix", "--with-psw", stdin=MENDABLE)
    assert (result.exit_code, result.stdout, result.stderr[:19]) == (0, MENDED, "<stdin>: accepted: ")


def test_fix_tells_what_is_left_on_standard_error() -> None:
    result = run("--fix", "--with-psw", stdin=f"alex: {PSW}::::7999x:hi")
    assert (result.exit_code, result.stdout) == (1, GUESS.strip())
    assert "<stdin>:1:17: error[phone-format]" in result.stderr
    assert "white-space" not in result.stderr
    assert result.stderr.endswith("<stdin>: refused: 1 error\n")


def test_diff_tells_of_the_text_as_it_is() -> None:
    result = run("--diff", "--with-psw", stdin=MENDABLE)
    assert result.exit_code == 1
    assert result.stdout == f"--- <stdin>\n+++ <stdin>\n@@ -1 +1 @@\n-{MENDABLE}+{MENDED}"
    assert "error[colons-for-commas]" in result.stderr
    accepted = run("--diff", stdin=f"alex:{PSW}:0:::79991234567:hi\n")
    assert (accepted.exit_code, len(accepted.stdout.splitlines())) == (0, 5)
    nothing = run("--diff", stdin=GUESS)
    assert (nothing.exit_code, nothing.stdout) == (1, "")


@each("fix", ["--fix", "--diff"])
@each("line", [GOOD, GUESS, MENDABLE, f"login=alex&psw={PSW}&phones=79991234567&mes=hi", f"x:{PSW}"])
def test_the_password_is_masked_where_nothing_else_is_said(fix: str, line: str) -> None:
    result = run(fix, stdin=line)
    assert PSW not in result.output
    if fix == "--fix":
        assert len(result.stdout) in (len(line), len(fixed(line)))


def test_masks_keep_the_length() -> None:
    assert run("--fix", stdin=MENDABLE).stdout == MENDED.replace(PSW, "*" * len(PSW)).replace("alex", "****")


def test_line_breaks_around_a_request_stay() -> None:
    assert fixed(f"\r\n\n{MENDABLE}\r\n") == f"\r\n\n{MENDED}\r\n"
    assert fixed(MENDABLE.strip()) == MENDED.strip()


def test_octets_stay() -> None:
    def octets(fix: str, given: bytes, *options: str) -> bytes:
        return run(fix, "--with-psw", *options, stdin=given).stdout_bytes

    mark = b"\xef\xbb\xbf"
    assert octets("--fix", mark + MENDABLE.encode()) == mark + MENDED.encode()
    assert b"-" + mark + b"alex" in octets("--diff", mark + MENDABLE.encode())
    russian, right = (line.replace("hi", "Привет") for line in (MENDABLE, MENDED))
    for encoding in ("koi8-r", "utf-16", "utf-16-le", "utf-8-sig"):
        assert octets("--fix", russian.encode(encoding), "--encoding", encoding) == right.encode(encoding)


def test_what_the_encoding_does_not_have_is_not_written() -> None:
    line = f"%D0%96:{PSW}::%2B30::79991234567:hi\n"
    assert fixed(line) == f"Ж:{PSW}::+30::79991234567:hi\n"
    assert fixed(line, "--encoding", "ascii") == line


def test_only_what_is_reported_is_fixed() -> None:
    line = f"alex: {PSW}:0:::79991234567:hi\n"
    assert fixed(line, "--ignore", "id-zero") == f"alex:{PSW}:0:::79991234567:hi\n"
    assert fixed(line, "--select", "id-zero") == f"alex: {PSW}::::79991234567:hi\n"
    assert fixed(line, "-qq") == GOOD


def test_files_are_not_touched() -> None:
    write({"1.sms": MENDABLE})
    for fix in ("--fix", "--diff"):
        assert run(fix, "1.sms").stdout != ""
        assert Path("1.sms").read_text() == MENDABLE


def test_one_of_both() -> None:
    """The last one counts, as with --mail and --line."""
    assert run("--fix", "--diff", "--with-psw", stdin=MENDABLE).stdout.startswith("--- <stdin>\n")


# ---- Several texts


def test_texts_are_told_apart_by_line_breaks() -> None:
    write({"1.sms": MENDABLE.strip(), "2.sms": GOOD, "3.sms": GOOD.strip()})
    assert run("--fix", "--with-psw", ".").stdout == MENDED + GOOD + GOOD.strip()


@pytest.mark.skipif(not PATCH, reason="needs patch")
def test_a_diff_is_one_for_patch() -> None:
    files = {
        "1.sms": MENDABLE.strip(),
        "2.sms": GOOD,
        "3.sms": f"\n\n{MENDABLE}\n",
        "4.sms": GUESS,
        "5.sms": f"\ufeff{MENDABLE}",
    }
    listed = f"alex:{PSW}:::::79991234567:one\n\n79991234568:two \x0b\u2028\x1c and more\n"
    write({**files, "6.sms": listed, "7.sms": GOOD.replace("\n", "\r\n")})
    diff = run("--diff", "--with-psw", ".").stdout_bytes
    subprocess.run([str(PATCH), "-p0", "--binary"], input=diff, check=True, capture_output=True)
    for name, text in files.items():
        assert Path(name).read_bytes().decode() == text.replace(MENDABLE.strip(), MENDED.strip())
    assert Path("6.sms").read_text() == listed.replace("\n\n", "\n")
    assert run("--diff", ".").stdout == ""


def test_of_a_mail_the_request_is_fixed() -> None:
    mail = f"Subject: x\nContent-Transfer-Encoding: quoted-printable\n\n{MENDABLE.replace(':', '=3A')}"
    write({"1.eml": mail, "2.mbox": f"From \n{mail}\nFrom \nSubject: nothing\n\n\n"})
    result = run("--fix", "--with-psw", "1.eml", "2.mbox")
    assert result.stdout == MENDED + MENDED
    assert result.exit_code == 1
    assert "1.eml: accepted\n" in result.stderr
    assert "2.mbox#2: refused: 1 error" in result.stderr
    assert run("--diff", "--with-psw", "2.mbox").stdout == (
        f"--- 2.mbox#1 (request)\n+++ 2.mbox#1 (request)\n@@ -1 +1 @@\n-{MENDABLE}+{MENDED}"
    )


def test_a_mail_in_another_charset_may_not_be_written() -> None:
    mail = f"Content-Type: text/plain; charset=utf-8\n\n{GOOD}".replace("hi", "€").encode()
    result = run("--fix", "--encoding", "koi8-r", stdin=mail)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "<stdin> (request): koi8-r does not have '\\u20ac'; name an encoding that does" in result.stderr


def test_each_line_by_itself() -> None:
    lines = f"{MENDABLE}\n \r\n{GUESS.strip()}\r\nlogin=alex&psw={PSW}&phones=79991234567&mes=a%0Ab\n{MENDABLE.strip()}"
    right = lines.replace(MENDABLE.strip(), MENDED.strip())
    assert fixed(lines, "--lines") == right  # The query would become two lines, which would be two requests.
    diff = run("--lines", "--diff", "--with-psw", stdin=lines)
    assert [line for line in diff.stdout.splitlines() if line[:1] in "+-"] == [
        "--- <stdin>",
        "+++ <stdin>",
        f"-{MENDABLE.strip()}",
        f"+{MENDED.strip()}",
        f"-{MENDABLE.strip()}",
        f"+{MENDED.strip()}",
    ]
    assert PSW not in run("--lines", "--diff", stdin=lines).output


# ---- On a terminal


def on_a_terminal(*arguments: str) -> bytes:
    """What the command writes to standard output, where that is a terminal."""
    ours, its = os.openpty()
    command = [sys.executable, "-P", "-m", "smsmail.cli", "check", *arguments]
    with subprocess.Popen(command, stdout=its, stderr=subprocess.DEVNULL, env=os.environ | {"TERM": "xterm"}):
        os.close(its)
        shown = bytearray()
        try:
            while octets := os.read(ours, 4096):
                shown += octets
        except OSError:
            pass  # This is how Linux says that nobody writes any more.
    os.close(ours)
    return bytes(shown)


def test_a_fixed_text_cannot_command_the_terminal() -> None:
    write({"1.sms": MENDABLE.replace("hi", "\x1b[2Jhi")})
    assert b"\x1b" not in on_a_terminal("--fix", "1.sms")
    shown = on_a_terminal("--diff", "1.sms")
    assert b"\x1b[32m+****:" in shown
    assert b"\x1b[2J" not in shown
    assert b"\\x1b[2Jhi" in shown


# ---- The fixes themselves


def everything(text: str) -> bool:
    return True


def texts_and_findings(text: str) -> tuple[str, list[Diagnostic]]:
    result = fixes.fixed(text, check(text), ALL, everything, with_psw=True)
    return result.text, list(result.findings)


BREAKS = st.sampled_from(
    [
        *(" ", "\t", ":", ",", "\r\n", "\n\n", "0", "%3A", "%2B", "+7 (999) 123-45-67", "А", "х", "31.01.30 12:00"),
        *("9-24", "8", "-"),
    ]
)


@st.composite
def broken(draw: st.DrawFn) -> str:
    line = encode_request(draw(requests()))
    for piece in draw(st.lists(BREAKS, max_size=4)):
        at = draw(st.integers(0, min(len(line), 80)))
        line = line[:at] + piece + line[at + draw(st.integers(0, 1)) :]
    return line


@examples(100)
@given(broken())
def test_fixes_never_make_it_worse(line: str) -> None:
    def errors(findings: list[Diagnostic]) -> int:
        return sum(found.severity == "error" for found in findings)

    result, left = texts_and_findings(line)
    assert left == check(result)
    assert errors(left) <= errors(check(line))
    assert texts_and_findings(result) == (result, left)
    assert not any(found.fix for found in left)


def check_finds(monkeypatch: pytest.MonkeyPatch, findings: list[Diagnostic]) -> None:
    def always(text: str, *, now: object) -> list[Diagnostic]:
        return findings

    monkeypatch.setattr("smsmail.cli.check.fixes.check", always)


def finding(*edits: Edit) -> Diagnostic:
    [found] = check("alex: psw::::79991234567:hi")
    return replace(found, fix=edits)


@pytest.mark.parametrize(
    ("edits", "result"),
    [
        ([[(0, 1, "A")], [(1, 2, "B")]], "ABcdef"),
        ([[(1, 2, "B")], [(0, 1, "A")]], "ABcdef"),
        ([[(0, 2, "A")], [(1, 3, "B")]], "Acdef"),
        ([[(1, 3, "B")], [(0, 2, "A")]], "aBdef"),
        ([[(1, 1, "A")], [(1, 1, "B")]], "aAbcdef"),
        ([[(1, 1, "A")], [(1, 2, "B")]], "aAbcdef"),
        ([[(0, 1, "A")], [(1, 1, "B")]], "ABbcdef"),
        ([[(0, 6, "A")], [(2, 3, "B")]], "A"),
        ([[(2, 3, "B")], [(0, 6, "A")]], "abBdef"),
        ([[(0, 1, "A"), (4, 5, "E")], [(2, 3, "C"), (4, 5, "X")], [(5, 6, "F")]], "AbcdEF"),
        ([[(0, 1, "A"), (4, 5, "E")], [(2, 3, "C")]], "AbCdEf"),
    ],
)
def test_of_fixes_that_meet_the_first_is_applied(
    edits: list[list[tuple[int, int, str]]], result: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_finds(monkeypatch, [])
    findings = [finding(*(Edit(*edit) for edit in one)) for one in edits]
    assert fixes.fixed("abcdef", findings, ALL, everything, with_psw=True).text == result


def test_fixes_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    growing = [finding(Edit(0, 0, "x"))]
    check_finds(monkeypatch, growing)
    assert fixes.fixed("", growing, ALL, everything, with_psw=True)[:2] == ("x" * ROUNDS, growing)


def test_many_fixes_take_no_time() -> None:
    text, left = texts_and_findings("alex:psw:::::" + "79991234567 : x\n" * 3_000)
    assert text.count("79991234567:") == 3_000
    assert [found.rule for found in left] == ["phone-repeated"]


def test_no_difference() -> None:
    assert difference("a\n", "a\n", "x") == ""
    assert difference("a", "b\n", "x") == "--- x\n+++ x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n"
