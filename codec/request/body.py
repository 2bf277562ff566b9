"""Reading what follows the options: one message with its recipients, or the rows of a list."""

import re

from msgspec import Struct

from ...grammar import one_of, terminal
from ..content.kinds import PREFIXES, Kind, kind_of, split_prefix
from ..content.read import read_content
from ..findings.findings import Span
from ..model import Batch, Format, Row, Single
from ..syntax import BLANKS, ESCAPED_LINE_BREAK, MAX_MES, PHONE_SEPARATORS, ROW_SEPARATORS
from .lines import RequestLine, items

_PHONE_SEPARATOR = re.compile(f"[{PHONE_SEPARATORS}]")
_ROW_PHONE_SEPARATOR = re.compile(",")
_ROW_SEPARATOR = re.compile(f"[{ROW_SEPARATORS}]")
_NEXT_ROW = terminal("NEXT_ROW")
_TAIL = one_of("SUBJECT", "VOICE")
TAIL_KINDS = {"SUBJECT": Kind.EMAIL, "VOICE": Kind.VOICE}
"""The kind of message that each terminal of a tail belongs to (C-LIST-TAIL)."""


_RECIPIENT = one_of("EMAIL", "PLUS_NUMBER", "GROUP", "TELEGRAM", "NUMBER")
_PUNCTUATION = str.maketrans("", "", " ().-")
_DIGITS = "0123456789"

# What people mean; no part of the grammar.
FULL_NUMBER = re.compile(r"\+?[0-9]{11,15}")
_SECOND_RECIPIENT = re.compile(  # where a message begins: no price and no year
    r"[ \t]*(?:\+?[0-9]{10,15}(?![0-9])|(?:[^\s:;,@]+@[^\s:;,@]+\.[a-z]{2,}|G[0-9]{1,9}|#\w{1,64})(?=[ \t]*[:;,]))"
)
_NEARLY_ROW = re.compile(r"[ \t]*[+(]?[0-9]{7}[^:;\n]*[:;]")  # a row, if its number were right

_WHERE_EMPTY = {
    (True, False): "there is no recipient before the first separator",
    (False, True): "there is no recipient behind the last separator",
}
"""What to say of an empty item that is the first or the last one."""


class MessageRead(Struct):
    """A single request's message or one row's, while it is being read."""

    path: str
    """Where its fields are found: ``body`` or ``body.rows[3]``."""
    recipients: Span
    mes: Span
    text: str

    def extend(self, line: RequestLine, end: int) -> None:
        """Let the message of a row reach to *end*: there backslash and n are a line break (C-LISTNL, R-ROWNL)."""
        self.mes = (self.mes[0], end)
        self.text = line.text[slice(*self.mes)].replace(ESCAPED_LINE_BREAK, "\n")

    def kind(self, format: Format | None) -> Kind | None:
        """The kind of message, or ``None`` where an unreadable format leaves it open (R-PREFIX)."""
        prefix, _ = split_prefix(self.text)
        return kind_of(format or Format.TEXT, prefix) if prefix or format is not None else None

    def check(self, line: RequestLine, format: Format | None, tail: str | None) -> None:
        """Note what is wrong with the message as one of its kind."""
        read_content(line, f"{self.path}.mes", self.mes, self.text, format, self.kind(format), tail=tail)


def read_single(line: RequestLine, format: Format | None, phones: Span, mes: Span) -> tuple[Single, set[Kind]]:
    """The message of a `single` request, and its kind (C-SINGLE)."""
    message = MessageRead("body", phones, mes, line.text[slice(*mes)])
    kind = message.kind(format)
    recipients = _read_recipients(line, message, _PHONE_SEPARATOR, kind)
    message.check(line, format, None)
    return Single(recipients, message.text), {kind} if kind else set()


