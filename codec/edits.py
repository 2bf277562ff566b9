"""Changes to a text, and how places move with them."""

from collections.abc import Sequence

from msgspec import Struct


class Edit(Struct, frozen=True):
    """What replaces the characters between two offsets of a text."""

    start: int
    end: int
    text: str


def edited(text: str, edits: Sequence[Edit]) -> str:
    """*text* after *edits*, which stand in its order and do not overlap."""
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*pieces, text[at:]])


def before_edits(offset: int, edits: Sequence[Edit]) -> int:
    """Where the *offset* of an edited text was before *edits*."""
    grown = 0
    for edit in edits:
        if offset < edit.start + grown + len(edit.text):
            return min(offset - grown, edit.end) if offset >= edit.start + grown else offset - grown
        grown += len(edit.text) - (edit.end - edit.start)
    return offset - grown
