"""format=flowed: lines that end in a space go on in the next one (R-FLOWED, RFC 3676)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fixtures.mails.spelling import typed
from smsmail.codec import decode_mail
from tests.support.each import each


def read(lines: str, *, delete_spaces: bool = False) -> str:
    parameters = "; format=flowed; delsp=yes" if delete_spaces else "; format=flowed"
    return decode_mail(typed(f"text/plain; charset=utf-8{parameters}", f"<{lines}>".encode())).text[1:-1]


@each(
    ("lines", "text"),
    [
        ("a b", "a b"),
        ("a \nb", "a b"),
        ("a \r\nb", "a b"),
        ("a\nb", "a\nb"),
        ("a \nb \nc", "a b c"),
        ("a  \nb", "a  b"),
        ("a \n\nb", "a \nb"),
        ("a\n\nb", "a\n\nb"),
        ("a\t\nb", "a\t\nb"),
        ("a\u00a0\nb", "a\u00a0\nb"),
        # A space in front is stuffing, and one of several.
        ("a\n b", "a\nb"),
        ("a\n  b", "a\n b"),
        ("a \n b", "a b"),
        ("a \n  b", "a  b"),
        ("a\n From b", "a\nFrom b"),
        ("a\n >b", "a\n>b"),
        ("a \n >b", "a >b"),
        # The line before a signature never flows into it, nor it into the next one.
        ("a \n-- \nb", "a \n-- \nb"),
        ("a\n-- \nb", "a\n-- \nb"),
        ("a \n--\nb", "a --\nb"),
        # Quotation of another depth is another paragraph.
        ("a \n>b", "a \n>b"),
        ("a\n>b \n>c\nd", "a\n>b c\nd"),
        ("a\n>b \n>>c\nd", "a\n>b \n>>c\nd"),
    ],
)
def test_soft_line_breaks_are_joined(lines: str, text: str) -> None:
    assert read(lines) == text


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("a \nb", "ab"),
        ("a  \nb", "a b"),
        ("a\nb", "a\nb"),
        ("a \n b", "ab"),
        ("a \n  b", "a b"),
        ("При \nвет", "Привет"),
        ("a\n-- \nb", "a\n-- \nb"),
    ],
)
def test_delsp_drops_the_space_of_each_soft_line_break(lines: str, text: str) -> None:
    assert read(lines, delete_spaces=True) == text


@pytest.mark.parametrize("content_type", ["text/plain", "text/plain; format=fixed", "text/plain; delsp=yes"])
def test_other_text_stays_as_it_is(content_type: str) -> None:
    assert decode_mail(typed(content_type, "a \n b \n>c")).text == "a \n b \n>c"


@pytest.mark.parametrize("content_type", ["text/plain; format=Flowed", 'text/plain; FORMAT="flowed"'])
def test_the_parameter_may_be_in_capitals_and_quotes(content_type: str) -> None:
    assert decode_mail(typed(content_type, "a \nb")).text == "a b"


def words() -> st.SearchStrategy[str]:
    return st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters=" \ufeff"), min_size=1, max_size=9)


def texts() -> st.SearchStrategy[str]:
    """Lines that do not end in a space, which format=flowed cannot carry."""
    word = words() | st.sampled_from([">", ">>x", "From", "--", "-", "", "[text]", ".", "Ж"])
    line = st.lists(word, min_size=1, max_size=20).map(" ".join).map(lambda line: line.rstrip(" "))
    return st.lists(line, min_size=1, max_size=5).map("\n".join)


def stuffed(line: str) -> str:
    return f" {line}" if line.startswith((" ", ">", "From ")) or line == "From" else line


def flowed_at_spaces(text: str, width: int) -> str:
    """*text* as RFC 3676 has it written, broken behind spaces."""
    written: list[str] = []
    for line in text.split("\n"):
        piece = ""
        for index, word in enumerate(line.split(" ")):
            # What is broken off must not look like the line in front of a signature.
            if index and len(piece) + 1 + len(word) > width and piece != "--":
                written.append(stuffed(f"{piece} "))
                piece = word
            else:
                piece = f"{piece} {word}" if index else word
        written.append(stuffed(piece))
    return "\n".join(written)


def flowed_anywhere(text: str, width: int) -> str:
    """*text* broken within words too, each soft line with a space for the break alone (delsp)."""
    written: list[str] = []
    for line in text.split("\n"):
        pieces = [line[at : at + width] for at in range(0, len(line), width)] or [""]
        written += [stuffed(f"{piece} ") for piece in pieces[:-1]] + [stuffed(pieces[-1])]
    return "\n".join(written)


def read_whole(written: str, parameters: str) -> str:
    mail = typed(f"text/plain; charset=utf-8; format=flowed{parameters}", f"<\n{written}\n>".encode())
    return decode_mail(mail).text[2:-2]


@given(texts(), st.integers(1, 80))
def test_what_was_wrapped_is_joined_again(text: str, width: int) -> None:
    assert read_whole(flowed_at_spaces(text, width), "") == text


@given(texts(), st.integers(3, 80))
def test_what_was_wrapped_within_words_is_joined_again(text: str, width: int) -> None:
    assert read_whole(flowed_anywhere(text, width), "; delsp=yes") == text
