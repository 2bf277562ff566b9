"""What ``smsmail check`` says beside findings: what it understood, which causes there were, what it wrote back."""

import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from smsmail.cli import main
from smsmail.cli.check.understood import understood
from smsmail.codec import Request, check, decode_request, encode_request
from smsmail.conformance.strategies import requests
from tests.support.each import each
from tests.support.effort import examples

PSW = "Hunter22"
GOOD = f"alex:{PSW}::::79991234567:hi"
FIXABLE = f"alex: {PSW}::::79991234567:hi"
NOW = datetime(2030, 1, 31, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)


def run(*arguments: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(main, ["check", *arguments], input=stdin, catch_exceptions=False)


# ---- What was understood


@each(
    ("line", "says"),
    [
        (
            "alex:psw::::79991234567,+79998887766:Hello",
            "single message, SMS to 79991234567 and +79998887766, 5 of 160 characters, 1 part each, 2 SMS, sent at once",
        ),
        (
            "alex:psw::::79991234567,79991234568,79991234569,79991234560:Привет",
            ("single message, SMS to 79991234567, 79991234568, 79991234569 and 1 more, 6 of 70 characters, "
            "1 part each, 4 SMS, sent at once"),
        ),
        (
            f"alex:psw::3101301600,3:,1:79991234567:{'x' * 161}",
            ("single message, flash SMS to 79991234567, 161 characters, 2 parts, 2 SMS, "
            "sent on 2030-01-31 at 16:00 at UTC+6, which is Moscow time +3, which is over: at once"),
        ),
        (
            "alex:psw::3101302000,0:,3:79991234567:",
            "single message, HLR query to 79991234567, 1 SMS, sent on 2030-01-31 at 20:00 Moscow time",
        ),
        (
            "alex:psw::9-21::G7:hi",
            ("single message, SMS to G7, 2 of 160 characters, 1 part, the number of SMS is not certain, since "
             "how many recipients this group has is not known, "
            "sent between 9:00 and 21:00 in the time zone of the account"),
        ),
        (
            "alex:psw::+30:::79991234567:one\n79991234568,79991234569:two",
            "list of 2 rows, SMS to 79991234567, 79991234568 and 79991234569, 3 SMS, sent in 30 minutes",
        ),
        # A password with a colon: what is seen is that this is a list.
        ("alex:pa:ss::::79991234567:Hello", "list of 1 row, SMS to 79991234567, 5 of 160 characters, 1 part, 1 SMS, sent at once"),
        ("alex:psw::01893456000::79991234567:hi", "single message, SMS to 79991234567, 2 of 160 characters, 1 part, 1 SMS, sent on 2030-01-01 at 00:00:00 UTC, which is over: at once"),
    ],
)  # fmt: skip
def test_what_is_understood(line: str, says: str) -> None:
    assert str(understood(decode_request(line), line, NOW)) == says


@given(requests())
def test_every_accepted_request_is_understood(request: Request) -> None:
    line = encode_request(request)
    said = understood(decode_request(line), line, NOW)
    assert said.recipients >= 1
    assert str(said).startswith(("single message, ", "list of "))


def test_a_single_input_is_told_what_it_is() -> None:
    told = ": accepted: single message, SMS to 79991234567, 2 of 160 characters, 1 part, 1 SMS, sent at once\n"
    Path("1.sms").write_text(GOOD)
    Path("2.sms").write_text(GOOD)
    assert run("1.sms").stdout == f"1.sms{told}"
    assert run("1.sms", "2.sms").stdout.splitlines()[:2] == ["1.sms: accepted", "2.sms: accepted"]
    assert run("--explain", ".").stdout.startswith(f"1.sms{told}2.sms{told}")
    assert run("--lines", "1.sms").stdout == ""
    assert run("--lines", "--explain", "1.sms").stdout == f"1.sms:1{told}"
    assert run("-q", "1.sms").stdout == ""
    mail = f"Content-Type: text/plain; charset=utf-8\n\n{GOOD}".encode()
    assert run(stdin=mail).stdout == f"<stdin>{told[:-1]}, read in utf-8 from text/plain\n"


def test_json_has_the_members() -> None:
    [request] = json.loads(run("--format", "json", stdin=GOOD).stdout)["requests"]
    assert request["understood"]["named"] == ["79991234567"]
    assert (request["understood"]["sms"], request["understood"]["when"]) == (1, "sent at once")
    [request] = json.loads(run("--format", "json", stdin="alex").stdout)["requests"]
    assert "understood" not in request


def test_the_causes_are_counted_after_many_inputs() -> None:
    for number in range(12):
        Path(f"{number:02}.sms").write_text((GOOD, FIXABLE, f"{FIXABLE} ", "alex")[number % 4])
    assert run(".").stdout.splitlines()[-3:] == [
        "12 requests: 9 accepted (6 with warnings), 3 refused",
        "     6 warning[white-space]: white space around a value is no part of it and is dropped; first in 01.sms:1:6",
        "     3 error[field-count]: the line has fewer than six colons, so fields are missing; first in 03.sms:1:5",
    ]


# ---- Written back


def fixed_in_place(octets: bytes, *options: str) -> bytes:
    file = Path("some.sms")
    file.write_bytes(octets)
    result = run("--fix", "--in-place", *options, "some.sms")
    assert PSW not in result.output
    assert "79991234567:hi" not in result.output
    return file.read_bytes()


@each("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32-be", "koi8-r", "windows-1251"])
@each("options", [[], ["--lines"]])
def test_every_octet_but_those_of_the_fix_stays(encoding: str, options: list[str]) -> None:
    text = f"\r\n{FIXABLE} Ж\r\n\n"
    fixed = fixed_in_place(text.encode(encoding), "--encoding", encoding, *options)
    assert fixed == text.replace(": ", ":").encode(encoding)


