"""Lines as the grammar makes them, and with the liberties that people take."""

from functools import cache

from hypothesis import strategies as st
from hypothesis.extra.lark import from_lark

from smsmail.codec import encode_request
from smsmail.conformance.strategies import requests
from smsmail.grammar import parser

CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\r")


@cache
def from_grammar() -> st.SearchStrategy[str]:
    return from_lark(parser("request"), start="request", alphabet=CHARACTERS)


@st.composite
def loosened(draw: st.DrawFn) -> str:
    """Canonical lines with the liberties that people take, and with damage."""
    line = encode_request(draw(requests()))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(line)))
        length = draw(st.integers(0, 2))
        line = line[:at] + draw(st.sampled_from(LIBERTIES)) + line[at + length :]
    return line


LIBERTIES = [
    *("", " ", "\t", "\n", ":", ";", ",", "0", "1", "2", "9", "+", "-", ".", "(", "G", "#", "@", "x", "Ж", "\\n"),
    "\n79991234567:",
]

PIECES_OF_REPLIES = [
    *("OK - ", "ERROR = ", "1", "9", "0", " SMS", ", ID - ", "42", "(", ")", " ", "\n", "\r\n", "no funds", "ж")
]
