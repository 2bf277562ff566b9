"""Asking two implementations, written apart from each other, the same; and inputs on which they could differ.

Where no reading says what is right, both answers pass; what is open is said where it is left out. In general:

- Which error is answered where several apply is open (R-ERRORDER), so that refusing is what counts.
- A JSON number such as 3.0 is 3 in JavaScript, so no such number is asked.

`pytest --hypothesis-profile=deep -k differential` looks longer.
"""

import json
from io import BytesIO
from typing import Any, cast

import msgspec
from hypothesis import strategies as st

from smsmail.conformance import load_cases
from smsmail.conformance.testee import serve
from tests.support.node import Testee

CASES = load_cases()


class Both:
    """The second implementation as a process, and the reference in this one."""

    def __init__(self, node: Testee) -> None:
        self.node = node

    def ask(self, op: str, given: object) -> tuple[dict[str, Any], dict[str, Any]]:
        """What the second implementation answers, and the reference."""
        return self.node.ask(op, given), reference(op, given)

    def assert_agree(self, op: str, given: object) -> None:
        """Both give the same value, or both refuse."""
        second, first = self.ask(op, given)
        assert ("ok" in second, second.get("ok")) == ("ok" in first, first.get("ok")), (second, first)


def reference(op: str, given: object) -> dict[str, Any]:
    """The answer of the reference, by the same protocol."""
    answers = BytesIO()
    serve(BytesIO(json.dumps({"op": op, "id": "x", "input": given}).encode() + b"\n"), answers)
    return json.loads(answers.getvalue())


def as_json(value: object) -> Any:
    return json.loads(msgspec.json.encode(value))


# ---- texts in which a few places have become something else

INVISIBLE = ["\u2028", "\x85", "\x0b", "\x0c", "\xa0", "\ufeff", "\u0663", "\ud800", "\r", "\r\n", "\n", "\t", " "]
WORDS = [
    *INVISIBLE,
    *":;,+-.()#@\\09GgxЖ😀€[~²",
    *(
        *("\\n", "12", "2147483648", "79991234567", "+79991234567", "a@b.c", "#nick", "G15", "subj:", "subj:Theme"),
        "voice:",
    ),
    *(
        *("__CALL__:", "__MAIL__:", "__BOT__:", "__SOC__:", "__PING__", "__HLR__", "OK - ", " SMS", "ERROR = ", "8"),
        "voice:m2",
    ),
    *("\nsubj:Theme", "\nvoice:m2", "\n~~~\n", "\n79991234567:", ", ID - 42"),
]


@st.composite
def damaged(draw: st.DrawFn, texts: list[str]) -> str:
    """One of *texts*, damaged in one to three places."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(text)))
        length = draw(st.sampled_from([0, 0, 1, 2, 11]))
        text = text[:at] + draw(st.sampled_from(["", *WORDS])) + text[at + length :]
    return text


def of_the_corpus(op: str, name: str) -> list[str]:
    """What the corpus has as the member *name* of an input of *op*."""
    return [cast("str", case.input[name]) for case in CASES if case.op == op]


# ---- values in which a member is something else

TIMES = [
    *({"kind": "at", "at": at} for at in ("2030-02-29T12:00", "2028-02-29T12:00", "1999-12-31T23:59", "2030-01-31")),
    *({"kind": "window", "from": start, "to": end} for start, end in ((9, 9), (0, 24), (24, 0), (21, 9))),
    *({"kind": "timestamp", "ts": ts} for ts in (-1, 99_999_999, 999_999_999, 99_999_999_999, 100_000_000_000)),
    *({"kind": "after", "minutes": minutes} for minutes in (-1, 0, 999_999, 1_000_000, None)),
    {"kind": "after"},
]
JUNK: list[Any] = [
    *(None, True, False, -16, -1, 0, 1, 2, 3, 12, 13, 3.5, 2**31, 2**40, [], ["79991234567"], {}, *TIMES),
    *("", " ", "x", "0", "79991234567", "a@b.c", "subj:x", "voice:", {"kind": "list", "rows": [], "tail": None}),
]


@st.composite
def broken(draw: st.DrawFn, values: st.SearchStrategy[Any]) -> Any:
    """A value as JSON in which a member is something else, or there is one more."""
    value = as_json(draw(values))
    holder, name = draw(st.sampled_from(_places(value)))
    if isinstance(holder[name], str) and draw(st.booleans()):
        holder[name] = draw(damaged([holder[name]]))
    elif isinstance(holder, dict) and draw(st.integers(0, 5)) == 0:
        holder["more"] = None
    else:
        holder[name] = draw(st.sampled_from(JUNK))
    return json.loads(json.dumps(value))  # JUNK stays as it is


def _places(value: object) -> list[tuple[Any, Any]]:
    """Each member and item of *value*: what it is in, and its name or index."""
    holder: Any = value
    names: list[Any] = []
    if isinstance(value, dict):
        names = list(cast("dict[str, Any]", value))
    elif isinstance(value, list):
        names = list(range(len(cast("list[Any]", value))))
    return [(holder, name) for name in names] + [place for name in names for place in _places(holder[name])]
