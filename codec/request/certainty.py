"""Which parts of a request line surely hold no password, and so may be shown, logged or sent back.

A password may hold anything, colons included, and a line may have a colon too many or too few. So a line is divided at
its colons in every way in which what stands in front (login and password) may reach further than it should, and each
division is held against what its fields ought to be. The structure of a line is *certain* where its plain division fits
better than every other. Of any other line nothing but the separators is known to be harmless.

What is wrong with a line that is refused though each of its fields is of its kind may be just that: it is another line.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from ...grammar import form, terminal

Span = tuple[int, int]
"""Start and end, in code points."""

_COLONS = 6
"""So many stand before the message (C-SINGLE, R-COLON)."""

_ACCOUNT = 2
"""Login and password, when neither has a colon in it."""

_PLAIN = _ACCOUNT, _COLONS - 1
"""Where the account ends in the plain division, and which piece the phones are."""

_MOST_COLONS = 24
"""Of a line no more are looked at: no believable password has so many."""

_MOST_WRONG = 2
"""Where so much more is wrong in the plain division than in another, it is not looked at."""

_CLOCK = re.compile(r"\W{0,4}\d{1,2}:\d\d(?::\d\d)?(?!\d)(?=[^:]*[^\w:])")
"""What a log or a chat has put in front of the line; its colons are none of the line's."""

