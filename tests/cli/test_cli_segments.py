"""``smsmail segments`` as a user meets it: what it counts, what it draws, and what never reaches the terminal."""

import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len

from smsmail.codec import segment, unencodable
from tests.support.each import each
from tests.support.segmenting import SHOP, lines, run, said


def on_a_terminal(text: str, **environment: str) -> str:
    """What is written to a pseudo-terminal of 80 columns."""
    ours, theirs = os.openpty()
    known = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")}
    with os.fdopen(ours, "rb") as written:
        with os.fdopen(theirs, "wb") as terminal:
            subprocess.run(
                [sys.executable, "-P", "-m", "smsmail.cli", "segments", text],
                stdin=subprocess.DEVNULL,
                stdout=terminal,
                env=known | {"COLUMNS": "80", "PYTHONIOENCODING": "utf-8", "TERM": "xterm", **environment},
                check=True,
            )
        # A pseudo-terminal holds some kilobytes for a reader, and ends with an error.
        return b"".join(_until_the_end(written.fileno())).decode().replace("\r\n", "\n")


def _until_the_end(descriptor: int) -> Iterator[bytes]:
    while True:
        try:
            data = os.read(descriptor, 4096)
        except OSError:
            return
        if not data:
            return
        yield data


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("", "GSM 03.38, 7-bit septets: 0 septets, 1 part, 160 septets left"),
        ("a" * 159, "GSM 03.38, 7-bit septets: 159 septets, 1 part, 1 septet left"),
        ("a" * 161, "GSM 03.38, 7-bit septets: 161 septets, 2 parts, 145 septets left in part 2"),
        ("я", "UCS-2, 16-bit units: 1 unit, 1 part, 69 units left"),
        ("я" * 71, "UCS-2, 16-bit units: 71 units, 2 parts, 63 units left in part 2"),
    ],
)
def test_the_first_line_says_encoding_units_parts_and_what_is_left(text: str, summary: str) -> None:
    assert lines(text)[0] == summary


def test_the_text_may_come_from_standard_input_and_loses_one_line_break_there() -> None:
    for arguments in ((), ("-",)):
        assert "| ab⏎" in lines(*arguments, stdin="ab\n\n")
        assert "| ab" in lines(*arguments, stdin="ab\r\n")
    assert "| Привет" in lines("--encoding", "koi8-r", stdin="Привет".encode("koi8-r"))
    assert "| ab⏎" in lines("ab\n")


def test_more_characters_than_a_message_may_have_are_a_warning() -> None:
    warning = "warning: 1001 characters are more than the 1000 of the longest message (C-MES)"
    assert warning in lines("a" * 1001)
    assert not any("warning" in line for line in lines("a" * 1000))


def test_carriage_returns_are_counted_and_warned_of() -> None:
    assert "warning: 2 carriage returns counted, which a mail will not deliver (R-CR)" in lines("a\r\nb\r\n")


def test_each_part_has_a_heading_and_its_size() -> None:
    found = lines("Слово " * 25)
    headings = [line for line in found if line.startswith("part ")]
    assert headings == ["part 1: 67 of 67 units", "part 2: 67 of 67 units", "part 3: 16 of 67 units"]


def test_a_character_that_moved_whole_is_told() -> None:
    assert "part 1: 152 of 153 septets, the next character takes two" in lines("a" * 152 + "€" + "a" * 10)


def test_what_takes_two_septets_is_marked() -> None:
    found = lines("Price €5 {x}")
    assert "Marked ^: two septets each." in found
    assert found[found.index("| Price €5 {x}") + 1] == "        ^  ^ ^"


def test_what_is_outside_gsm7_is_marked_by_the_width_of_its_cells() -> None:
    found = lines("日本 “x” 👍\u200b— e\u0301!")
    assert "Marked ^: outside GSM 03.38." in found
    assert found[found.index("| 日本 “x” 👍‹ZWSP›— e◌\u0301!") + 1] == "  ^^^^ ^ ^ ^^^^^^^^^  ^"


def test_letters_of_the_texts_own_script_are_marked_lightly() -> None:
    found = lines(f"{SHOP} 👍")
    assert "Marked .: outside GSM 03.38; ^: outside it, and two units each." in found
    assert found[found.index(f"| {SHOP} 👍") + 1] == "  ...... ...... . ....... ^^"


def test_a_text_is_broken_after_its_line_breaks_and_else_after_spaces() -> None:
    found = lines("One two three four\nfive sixseveneightnineteneleventwelve", columns=20)
    assert [line for line in found if line.startswith("| ")] == [
        *("| One two three ", "| four⏎", "| five sixseveneight", "| nineteneleventwelv", "| e")
    ]


def test_spaces_at_the_edge_of_a_line_or_part_are_drawn() -> None:
    assert [line for line in lines(" a \n b ") if line.startswith("| ")] == ["| ␣a␣⏎", "| ␣b␣"]


@each(
    ("character", "drawn"),
    [
        ("\x1b", "‹ESC›"),
        ("\x9b", "‹U+009B›"),
        ("\t", "‹TAB›"),
        ("\r", "‹CR›"),
        ("\f", "‹FF›"),
        ("\u00a0", "‹NBSP›"),
        ("\u202e", "‹RLO›"),
        ("\u2066", "‹LRI›"),
        ("\u2028", "‹U+2028›"),
        ("\ue000", "‹U+E000›"),
        ("\ufe0f", "‹VS16›"),
        ("\u3164", "‹U+3164›"),
        ("\U0001f1f7", "‹U+1F1F7›"),
        ("\U0001f3fd", "‹U+1F3FD›"),
        ("\U000e0041", "‹U+E0041›"),
        ("\u0306", "◌\u0306"),
    ],
)
def test_what_cannot_be_seen_or_moves_others_is_drawn_by_name(character: str, drawn: str) -> None:
    assert f"| a{drawn}b" in lines(f"a{character}b")


