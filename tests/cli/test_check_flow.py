"""What ``smsmail check`` is given, in which order it tells of it, what it leaves out, and its exit status."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smsmail.cli import main
from smsmail.cli.check import checking
from smsmail.cli.check.globs import Globs
from smsmail.cli.check.reports import FORMATS
from tests.support.each import each

pytestmark = pytest.mark.process

PSW = "hunter2"
GOOD = f"alex:{PSW}::::79991234567:hi\n"
UNDERSTOOD = "single message, SMS to 79991234567, 2 of 160 characters, 1 part, 1 SMS, sent at once"
WARNED = f"alex: {PSW}::::79991234567:hi\n"
BAD = f"alex:{PSW}::::7999x:hi\n"
MAIL = "Subject: SMS\nContent-Type: text/plain; charset=utf-8\n\n" + GOOD

COMMAND = [sys.executable, "-P", "-m", "smsmail.cli", "check"]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "work")


def run(*arguments: str | Path, stdin: str | bytes = "") -> Result:
    result = CliRunner().invoke(main, ["check", *map(str, arguments)], input=stdin, catch_exceptions=False)
    assert result.exit_code in (0, 1, 2)
    assert PSW not in result.output
    return result


def write(files: dict[str, str]) -> None:
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(text.encode())


def names(result: Result) -> list[str]:
    """What has a verdict, in order."""
    told = [line.partition(": ") for line in result.stdout.splitlines() if line[0] != " "]
    return [name for name, _, verdict in told if verdict.startswith(("accepted", "refused"))]


# ---- Which files


def test_a_folder_is_read_in_the_order_of_names() -> None:
    write(
        dict.fromkeys(("out/b.sms", "out/a/2.sms", "out/a/10.SMSMAIL", "out/c.txt", "out/.d.sms", "out/.e/f.sms"), GOOD)
    )
    write({"out/a/g.eml": MAIL, "out/h.mbox": f"From a@b.cd Thu Jan 31 12:00:00 2030\n{MAIL}\n"})
    expected = ["out/a/10.SMSMAIL", "out/a/2.sms", "out/a/g.eml", "out/b.sms", "out/h.mbox#1"]
    assert names(run("out")) == expected
    assert names(run("out/")) == expected
    assert names(run(".")) == expected


def test_mailboxes_in_a_folder() -> None:
    write({"all/Inbox/cur/1:2,S": MAIL, "all/Inbox/new/2": MAIL, "all/Inbox/3.sms": GOOD, "all/Inbox/tmp/4.sms": GOOD})
    write({"all/Old.mbox/mbox": f"From \n{MAIL}\nFrom \n{MAIL}\n", "all/data/mbox": "x", "all/data/5.sms": GOOD})
    assert names(run("all")) == [
        *("all/Inbox/cur/1:2,S", "all/Inbox/new/2", "all/Old.mbox#1", "all/Old.mbox#2", "all/data/5.sms")
    ]
    assert names(run("--line", "all")) == ["all/Inbox/3.sms", "all/Inbox/tmp/4.sms", "all/data/5.sms"]


def test_what_is_named_is_read_whatever_it_is_called() -> None:
    write({"order": GOOD, ".hidden": GOOD, "more/x.txt": GOOD})
    assert names(run("more/x.txt", ".hidden", "order")) == ["more/x.txt", ".hidden", "order"]


def test_each_file_once() -> None:
    write({"a/1.sms": GOOD, "a/2.sms": GOOD, "b.sms": GOOD})
    assert names(run("a/2.sms", "a", "./a/1.sms", "b.sms", Path("b.sms").absolute())) == ["a/2.sms", "a/1.sms", "b.sms"]
    assert names(run("-", "-", stdin=GOOD)) == ["<stdin>"]


def test_patterns_that_no_shell_has_read() -> None:
    write({"a/1.txt": GOOD, "a/b/2.txt": GOOD, "a/b/3.sms": GOOD, "[x].txt": GOOD})
    assert names(run("**/*.txt")) == ["[x].txt", "a/1.txt", "a/b/2.txt"]
    assert names(run("a/*")) == ["a/1.txt", "a/b/3.sms"]
    assert names(run("a/**")) == ["a/b/3.sms", "a/1.txt", "a/b/2.txt"]
    assert names(run("[x].txt")) == ["[x].txt"]
    nothing = run("*.log", "a")
    assert (nothing.exit_code, "*.log: there is no such file" in nothing.stderr) == (2, True)


def test_a_pattern_that_is_a_request_is_not_repeated() -> None:
    assert "looks like a request" in run(f"alex:{PSW}::::7999*:hi").stderr


def test_a_folder_without_files_to_check_is_no_success() -> None:
    Path("empty").mkdir()
    result = run("empty")
    assert result.exit_code == 2
    assert "empty: a folder, and no Maildir: " in result.stderr


def test_a_folder_that_cannot_be_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    write({"a/b/1.sms": GOOD, "a/c/2.sms": GOOD, "a/d/cur/3": MAIL, "a/d/new/4": MAIL})
    scandir = os.scandir

    def refusing(path: str) -> AbstractContextManager[Iterator[os.DirEntry[str]]]:
        if path in ("a/b", "a/d/new"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    result = run("a")
    assert result.exit_code == 2
    assert "a/b: Permission denied" in result.stderr
    assert "a/d: Permission denied" in result.stderr
    assert names(result) == ["a/c/2.sms", "a/d/cur/3"]


def test_links_and_pipes() -> None:
    write({"a/1.sms": GOOD})
    Path("a/2.sms").symlink_to("1.sms")
    Path("a/3.sms").symlink_to("nowhere")
    Path("a/loop").symlink_to(".")
    os.mkfifo("a/4.sms")  # Nobody writes to it.
    result = run("a")
    assert names(result) == ["a/1.sms", "a/2.sms"]
    assert (result.exit_code, "a/3.sms: No such file" in result.stderr) == (2, True)


def test_the_name_of_a_file_cannot_command_the_terminal() -> None:
    write({"a/\x1b[31m.sms": BAD, "a/\udcff.sms".encode("utf-8", "surrogateescape").decode("latin-1"): GOOD})
    result = CliRunner().invoke(main, ["check", "a"], color=True)
    assert "a/\\x1b[31m.sms:1:" in result.output


def test_an_empty_mailbox_is_told_beside_the_report() -> None:
    write({"empty.mbox": ""})
    assert (run("empty.mbox").stdout, run("empty.mbox").stderr) == ("", "empty.mbox: no mails\n")
    assert json.loads(run("--format", "json", "empty.mbox").stdout)["requests"] == []
    assert run("-qq", "empty.mbox").output == ""


# ---- A request in each line

LINES = f"\n{GOOD}{BAD.strip()}\r\n \n{WARNED.strip()}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "koi8-r"])
def test_each_line_is_a_request(encoding: str) -> None:
    Path("all.log").write_bytes(LINES.encode(encoding))
    result = run("--lines", "--encoding", encoding, "all.log")
    assert result.exit_code == 1
    assert "all.log:3:17: error[phone-format]" in result.stdout
    assert "all.log:5:6: warning[white-space]" in result.stdout
    assert names(result) == ["all.log:3", "all.log:5"]
    assert result.stdout.endswith("3 requests: 2 accepted (1 with warnings), 1 refused\n")


def test_lines_in_annotations_are_those_of_the_file() -> None:
    write({"all.log": LINES})
    assert "::error file=all.log,line=3,endLine=3,col=17," in run("--lines", "--format", "github", "all.log").stdout


def test_a_line_that_cannot_be_read_keeps_nothing_else_from_being_checked() -> None:
    result = run("--lines", stdin=GOOD.encode() + b"\xff\n" + BAD.encode() + b"\xef\xbb\xbf" + GOOD.encode())
    assert result.exit_code == 2
    assert "<stdin>:2: byte 0xff at offset 0 is no utf-8" in result.stderr
    assert "<stdin>:3:17: error" in result.stdout
    assert result.stdout.endswith("4 requests: 2 accepted, 1 refused, 1 unreadable\n")
    result = run("--lines", "--encoding", "utf-16", stdin=GOOD.encode("utf-16") + b"x")
    assert (result.exit_code, "<stdin>: no utf-16 (truncated data)" in result.stderr) == (2, True)


def test_a_file_without_lines() -> None:
    assert run("--lines", stdin="\n\n").stderr == "<stdin>: no requests\n"
    assert run("--lines", "/nowhere/at/all").exit_code == 2


def test_a_line_may_be_longer_than_what_is_read_at_once() -> None:
    result = run("--lines", stdin=GOOD.rstrip() + "x" * 300_000 + "\n" + BAD)
    assert "<stdin>:2:17: error" in result.stdout


@given(
    st.lists(
        st.sampled_from([*LINES.splitlines(keepends=True), GOOD, BAD, "\ufeff", "\r", "ж", "null", "x"]), max_size=12
    ).map("".join),
    st.sampled_from(FORMATS),
    st.sampled_from(["utf-8", "utf-16", "koi8-r"]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_lines_that_are_only_counted_make_no_difference(text: str, form: str, encoding: str) -> None:
    def checked() -> tuple[str, str, int]:
        octets = text.encode(encoding, "replace")
        result = run("--lines", "--statistics", "--format", form, "--encoding", encoding, stdin=octets)
        return result.stdout, result.stderr, result.exit_code

    def silent_about_nothing(now: datetime | None) -> Callable[[str], bool]:
        return lambda line: False

    counted = checked()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(checking, "silence", silent_about_nothing)
        assert checked() == counted


# ---- What is told


def test_only_what_is_selected_is_told() -> None:
    both = f"alex: {PSW}::::7999x:hi"
    assert "phone-format" not in run("--select", "white-space", stdin=both).stdout.partition("refused")[0]
    assert "white-space" not in run("--select", "phone-*", stdin=both).stdout
    assert "white-space" not in run("--ignore", "white-space,time-*", stdin=both).stdout
    assert "white-space" not in run("--ignore", "time-*", "--ignore", "white-space", stdin=both).stdout
    everything = run("--ignore", "*", stdin=both)
    assert (everything.exit_code, everything.stdout) == (0, "<stdin>: refused by the decoder (ignored: phone-format)\n")


def test_what_is_ignored_is_not_called_accepted() -> None:
    write({"bad.sms": BAD, "good.sms": GOOD, "both.sms": f"alex:{PSW}::::7999x,:hi\n"})
    result = run("--ignore", "phone-format", "bad.sms", "good.sms")
    assert result.exit_code == 0
    assert result.stdout == (
        "bad.sms: refused by the decoder (ignored: phone-format)\n"
        "good.sms: accepted\n"
        "2 requests: 1 accepted, 0 refused, 1 refused but ignored\n"
    )
    assert "both.sms: refused: 1 error (ignored: phone-format)\n" in run("--ignore", "phone-format", "both.sms").stdout
    [request] = json.loads(run("--ignore", "phone-format", "--format", "json", "bad.sms").stdout)["requests"]
    assert (request["accepted"], request["ignored"], request["findings"]) == (False, ["phone-format"], [])


@each(
    ("rules", "says"),
    [
        ("phone-fromat", "there is no rule phone-fromat; did you mean phone-format"),
        ("PHONE_FORMAT", "there is no rule PHONE_FORMAT; did you mean phone-format?"),
        ("phnoe-*", "there is no rule phnoe-*; did you mean phone-"),
        ("phone-format,,", "there is no rule "),
        ("qqqq", "there is no rule qqqq\n"),
        (f"alex:{PSW}::::79991234567:this is no rule at all", "there is no rule called so"),
    ],
)
@each("option", ["--select", "--ignore"])
def test_an_unknown_rule_is_wrong_usage(option: str, rules: str, says: str) -> None:
    result = run(option, rules, stdin=GOOD)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{option}: {says}" in result.stderr


def test_warnings_can_refuse() -> None:
    assert run(stdin=WARNED).exit_code == 0
    result = run("--error-on-warning", stdin=WARNED)
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (1, f"<stdin>: accepted, 1 warning: {UNDERSTOOD}")
    assert run("--error-on-warning", "--ignore", "white-space", stdin=WARNED).exit_code == 0
    assert run("--error-on-warning", stdin=GOOD).exit_code == 0


def test_quiet() -> None:
    write({"1.sms": GOOD, "2.sms": WARNED, "3.sms": BAD})
    assert run("-q", "1.sms", "2.sms").output == ""
    quiet = run("--quiet", "1.sms", "2.sms", "3.sms")
    assert quiet.exit_code == 1
    assert [line.partition(": ")[0] for line in quiet.stdout.splitlines() if line[0] != " "] == ["3.sms:1:17"]
    assert "2.sms:1:6: warning" in run("-q", "--error-on-warning", "2.sms").stdout
    assert len(json.loads(run("-q", "--format", "json", "2.sms").stdout)["requests"][0]["findings"]) == 1
    silent = run("-qq", "--statistics", "1.sms", "2.sms", "3.sms")
    assert (silent.exit_code, silent.output) == (1, "")
    assert run("-qq", "1.sms", "nowhere").exit_code == 2


def test_statistics() -> None:
    write({"1.sms": WARNED, "2.sms": BAD, "3.sms": f" alex : {PSW}::::7999x:hi\n"})
    table = [
        "       2  error    phone-format  this is not a recipient",
        "       2  warning  white-space   white space around a value is no part of it and is dropped",
    ]
    result = run("--statistics", "1.sms", "2.sms", "3.sms")
    assert result.stdout.splitlines()[-2:] == table
    result = run("--statistics", "--format", "json", "1.sms", "2.sms", "3.sms")
    assert result.stderr.splitlines() == table
    assert len(json.loads(result.stdout)["requests"]) == 3
    assert run("--statistics", stdin=GOOD).stdout == f"<stdin>: accepted: {UNDERSTOOD}\n"


@pytest.mark.parametrize("arguments", [["--with-psw"], ["--format", "yaml"], ["--jobs", "2"], ["--config", "/nowhere"]])
def test_wrong_usage(arguments: list[str]) -> None:
    result = run(*arguments, stdin=GOOD)
    assert (result.exit_code, result.stdout) == (2, "")


# ---- One run over much


@pytest.mark.parametrize("signalled", [True, False])
def test_a_run_that_is_ended_early_says_nothing_more(signalled: bool) -> None:
    """By Ctrl-C, or by whoever reads no more of it."""
    write({f"{one}{'0' * 200}.sms": GOOD for one in range(500)})  # what is said of them is more than a pipe holds
    with subprocess.Popen([*COMMAND, "."], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == b"0" * 201 + b".sms: accepted\n"
        if signalled:
            process.send_signal(signal.SIGINT)
        else:
            process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == (130 if signalled else 1)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_memory_does_not_grow_with_the_number_of_files() -> None:
    def peak(folder: str) -> int:
        """The most that the process held, in KiB."""
        done = subprocess.run([sys.executable, "-P", "-c", PEAK, folder], capture_output=True, text=True, check=True)
        return int(done.stderr.split()[1])

    write({f"few/{one}.sms": GOOD for one in range(200)})
    write({f"many/{one % 40}/{one}.sms": GOOD for one in range(4_000)})
    assert peak("many") - peak("few") < 2048


PEAK = """
import sys
from smsmail.cli import main
try:
    main(["check", *sys.argv[1:]])