def read_list(line: RequestLine, format: Format | None, start: int, multiline: bool) -> tuple[Batch, set[Kind]]:
    """The `rows` of a `list`, or the `lines` of a `block`, and their kinds (C-LIST, C-LISTROW, C-LIST-TAIL, C-TEST)."""
    lines = _lines(line, start)
    filled = [index for index, one in enumerate(lines) if line.text[slice(*one)].strip(BLANKS)]
    if not filled:
        line.add("list-empty", "body", start, len(line.text))
        return Batch(()), set()
    first, last = filled[0], filled[-1]
    ending = _TAIL.fullmatch(line.text, *lines[last]) if last > first else None
    messages = _read_rows(line, lines[first : last if ending else None], multiline, format)
    kinds = _kinds(messages, format)
    tail = None
    if ending and multiline and _each_has_its_own(messages, format, str(ending.lastgroup)):
        messages[-1].extend(line, lines[last][1])
    elif ending and (not kinds or TAIL_KINDS[str(ending.lastgroup)] in kinds):
        tail = ending[0]
        if len(tail) > MAX_MES:
            line.add("mes-length", "body.tail", *lines[last], f"the line has {len(tail)} characters")
    elif ending and multiline and messages:
        messages[-1].extend(line, len(line.text))
        kinds = _kinds(messages, format)
    elif ending:
        line.add("tail-misplaced", "body.tail", *lines[last])
    for index in set(range(len(lines))).difference(filled):
        if not multiline or index < first or (tail and index > last):
            line.add_blank_line("body", *lines[index])
    rows: list[Row] = []
    for message in messages:
        recipients = _read_recipients(line, message, _ROW_PHONE_SEPARATOR, message.kind(format))
        if tail and _has_own_line(message, format, str(ending and ending.lastgroup)):
            line.add("row-own-line", f"{message.path}.mes", *message.mes)
        # A line without any recipient is hardly meant as a row, so its message is not judged as one.
        if any(map(_RECIPIENT.fullmatch, recipients)):
            message.check(line, format, tail)
        rows.append(Row(recipients, message.text))
    return Batch(tuple(rows), tail), kinds


def _lines(line: RequestLine, start: int) -> list[Span]:
    ends = [*(feed.start() for feed in re.finditer("\n", line.text[start:])), len(line.text) - start]
    return [(start + before, start + end) for before, end in zip((0, *(end + 1 for end in ends)), ends, strict=False)]


def _each_has_its_own(messages: list[MessageRead], format: Format | None, name: str) -> bool:
    """Whether the last line is that of the last row, as all rows of its kind above end with one (R-TEST2TAIL)."""
    of_kind = [message for message in messages if message.kind(format) is TAIL_KINDS[name]]
    if len(of_kind) < 2 or of_kind[-1] is not messages[-1]:
        return False
    *above, last = (_ends_with(message.text, name) for message in of_kind)
    return all(above) and not last


def _has_own_line(message: MessageRead, format: Format | None, name: str) -> bool:
    """Whether the row has a line of its own, which is text under that of the list (R-LISTTAIL)."""
    return message.kind(format) is TAIL_KINDS[name] and _ends_with(message.text, name)


def _ends_with(text: str, name: str) -> bool:
    _, line_break, line = text.rpartition("\n")
    match = _TAIL.fullmatch(line) if line_break else None
    return match is not None and match.lastgroup == name


def _kinds(messages: list[MessageRead], format: Format | None) -> set[Kind]:
    return {kind for message in messages if (kind := message.kind(format))}


def _read_rows(line: RequestLine, lines: list[Span], multiline: bool, format: Format | None) -> list[MessageRead]:
    messages: list[MessageRead] = []
    written = 0
    for start, end in lines:
        if multiline and messages and not _begins_row(line, start, end, _kind_of_list(line, messages[0], format)):
            messages[-1].mes = (messages[-1].mes[0], end)
            if _NEARLY_ROW.match(line.text, start, end) or _has_recipients(line.text[start:end]):
                line.add("row-lookalike", f"{messages[-1].path}.mes", start, end)
        elif multiline or line.text[start:end].strip(BLANKS):
            message = _read_row(line, f"body.rows[{written}]", start, end)
            messages += [message] if message else []
            written += 1
    for message in messages:
        message.extend(line, message.mes[1])
    return messages


def _kind_of_list(line: RequestLine, first: MessageRead, format: Format | None) -> Kind:
    """The kind that rows without a prefix of their own have the recipients of: that of the format, or of the first row."""
    prefix, _ = split_prefix(line.text[slice(*first.mes)])
    return kind_of(format or Format.TEXT, prefix)


def _begins_row(line: RequestLine, start: int, end: int, listed: Kind) -> bool:
    """Whether the line is a row of a `block` and no text: its first recipient is plainly one (R-ROWSTART)."""
    # To the grammar the line break before a row is part of what begins it.
    found = _NEXT_ROW.match(line.text, start - 1, end)
    if not found:
        return False
    prefix, _ = split_prefix(line.text[found.end() : end])
    kind = PREFIXES[prefix] if prefix else listed
    first = line.text[start : found.end() - 1].partition(",")[0].strip(BLANKS)
    if first[0] == "#":
        return kind is Kind.BOT
    return (kind is Kind.EMAIL) is ("@" in first)