def test_a_text_cannot_pass_for_the_output() -> None:
    found = lines("x\npart 2: 1 of 153 septets\n  ^^^^")
    assert not [line for line in found if line.startswith(("part 2", "  ^"))]


@pytest.mark.parametrize("columns", [40, 80])
@given(
    text=st.text(
        st.characters(exclude_categories=["Cs"]) | st.sampled_from("ab —€{👍日\n\t\u0301\u200d\u202e\x1b"), max_size=200
    )
)
@example(text="Ваш “заказ” №\n" * 12)
def test_no_text_can_steer_the_terminal(columns: int, text: str) -> None:
    output = run("--", text, columns=columns).stdout if text != "-" else ""
    for line in output.split("\n"):
        assert line.isprintable()
        assert cell_len(line) <= columns
        assert not any(unicodedata.bidirectional(character) in ("LRO", "RLO", "LRI", "RLI") for character in line)


@given(text=st.text("ab —€{“👍日ё⏎\n\u0301\u200b", max_size=200))
def test_marks_stand_below_what_they_mark(text: str) -> None:
    found = lines("--", text, columns=40)
    cut = segment(text)
    dear = set("€{") if cut.encoding == "gsm7" else {one.character for one in unencodable(text, "gsm7")}
    named = {"‹ZWSP›": "\u200b", "◌\u0301": "\u0301", "⏎": "\n", "␣": " "}
    seen = ""
    for row, below in zip(found, [*found[1:], ""], strict=True):
        if not row.startswith("| "):
            continue
        marks = below if below.startswith("  ") and not below.strip(" .^") else ""
        column = 2
        for drawn in re.findall(r"‹ZWSP›|◌\u0301|.", row[2:]):
            end = column + cell_len(drawn)
            below_it = set(marks[column:end].ljust(end - column))
            # The symbol of a line break is itself a character that a text may have.
            character = "⏎" if drawn == "⏎" and below_it != {" "} else named.get(drawn, drawn)
            assert (below_it != {" "}) == (character in dear)
            assert len(below_it) == 1
            seen += character
            column = end
    assert seen == text


def test_only_the_first_parts_are_drawn_unless_all_are_asked_for() -> None:
    text = "a" * 153 * 22
    assert "and 2 more parts (--all draws them)" in lines(text)
    assert not [line for line in lines(text) if line.startswith("part 21")]
    assert [line for line in lines("--all", text) if line.startswith("part 22")]


@pytest.mark.parametrize("unit", ["Привет, мир! ", "a", "\n", "e\u0301\u0323", "👍\u200d", "[]"])
def test_a_long_text_has_a_short_output(unit: str) -> None:
    long = (unit * 100_000)[:100_000]
    assert len(run(stdin=long).stdout) < 50_000


def test_colour_on_a_terminal_takes_the_place_of_marks() -> None:
    output = on_a_terminal("It’s\r€5 \u200b")
    assert "\x1b[97m\x1b[41m\x1b[1m’\x1b[0m" in output
    assert "\x1b[97m\x1b[41m\x1b[1m‹ZWSP›\x1b[0m" in output
    assert "\x1b[2m‹CR›\x1b[0m" in output
    assert "Marked red: outside GSM 03.38." in output
    assert "^" not in output
    assert "\x1b[35mпрошла\x1b[0m" in on_a_terminal(SHOP)


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_a_terminal_without_colour_has_marks(environment: dict[str, str]) -> None:
    output = on_a_terminal("It’s €5", **environment)
    assert "\x1b" not in output
    assert "| It’s €5\n    ^\n" in output


def test_what_the_terminal_cannot_write_is_drawn_by_name() -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "smsmail.cli", "segments"],
        input="Да — “👍”\n ok ".encode(),
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONIOENCODING": "koi8-r", "COLUMNS": "80"},
        check=True,
    )
    output = done.stdout.decode("koi8-r")
    assert "| Да <U+2014> <U+201C><U+1F44D><U+201D><LF>\n" in output
    assert "|  ok \n" in output


def test_characters_outside_gsm7_are_listed_with_their_look_alikes_and_what_these_would_save() -> None:
    output = said("“Today” – 20% off… " * 4 + "Cоme in\u00ad\u2009!")
    assert "Outside GSM 03.38, hence UCS-2: “ LEFT DOUBLE QUOTATION MARK (U+201C), 4 times, at 0, 19, 38," in output
    assert "… HORIZONTAL ELLIPSIS (U+2026), 4 times, at 17, 36, 55, ...: looks like ..." in output
    assert "о CYRILLIC SMALL LETTER O (U+043E) at 77: looks like Latin o" in output
    assert "‹SHY› SOFT HYPHEN (U+00AD) at 83: cannot be seen, could be left out" in output
    assert "‹U+2009› THIN SPACE (U+2009) at 84: looks like a space" in output
    assert "it would be GSM 03.38: 93 septets, 1 part instead of 2." in output
    assert "16 units fewer would make it 1 part." in output


def test_what_has_no_look_alike_is_told_apart() -> None:
    output = said("Order №5 – ready☺\u200b")
    assert "№ NUMERO SIGN (U+2116) at 6: nothing looks like it" in output
    assert (
        "With the look-alikes, and without what cannot be seen, and without the 2 characters that nothing looks like, "
        "it would be GSM 03.38: 15 septets, 1 part as now." in output
    )


def test_invisible_characters_alone_make_ucs2() -> None:
    assert "Without what cannot be seen, it would be GSM 03.38: 0 septets, 1 part as now." in said("\u200b")
