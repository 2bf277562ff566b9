"""What is given by a stranger ends, stays bounded, and commands no build server."""

import json
import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from smsmail.cli import main
from smsmail.cli.check.globs import Globs, fitting
from smsmail.cli.check.reports import FORMATS
from smsmail.cli.reading.texts import MAX_JSON_OCTETS, MAX_TEXT_OCTETS

GOOD = "alex:psw::::79991234567:hi\n"


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)


def run(*arguments: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(main, arguments, input=stdin, catch_exceptions=False)


# ---- Trees


def test_links_that_lead_in_circles() -> None:
    Path("a").mkdir()
    Path("a/1.sms").write_text(GOOD)
    Path("a/loop.sms").symlink_to("loop.sms")
    for number in range(2):
        Path(f"a/here{number}").symlink_to(".")
    result = run("check", "a")
    assert (result.exit_code, result.stdout.splitlines()[0]) == (2, "a/1.sms: accepted")
    assert "a/loop.sms: Too many levels of symbolic links" in result.stderr
    assert run("check", "a/**/1.sms").stdout == "a/1.sms: accepted\n"
    assert run("check", "a/*/1.sms").stdout.count(": accepted\n") == 2  # They are named.


@pytest.mark.parametrize("given", ["t", "t/*", "t/*.sms", "./**/*"])
def test_a_pipe_or_device_that_is_not_named_is_not_read(given: str) -> None:
    Path("t").mkdir()
    Path("t/a.sms").write_text(GOOD)
    os.mkfifo("t/b.sms")
    Path("t/c.sms").symlink_to("/dev/zero")
    result = run("check", "--no-config", given)
    assert (result.exit_code, result.output.count("accepted")) == (0, 1)


NAMES = st.text("ab.", min_size=1, max_size=3).filter(lambda name: name.strip("."))
PATTERNS = st.lists(st.sampled_from(["a", "b", "*", "?", "a*", "**", "[ab]", "[!a]"]), min_size=1, max_size=5)


@given(PATTERNS, st.lists(NAMES, min_size=1, max_size=5))
def test_patterns_are_what_a_plain_reading_makes_of_them(pattern: list[str], parts: list[str]) -> None:
    assert Globs.of(["/".join(["x", *pattern])], ".").match("/".join(["x", *parts])) == fits(pattern, parts)


def fits(pattern: list[str], parts: list[str]) -> bool:
    if not pattern:
        return not parts
    first, *rest = pattern
    if first == "**":
        if all(one == "**" for one in rest):
            return bool(parts)
        return any(fits(rest, parts[at:]) for at in range(len(parts) + 1))
    one = first.replace(".", "[.]").replace("*", ".*").replace("?", ".").replace("[!", "[^")
    return bool(parts) and re.fullmatch(one, parts[0]) is not None and fits(rest, parts[1:])


def test_a_hostile_pattern_takes_no_time() -> None:
    long = "a" * 120
    hostile = ["*a" * 40 + "b", "**/a*" * 20 + "/b", "/".join(["**", "*"] * 30)]
    assert not Globs.of(hostile[:2], ".").match("/".join([long] * 30))
    Path(long).mkdir()
    Path(long, "1.sms").write_text(GOOD)
    Path("smsmail.toml").write_text(f"exclude = {hostile}\n[per-file-ignores]\n{json.dumps(hostile[1])} = []")
    assert run("check", long).exit_code == 0
    assert run("check", "--select", "*a" * 12 + "*b", "--no-config", long).exit_code == 2
    assert fitting("**/*a*" * 10 + "b") == []


# ---- Sizes


def test_what_is_too_large_is_not_read() -> None:
    with Path("large.sms").open("wb") as file:
        file.truncate(3 << 30)
    for options in ([], ["--lines"]):
        result = run("check", *options, "large.sms")
        assert (result.exit_code, result.stdout) == (2, "")
        assert f"more than {MAX_TEXT_OCTETS} octets" in result.stderr
    assert f"more than {MAX_JSON_OCTETS} octets" in run("encode", "large.sms").stderr
    assert run("segments", stdin="x" * (MAX_TEXT_OCTETS + 1)).exit_code == 2
    assert "no configuration" in run("check", "--config", "large.sms", stdin=GOOD).stderr


def test_many_members_take_no_time() -> None:
    members = ", ".join(f'"{number}": 1' for number in range(90_000))
    assert "the key '7' is there twice" in run("encode", stdin=f'{{{members}, "7": 2}}').stderr


# ---- What build servers obey

OBEYED = re.compile(r"(?m)^\s*::[a-z-]+[^\n]*::|##(?:vso|teamcity)?\[", re.IGNORECASE)
COMMANDS = ["::error::x", "::set-output name=a::b", "##vso[task]", "##[group]", "##teamcity[x]", "  ::warning::"]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("options", [*(["--format", one] for one in FORMATS), ["--lines"], ["--fix"], ["--diff"]])
def test_nothing_commands_a_build_server(command: str, options: list[str]) -> None:
    line = f"{command}:psw:0:::7999x,79991234567:{command}\n{command}\n::debug::\n"
    for name in (f"{command}.sms", f"{command}.eml", "plain.sms"):
        Path(name).write_text(f"{command}: x\n\n{line}" if name.endswith("eml") else line)
    Path("folder").mkdir()
    result = run("check", *options, "plain.sms", f"{command}.sms", f"{command}.eml", f"{command}.nowhere")
    ours = re.compile(r"(?m)^::(?:error|warning|notice) (?:file|title)=[^:\n]*::")
    assert not OBEYED.search(ours.sub("", result.output)), result.output
    assert result.exit_code == 2


# ---- Octets that --fix keeps


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "koi8-r"])
def test_fixed_lines_are_in_the_encoding_of_the_file(encoding: str) -> None:
    lines = "alex: psw::::79991234567:Ж\n\nalex:psw::::79991234567:Ж\r\n".encode(encoding)
    fixed = run("check", "--lines", "--fix", "--with-psw", "--encoding", encoding, stdin=lines)
    assert fixed.stdout_bytes == "alex:psw::::79991234567:Ж\n\nalex:psw::::79991234567:Ж\r\n".encode(encoding)


@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_the_order_of_octets_is_that_of_the_file(mark: str) -> None:
    given = f"{mark}alex: psw::::79991234567:Ж\n".encode("utf-16-be")
    for options in ([], ["--lines"]):
        encoding = "utf-16" if mark else "utf-16-be"
        fixed = run("check", "--fix", "--with-psw", "--encoding", encoding, *options, stdin=given)
        assert fixed.stdout_bytes == given.replace(b"\0 ", b"")


def test_a_line_that_cannot_be_read_stays() -> None:
    lines = b"alex: psw::::79991234567:hi\nalex:secret::::79991234567:\xff\r\nalex: psw::::79991234567:hi"
    fixed = run("check", "--lines", "--fix", "--with-psw", stdin=lines)
    assert fixed.stdout_bytes == lines.replace(b": psw", b":psw")
    assert fixed.exit_code == 2
    masked = run("check", "--lines", "--fix", stdin=lines).stdout.splitlines()
    assert (masked[1], len(masked)) == ("*" * 28, 3)