_LINE_WITH_END = re.compile(r"[^\r\n]*[\r\n]*")
_ROW_START = re.compile(r"[ \t\r\n]*+([^:;\r\n]*+)[:;]")
_ESCAPED_COLON = re.compile("%3A", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_SMALL = r"[+-]?\d{0,2}"
_DATE = r"\d{1,4}(?:(?:[-–—./]|\.\.)\d{1,4}){1,2}(?:[ T]\d\d?[.-]\d\d?)?"
_ZONE = r"[A-Z][a-z]{2,11}/[A-Z][a-z]{2,11}"
_WORD = rf"[^\W\d_]{{1,12}}(?: [^\W\d_]{{1,12}})?{_SMALL}"
_ITEM = rf"{_WORD}|{_SMALL}|{_DATE}|{_ZONE}"


def _items(item: str) -> re.Pattern[str]:
    return re.compile(rf" ?(?:{item})(?:, ?(?:{item})){{0,4}}")


_WORDS = _items(_ITEM)
"""Words such as Alex or UTC+3, windows, dates, zones and small numbers, as options may have them."""

_TIMES = _items(rf"{_ITEM}|\d{{10,12}}")
"""As a schedule may have them: the digits of a moment too."""

_TOKEN = re.compile(r"[^\W_]+")
_TOKEN_OF_NUMBERS = re.compile(r"\d+[^\W\d_]{0,2}|[^\W\d_]{1,12}")

_NAMED_PASSWORD = re.compile(
    r"(?:psw|password|passwd|pwd|pass|secret|api_?key|token|пароль)[\"']?\s*(?:[:=]|%3D)[^\r\n]*", re.IGNORECASE
)
"""A password that is called by its name, as in a query or a letter, and the rest of that line."""

_LINE_OF_COLONS = 4
"""A line of a message with so many colons may be another request."""

_SHORTEST = 3
"""A shorter password is not looked for elsewhere: it would be found everywhere."""

_FIELDS = ("id", "schedule", "options")
"""What stands between the password and the phones."""


def is_certain(text: str) -> bool:
    """Whether it is certain what is what in the request line *text*, whatever its password may be.

    That is so where no other division of the line at its colons fits as well.

    >>> is_certain("alex:psw:order-7:::79991234567:hi")
    True
    >>> is_certain("alex:p:SECRET::::79991234567:hi")  # a list with an id, or a single message and a colon in the password
    False
    """
    return _reach(text, _pieces(text)) == _PLAIN


@lru_cache(4)  # Whoever shows a finding asks again, and so does each guess at what was meant.
def harmless(text: str) -> list[Span]:
    """The spans of *text*, in its order, that may be shown as they are; its separators always may.

    These are what the account does not reach in any division that is likely: the fields that are what they should be;
    in a line that is certain those too that hold nothing but words and numbers; and of the message all but lines that
    may be another request or name a password. A password that occurs again is left out.

    >>> text = "alex:psw:order-7:::79991234567:hi"
    >>> [text[start:end] for start, end in harmless(text)]
    ['order-7', '', '', '79991234567', 'hi']
    """
    pieces = _pieces(text)
    reach = _reach(text, pieces)
    if reach is None:
        return []
    account, phones = reach
    psw = text[slice(*pieces[1])].strip(" \t")
    shown: list[Span] = []
    for at in range(account, phones + 1):
        field = _FIELDS[at - _ACCOUNT] if at < _COLONS - 1 else "recipients"
        value = text[slice(*pieces[at])].strip(" \t")
        if not _fits(field, value) and _fits(field, psw):
            return []  # The two may have been swapped.
        # Where the structure is not certain, a word in a wrong field may be a piece of a password that stands there.
        if _fits(field, value) or (reach == _PLAIN and _is_plain(field, value)):
            shown.append(pieces[at])
    shown += _harmless_lines(text, pieces[phones][1] + 1)
    return list(_without(psw, text, shown)) if len(psw) >= _SHORTEST else shown


def harmless_in_text(text: str, psw: str) -> Iterator[Span]:
    """The spans of *text*, which is no request, that may be shown: those of :func:`harmless` in a message. *psw* is the
    password that does not occur in them, if one is known."""
    spans = _harmless_lines(text, 0)
    return _without(psw, text, list(spans)) if len(psw) >= _SHORTEST else spans


def _reach(text: str, pieces: list[Span]) -> tuple[int, int] | None:
    """How many of *pieces* the login and the password may take, at most, and which may be the phones, at the furthest;
    ``None`` where nobody can tell."""
    if len(pieces) <= _COLONS or _ESCAPED_COLON.search(text, 0, pieces[_COLONS - 1][1]):
        return None
    if not terminal("PSW").fullmatch(text[slice(*pieces[1])].strip(" \t")):
        return None
    recipients = text[slice(*pieces[_COLONS - 1])].strip(" \t")
    if not _fits("recipients", recipients) and not _DIGIT.search(recipients):
        return None  # Of what stands behind them it cannot be known that it is the message.
    plain = _misfits(text, pieces, _COLONS - 1, _FIELDS)
    others = list(_misfits_of_others(text, pieces))
    best = min([plain, *(misfits for misfits, _ in others)])
    if plain > best + _MOST_WRONG:
        return None
    # Where nothing at all is wrong, a mistake need not be looked for.
    likely = best if plain == 0 and _is_accepted(text) else best + 1
    reached = [_PLAIN, *(reach for misfits, reach in others if misfits <= likely)]
    return max(account for account, _ in reached), max(phones for _, phones in reached)


def _is_accepted(text: str) -> bool:
    from .line import is_request  # which asks here what it may quote

    return is_request(text)


def _pieces(text: str) -> list[Span]:
    """The spans between the colons of the first line, but for those of a clock in front of it."""
    line_end = min((at for end in "\r\n" if (at := text.find(end)) >= 0), default=len(text))
    pieces: list[Span] = []
    start = 0
    clock = _CLOCK.match(text)
    colon = text.find(":", clock.end() if clock else 0, line_end)
    while len(pieces) < _MOST_COLONS and colon >= 0:
        pieces.append((start, colon))
        start = colon + 1
        colon = text.find(":", start, line_end)
    return [*pieces, (start, line_end)]


def _misfits_of_others(text: str, pieces: list[Span]) -> Iterator[tuple[int, tuple[int, int]]]:
    """How ill each division fits in which the password has more in it than in the plain one, where its account ends, and
    which piece the phones are."""
    blank = [not text[slice(*piece)].strip(" \t") for piece in pieces]
    for phones in range(_ACCOUNT + 1, len(pieces) - 1):
        for number in range(min(len(_FIELDS), phones - _ACCOUNT - 1) + 1):
            account = phones - number
            # That nothing stands between two colons of a password is a misfit too.
            unlikely = sum(blank[_ACCOUNT:account])
            if unlikely < account - _ACCOUNT:
                for fields in combinations(_FIELDS, number):
                    yield _misfits(text, pieces, phones, fields) + unlikely, (account, phones)


def _misfits(text: str, pieces: list[Span], phones: int, fields: tuple[str, ...]) -> int:
    """How ill a division fits: its *fields*, which stand just before the *phones*, that are wrong, and those missing."""
    found = len(_FIELDS) - len(fields)
    for at, field in enumerate(fields, phones - len(fields)):
        found += not _fits(field, text[slice(*pieces[at])].strip(" \t"))
    value = text[slice(*pieces[phones])].strip(" \t")
    if value:
        return found + (not _fits("recipients", value))
    row = _ROW_START.match(text, pieces[phones][1] + 1)
    return found + (row is None or not form("row_recipients").fullmatch(row[1].strip(" \t")))


def _fits(field: str, value: str) -> bool:
    match field:
        case "id":
            return not value or terminal("ID").fullmatch(value) is not None
        case "options":
            return bool(form("options").fullmatch(value) or form("multiline_options").fullmatch(value))
        case "recipients":
            return not value or form("recipients").fullmatch(value) is not None
        case _:
            return form("schedule").fullmatch(value) is not None


def _is_plain(field: str, value: str) -> bool:
    """Whether *value*, which is not what the *field* is, is likely meant for it: no password looks like that."""
    tokens = _TOKEN.findall(value)
    if field == "recipients":
        looks_so = all(map(_TOKEN_OF_NUMBERS.fullmatch, tokens))
    else:  # Some words are typed with what nobody sees.
        looks_so = (_TIMES if field == "schedule" else _WORDS).fullmatch("".join(filter(str.isprintable, value)))
    return bool(looks_so) and all(
        token[1:] == token[1:].lower() or (token.isupper() and len(token) <= 3) for token in tokens
    )


def _harmless_lines(text: str, start: int) -> Iterator[Span]:
    if text.count(":", start) < _LINE_OF_COLONS and not _NAMED_PASSWORD.search(text, start):
        yield start, len(text)
        return
    while start < len(text):
        line = _LINE_WITH_END.match(text, start)
        end = line.end() if line else len(text)
        named = _NAMED_PASSWORD.search(text, start, end)
        if text.count(":", start, end) < _LINE_OF_COLONS:
            yield start, named.start() if named else end
        start = end


def _without(psw: str, text: str, spans: list[Span]) -> Iterator[Span]:
    again = re.compile(re.escape(psw), re.IGNORECASE)
    for start, end in spans:
        for found in again.finditer(text, start, end):
            yield start, found.start()
            start = found.end()
        yield start, end