finally:
    sys.stderr.write(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


# ---- Start


def test_what_only_some_runs_need_is_not_loaded() -> None:
    done = subprocess.run([sys.executable, "-P", "-c", LOADED], input=GOOD, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "smsmail.cli.check.checking" in loaded
    assert not loaded & {
        *("subprocess", "tomllib", "difflib", "pickle", "fcntl", "email", "multiprocessing", "rich"),
        *("smsmail.cli.check.fixes", "smsmail.codec.masking", "smsmail.cli.check.output", "smsmail.conformance"),
    }


LOADED = """
import sys
before = {*sys.modules}
from smsmail.cli import main
try:
    main(["check", "--quiet"])
finally:
    print(*sys.modules.keys() - before)
"""


# ---- Patterns


@each(
    ("pattern", "fits", "fits_not"),
    [
        ("*.sms", ["a.sms", "b/a.SMS", ".sms"], ["a.smsx", "a.sms/b"]),
        ("vendor", ["vendor", "a/vendor"], ["vendor/a", "vendors"]),
        ("vendor/", ["vendor", "a/vendor"], ["vendor/a"]),
        ("/a.sms", ["a.sms"], ["a.smsx"]),
        ("a/*.sms", ["a/b.sms"], ["a/b/c.sms", "b/a/c.sms"]),
        ("a/**", ["a/b", "a/b/c"], ["a", "b/a/c"]),
        ("**/a/*", ["a/b", "c/d/a/b"], ["a", "ca/b"]),
        ("a?[b-d].x", ["aab.x", "a-c.x"], ["a/b.x", "aae.x", "ab.x"]),
        ("[!a]", ["b", "x/b"], ["a", "x/a"]),
        ("[]a]", ["]", "a"], ["b"]),
        ("[^a]", ["^", "a"], ["b"]),
        ("a[", ["a["], ["a"]),
        ("a+(b).x", ["a+(b).x"], ["aab.x"]),
    ],
)
def test_patterns(pattern: str, fits: list[str], fits_not: list[str]) -> None:
    globs = Globs.of([pattern], ".")
    assert all(map(globs.match, fits))
    assert not any(map(globs.match, fits_not))
