"""Changes to a text, and how places move with them."""

from collections.abc import Sequence

from ..values import Value


class Edit(Value, frozen=True):
    """What replaces the characters between two offsets of a text.

    >>> [found] = check("alex:psw::::7 999 123-45-67:hi")
    >>> found.fix
    (Edit(12, 27, 11 characters),)
    """

    start: int
    end: int
    text: str

    def __repr__(self) -> str:
        # Of a line that is fixed as a whole the password is a part.
        return f"Edit({self.start}, {self.end}, {len(self.text)} characters)"


def edited(text: str, edits: Sequence[Edit]) -> str:
    """*text* after *edits*, which stand in its order and do not overlap.

    >>> text = "alex:psw::::7 999 123-45-67:hi"
    >>> edited(text, check(text)[0].fix)
    'alex:psw::::79991234567:hi'
    """
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*pieces, text[at:]])


def before_edits(start: int, end: int, edits: Sequence[Edit]) -> tuple[int, int]:
    """The span that became the one from *start* to *end* by *edits*; all of an edit that it touches is in it."""
    return _before(start, edits, is_end=False), _before(end, edits, is_end=True)


def _before(offset: int, edits: Sequence[Edit], *, is_end: bool) -> int:
    grown = 0
    for edit in edits:
        first, last = edit.start + grown, edit.start + grown + len(edit.text)
        if offset < first or (offset == first and is_end):
            break
        if offset < last or (offset == last and is_end):
            return edit.end if is_end else edit.start
        grown += len(edit.text) - (edit.end - edit.start)
    return offset - grown