def _has_recipients(text: str) -> bool:
    """Whether *text* is like a row, were its recipients plainly meant."""
    phones = _ROW_SEPARATOR.split(text, 1)
    return len(phones) > 1 and all(_RECIPIENT.fullmatch(one.strip(BLANKS)) for one in phones[0].split(","))


def _read_row(line: RequestLine, path: str, start: int, end: int) -> MessageRead | None:
    separator = _ROW_SEPARATOR.search(line.text, start, end)
    if _TAIL.fullmatch(line.text[start:end].lstrip(BLANKS)):
        line.add("tail-misplaced", path, start, end)
    elif separator is None:
        line.add("row-separator", path, start, end, _why_no_row(line.text[start:end], path))
    else:
        if separator[0] == ";" and (number := _SECOND_RECIPIENT.match(line.text, separator.end(), end)):
            line.add("row-second-number", f"{path}.mes", *number.span())
        return MessageRead(path, (start, separator.start()), (separator.end(), end), "")
    return None


def _why_no_row(text: str, path: str) -> str | None:
    if _RECIPIENT.fullmatch(text.strip(BLANKS)):
        return "this row has phones and no message"
    if path != "body.rows[0]":
        return "this line begins no row; if it belongs to the message above, write \\n instead of the line break"
    return None


def _read_recipients(
    line: RequestLine, message: MessageRead, separator: re.Pattern[str], kind: Kind | None
) -> tuple[str, ...]:
    """The `recipients` of *message*, without punctuation (C-PHONES, C-PLUS, R-NUMBER, R-PHONESEP, R-RECIPIENTKIND)."""
    values: list[str] = []

    def path(index: int) -> str:
        return f"{message.path}.phones[{index}]"

    spans = items(line, path, *message.recipients, separator)
    for index, (start, end) in enumerate(spans):
        field = path(index)
        value = line.text[start:end]
        match = _RECIPIENT.fullmatch(value)
        if not value:
            line.add("phone-empty", field, start, end, _WHERE_EMPTY.get((index == 0, index == len(spans) - 1)))
        elif match is None:
            says = why_no_recipient(value, quoted=line.may_quote(start, end))
            line.add("phone-format", field, start, end, says, _fixed(value))
        elif kind is not None and match.lastgroup not in recipients_of(kind):
            line.add("recipient-kind", field, start, end)
        elif match.lastgroup == "NUMBER":
            digits = value.translate(_PUNCTUATION)
            if digits != value:
                line.add("number-punctuation", field, start, end, fix=digits)
            value = digits
        values.append(value)
    return tuple(values)


def recipients_of(kind: Kind) -> tuple[str, ...]:
    """The terminals of recipients that a message of *kind* can go to (R-RECIPIENTKIND)."""
    match kind:
        case Kind.EMAIL:
            return "EMAIL", "GROUP"
        case Kind.BOT:
            return "NUMBER", "PLUS_NUMBER", "GROUP", "TELEGRAM"
        case _:
            return "NUMBER", "PLUS_NUMBER", "GROUP"


def _fixed(value: str) -> str | None:
    """What *value* was meant to be, where that is certain: a number with punctuation, or several with spaces between."""
    if value[:1] == "+":
        number = "+" + value[1:].translate(_PUNCTUATION)
        return number if _RECIPIENT.fullmatch(number) else None
    numbers = value.split()
    return ",".join(numbers) if len(numbers) > 1 and all(map(FULL_NUMBER.fullmatch, numbers)) else None


def why_no_recipient(value: str, *, quoted: bool) -> str | None:
    """What keeps *value* from being the number it seems to be; ``None`` where it is not much like one.

    Unless it may be *quoted*, nothing in it is.
    """
    if value[0] == "#":
        return "a Telegram name has 1 to 64 Latin letters, digits and underscores"
    if value[0] == "g" and value[1:].isdecimal():
        return "the G of a group is upper case"
    digits = sum(character in _DIGITS for character in value)
    if not digits:
        return None
    strange = value.removeprefix("+").translate(_PUNCTUATION).strip(_DIGITS)
    if strange:
        return f"a number holds digits only{f', and here is {strange[0]!r}' if quoted else ''}"
    if value[0] == "+" and len(value) > digits + 1:
        return "a number after `+` is taken exactly, so no punctuation may stand in it"
    if not 3 <= digits <= 15:
        if _fixed(value):
            return f"these are {len(value.split())} numbers with spaces between them; a comma belongs there"
        return f"a number has 3 to 15 digits, and this has {digits}"
    return None