def test_lines_that_cannot_be_read_stay_and_the_others_are_fixed() -> None:
    assert fixed_in_place(f"{FIXABLE}\n".encode() + b"\xff\r\n" + FIXABLE.encode(), "--lines") == (
        f"{GOOD}\n".encode() + b"\xff\r\n" + GOOD.encode()
    )


@examples(50)
@given(
    st.lists(st.sampled_from([FIXABLE, GOOD, "alex", f"login=alex&psw={PSW}&phones=79991234567&mes=x", "\ufeff", ""]))
)
def test_what_is_written_back_is_what_fix_prints(lines: list[str]) -> None:
    text = "\r\n".join(lines).encode()
    printed = run("--fix", "--with-psw", "--lines", stdin=text).stdout_bytes
    assert fixed_in_place(text, "--lines") == printed
    assert all(
        not found.fix for line in printed.decode().split("\r\n") for found in check(line) if found.rule == "white-space"
    )


def test_the_mode_stays_and_a_named_link_is_followed() -> None:
    Path("target.sms").write_text(FIXABLE)
    Path("target.sms").chmod(0o640)
    Path("link.sms").symlink_to("target.sms")
    assert run("--fix", "--in-place", "link.sms").stderr.endswith("link.sms: fixed\n")
    assert Path("link.sms").is_symlink()
    assert Path("target.sms").read_text() == GOOD
    assert stat.S_IMODE(Path("target.sms").stat().st_mode) == 0o640
    assert sorted(os.listdir()) == [".git", "link.sms", "target.sms"]


def test_a_link_that_was_found_is_not_followed() -> None:
    Path("folder").mkdir()
    Path("elsewhere").write_text(FIXABLE)
    Path("folder/link.sms").symlink_to("../elsewhere")
    result = run("--fix", "--in-place", "folder")
    assert "folder/link.sms: a link, which is fixed in place only where it is named" in result.stderr
    assert Path("elsewhere").read_text() == FIXABLE


def test_what_needs_no_fix_is_not_written() -> None:
    Path("good.sms").write_text(GOOD)
    before = Path("good.sms").stat()
    assert run("--fix", "--in-place", "good.sms").stderr == ""
    assert Path("good.sms").stat() == before


def test_what_cannot_be_fixed_in_place() -> None:
    mail = f"Subject: x\n\n{FIXABLE}"
    Path("1.eml").write_text(mail)
    assert "a mail is not fixed in place" in run("--fix", "--in-place", "1.eml").stderr
    assert Path("1.eml").read_text() == mail
    for arguments in (["--in-place", "1.eml"], ["--diff", "--in-place", "1.eml"], ["--fix", "--in-place", "-"]):
        assert run(*arguments).exit_code == 2
    os.mkfifo("pipe.sms")
    Path("long.sms").write_text("x" * (1 << 19))
    result = run("--fix", "--in-place", "--lines", "long.sms")
    assert result.exit_code == 2
    assert sorted(os.listdir()) == [".git", "1.eml", "long.sms", "pipe.sms"]
