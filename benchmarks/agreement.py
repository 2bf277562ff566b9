"""A floor that reads less than the codec would be too low: here floors are held to the grammar, before anything is measured."""

# Neither Lark nor lark-cython annotates all of its interface.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownArgumentType=false

import json
from importlib.resources.abc import Traversable
from typing import Any

from lark import Lark, UnexpectedInput

from smsmail.fixtures import ROOT
from smsmail.grammar import parser

from . import floors


def assert_same_language() -> None:
    """Every text of the corpus is to a floor's expression what it is to the grammar.

    Of a list only the head and each row are compared, as far as its lines are rows.
    """
    requests, replies = parser("request"), parser("reply")
    for text in _texts("decode_request"):
        rule = _rule(requests, text)
        assert bool(floors.SINGLE.fullmatch(text)) == (rule == "single"), f"the floor of a request differs on {text!r}"
        head = floors.LIST_HEAD.match(text)
        lines = text[head.end() :].split("\n") if head and head["test"] != "2" else []
        if lines and all(map(floors.ROW.fullmatch, lines)):
            assert rule == "list", f"the floor of a list takes too much: {text!r}"
        elif rule == "list":
            assert any(_is_no_row(line) for line in lines), f"the floor of a list takes too little: {text!r}"
    for text in _texts("decode_reply"):
        rule = _rule(replies, text)
        assert bool(floors.ACCEPTED.fullmatch(text)) == (rule == "accepted"), f"the floor of OK differs on {text!r}"
        assert bool(floors.REJECTED.fullmatch(text)) == (rule == "rejected"), f"the floor of ERROR differs on {text!r}"


def _is_no_row(line: str) -> bool:
    """Whether *line* is blank or a tail, which a list may have beside its rows."""
    return line.strip(" \t").startswith(("subj:", "voice:")) or not line.strip(" \t")


def _rule(grammar: Lark, text: str) -> str | None:
    """The form of line that *text* is, by the grammar's own parser."""
    try:
        tree = grammar.parse(text)
    except UnexpectedInput:
        return None
    return str(tree.children[0].data if tree.data == "request" else tree.data)  # type: ignore[union-attr]


def _texts(op: str) -> list[str]:
    return [case["input"]["text"] for case in _cases(ROOT / "cases") if case["op"] == op]


def _cases(place: Traversable) -> list[dict[str, Any]]:
    if place.is_dir():
        return [case for inside in place.iterdir() for case in _cases(inside)]
    if not place.name.endswith(".json"):  # a mail that a case reads
        return []
    return json.loads(place.read_text("utf-8"))["cases"]
