"""Reading what follows the options: one message with its recipients, or the rows of a list."""

import re

from ...grammar import one_of, terminal
from ..content.kinds import Kind
from ..content.read import read_content
from ..findings.findings import Findings, Span
from ..model import Batch, Format, Row, Single
from .fields import trimmed
from .recipients import Message, is_recipient, read_recipients

_PHONE_SEPARATOR = re.compile("[,;]")
_ROW_PHONE_SEPARATOR = re.compile(",")
_ROW_SEPARATOR = re.compile("[:;]")
_NEXT_ROW = terminal("NEXT_ROW")
_NEARLY_ROW = terminal("NEARLY_ROW")
_SECOND_NUMBER = terminal("OBVIOUS_NUMBER")
_TAIL = one_of("SUBJECT", "VOICE")
_TAIL_KINDS = {"SUBJECT": Kind.EMAIL, "VOICE": Kind.VOICE}


def read_single(found: Findings, format: Format | None, phones: Span, mes: Span) -> tuple[Single, set[Kind]]:
    """The message and its kind (C-SINGLE)."""
    message = Message("body", phones, mes, found.text[slice(*mes)])
    kind = message.kind(format)
    recipients = read_recipients(found, message, _PHONE_SEPARATOR, kind)
    _check_mes(found, message, format, None)
    return Single(recipients, message.text), {kind} if kind else set()


def _check_mes(found: Findings, message: Message, format: Format | None, tail: str | None) -> None:
    read_content(found, f"{message.path}.mes", message.mes, message.text, format, message.kind(format), tail=tail)


def read_list(found: Findings, format: Format | None, start: int, multiline: bool) -> tuple[Batch, set[Kind]]:
    """The rows from *start* to the end of the text, and their kinds (C-LIST, C-LISTROW, C-LIST-TAIL, C-TEST)."""
    lines = _lines(found, start)
    filled = [index for index, line in enumerate(lines) if found.text[slice(*line)].strip(" \t")]
    if not filled:
        found.add("list-empty", "body", start, len(found.text))
        return Batch(()), set()
    first, last = filled[0], filled[-1]
    ending = _ending(found, lines[last], multiline) if last > first else None
    messages = _read_rows(found, lines[first : last if ending else None], multiline)
    kinds = _kinds(messages, format)
    tail = None
    if ending and (not kinds or _TAIL_KINDS[str(ending.lastgroup)] in kinds):
        trimmed(found, "body.tail", lines[last][0], lines[last][1] - len(ending[0].rstrip(" \t")))
        tail = ending[0]
    elif ending and multiline and messages:
        messages[-1].extend(found, len(found.text))
        kinds = _kinds(messages, format)
    elif ending:
        found.add("tail-misplaced", "body.tail", *lines[last])
    for index in set(range(len(lines))).difference(filled):
        if not multiline or index < first or (tail and index > last):
            found.add_blank_line("body", *lines[index])
    rows: list[Row] = []
    for message in messages:
        recipients = read_recipients(found, message, _ROW_PHONE_SEPARATOR, message.kind(format))
        # A line without any recipient is hardly meant as a row, so its message is not judged as one.
        if any(map(is_recipient, recipients)):
            _check_mes(found, message, format, tail)
        rows.append(Row(recipients, message.text))
    return Batch(tuple(rows), tail), kinds


def _lines(found: Findings, start: int) -> list[Span]:
    ends = [*(feed.start() for feed in re.finditer("\n", found.text[start:])), len(found.text) - start]
    return [(start + before, start + end) for before, end in zip((0, *(end + 1 for end in ends)), ends, strict=False)]


def _ending(found: Findings, line: Span, multiline: bool) -> re.Match[str] | None:
    """The tail that *line* would be; in a multi-line list white space before it makes it text (R-TAIL, R-TEST2TAIL)."""
    text = found.text[slice(*line)]
    return _TAIL.fullmatch(text if multiline else text.lstrip(" \t"))


def _kinds(messages: list[Message], format: Format | None) -> set[Kind]:
    return {kind for message in messages if (kind := message.kind(format))}


def _read_rows(found: Findings, lines: list[Span], multiline: bool) -> list[Message]:
    messages: list[Message] = []
    written = 0
    for start, end in lines:
        # To the grammar the line break before a row is part of what begins it.
        if multiline and messages and not _NEXT_ROW.match(found.text, start - 1, end):
            messages[-1].mes = (messages[-1].mes[0], end)
            if _NEARLY_ROW.match(found.text, start, end):
                found.add("row-lookalike", f"{messages[-1].path}.mes", start, end)
        elif multiline or found.text[start:end].strip(" \t"):
            message = _read_row(found, f"body.rows[{written}]", start, end)
            messages += [message] if message else []
            written += 1
    for message in messages:
        message.extend(found, message.mes[1])
    return messages


def _why_no_row(line: str, path: str) -> str | None:
    if is_recipient(line.strip(" \t")):
        return "this row has phones and no message"
    if path != "body.rows[0]":
        return "this line begins no row; if it belongs to the message above, write \\n instead of the line break"
    return None


def _read_row(found: Findings, path: str, start: int, end: int) -> Message | None:
    separator = _ROW_SEPARATOR.search(found.text, start, end)
    if _TAIL.fullmatch(found.text[start:end].lstrip(" \t")):
        found.add("tail-misplaced", path, start, end)
    elif separator is None:
        found.add("row-separator", path, start, end, _why_no_row(found.text[start:end], path))
    else:
        if separator[0] == ";" and (number := _SECOND_NUMBER.match(found.text, separator.end(), end)):
            found.add("row-second-number", f"{path}.mes", *number.span())
        return Message(path, (start, separator.start()), (separator.end(), end), "")
    return None
