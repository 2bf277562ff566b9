"""What ``smsmail check`` writes for people.

The words of the rules come from the rules, so that they can be bettered without a change here.
"""

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from textwrap import wrap
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from smsmail.cli.showing.excerpt import excerpt
from smsmail.codec import RULES
from tests.support.checks import BAD, message_of, run
from tests.support.each import each

pytestmark = pytest.mark.usefixtures("files")


def shown(line: str, columns: int = 80) -> list[str]:
    """The source lines and carets that are shown of *line*."""
    return [one for one in run(stdin=line, columns=columns).stdout.splitlines() if one.partition("|")[1]]


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
  fix:      ****:***:::,,,7:79991234567,G:hi
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


@each(
    ("line", "lines"),
    [
        # behind the end
        ("alex", ["  1 | ****", "    |     ^"]),
        # in another line than the first
        ("alex:psw:::::79991234567:one\n7999x:two", ["  2 | 7999x:two", "    | ^^^^^"]),
        # at a line break
        ("alex:psw::::79991234567:one\r\ntwo", ["  1 | ****:***::::79991234567:one", f"    |{' ' * 28}^"]),
        # cells
        ("alex:psw:::,,日本:79991234567:hi", ["  1 | ****:***:::,,日本:79991234567:hi", "    |              ^^^^"]),
        (
            "alex:psw::::79991234567,\tx\u202e\u0301,7:hi",
            [
                *("  1 | ****:***::::79991234567,‹TAB›x‹RLO›◌́,7:hi", "    |                         ^^^^^"),
                *("  1 | ****:***::::79991234567,‹TAB›x‹RLO›◌́,7:hi", "    |                              ^^^^^^^"),
                *("  1 | ****:***::::79991234567,‹TAB›x‹RLO›◌́,7:hi", "    |                                      ^"),
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
            f"alex:psw::::{'7' * 99}:hi",
            [f"  1 | ****:***::::{'7' * 60}…", f"    | {' ' * 12}{'^' * 61}"],
        ),
        # what cannot be shown is named
        (
            f"alex:psw::::79991234567{'x' * 99}:hi",
            [f"  1 | ****:***::::{'*' * 50}…", f"    | {' ' * 12}{'^' * 51} phones[0]"],
        ),
    ],
)
def test_the_line_and_what_is_wrong_in_it(line: str, lines: list[str]) -> None:
    assert shown(line) == lines


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        ("alex:psw:::0:1:Alex:1:79991234567:hi", "****:***:::0,1,Alex,1:79991234567:hi"),
        ("alex:psw::::+7 (999) 123-45-67:hi", "****:***::::+79991234567:hi"),
        ("alex:psw:::::79991234567:one\n\n79991234568:two", "without this line"),
        ("alex:psw::::79991234567:one\r\ntwo\rthree", "a line feed alone in 2 places"),
        ("alex:psw:оrder-7:::79991234567:hi", "not shown, since it may hold a part of the password"),
        (
            "login=alex&psw=hunter2&phones=79991234567&mes=Hello+you",
            "not shown, since it may hold a part of the password",
        ),
        (
            f"alex:psw::31.01.2030 12.00::{'79991234567,' * 9}79991234567:hi",
            "****:***::3101301200::79991234567,79991234567,79991234567,79991234…",
        ),
    ],
)
def test_the_fix_is_shown(line: str, fix: str) -> None:
    assert f"  fix:      {fix}\n" in run(stdin=line).stdout


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
        f"bad, really: 100%.txt:3:14: error[phone-format]: {message_of(BAD)}"
    ]


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
