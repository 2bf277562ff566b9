"""Reading what follows the options: one message with its recipients, or the rows of a list."""

import re

from ..grammar import one_of, terminal
from .fields import Span, trimmed
from .findings import Findings
from .kinds import Kind
from .message import Message, check_mes, read_recipients
from .model import Batch, Format, Row, Single

_PHONE_SEPARATOR = re.compile("[,;]")
_ROW_PHONE_SEPARATOR = re.compile(",")
_ROW_SEPARATOR = re.compile("[:;]")
_NEXT_ROW = terminal("NEXT_ROW")
_SECOND_NUMBER = terminal("OBVIOUS_NUMBER")
_TAIL = one_of("SUBJECT", "VOICE")
_TAIL_KINDS = {"SUBJECT": Kind.EMAIL, "VOICE": Kind.VOICE}


def read_single(found: Findings, format: Format | None, phones: Span, mes: Span) -> tuple[Single, set[Kind]]:
    """The message and its kind (C-SINGLE)."""
    message = Message("body", phones, mes, found.text[slice(*mes)])
    kind = message.kind(format)
    recipients = read_recipients(found, message, _PHONE_SEPARATOR, kind)
    check_mes(found, message, format, None)
    return Single(recipients, message.text), {kind} if kind else set()


def read_list(found: Findings, format: Format | None, start: int, multiline: bool) -> tuple[Batch, set[Kind]]:
    """The rows from *start* to the end of the text, and their kinds (C-LIST, C-LISTROW, C-LIST-TAIL, C-TEST)."""
    lines = _lines(found, start, multiline)
    if not lines:
        found.add("list-empty", "body", start, len(found.text))
        return Batch(()), set()
    last = found.text[slice(*lines[-1])].lstrip(" \t")
    ending = _TAIL.fullmatch(last) if len(lines) > 1 else None
    messages = _read_rows(found, lines[:-1] if ending else lines, multiline)
    kinds = {kind for message in messages if (kind := message.kind(format))}
    tail = None
    if ending and (not kinds or _TAIL_KINDS[str(ending.lastgroup)] in kinds):
        trimmed(found, "body.tail", lines[-1][0], lines[-1][1] - len(last.rstrip(" \t")))
        tail = last
    elif ending and multiline and messages:
        messages[-1].mes = (messages[-1].mes[0], lines[-1][1])
        messages[-1].text = _row_text(found, messages[-1].mes)
    elif ending:
        found.add("tail-misplaced", "body.tail", *lines[-1])
    rows: list[Row] = []
    for message in messages:
        recipients = read_recipients(found, message, _ROW_PHONE_SEPARATOR, message.kind(format))
        check_mes(found, message, format, tail)
        rows.append(Row(recipients, message.text))
    return Batch(tuple(rows), tail), kinds


def _lines(found: Findings, start: int, multiline: bool) -> list[Span]:
    """The spans of the lines that count: blank ones are skipped, but within a multi-line message (R-ROWBLANK)."""
    lines: list[Span] = []
    blank: list[Span] = []
    at = start
    for line in found.text[start:].split("\n"):
        span = (at, at + len(line))
        at += len(line) + 1
        (lines if line.strip(" \t") or (multiline and lines) else blank).append(span)
    if lines:
        for span in blank:
            found.add("row-blank", "body", *span)
    return lines


def _read_rows(found: Findings, lines: list[Span], multiline: bool) -> list[Message]:
    messages: list[Message] = []
    written = 0
    for start, end in lines:
        # To the grammar the line break before a row is part of what begins it.
        if multiline and messages and not _NEXT_ROW.match(found.text, start - 1, end):
            messages[-1].mes = (messages[-1].mes[0], end)
            continue
        path = f"body.rows[{written}]"
        written += 1
        if _TAIL.fullmatch(found.text[start:end].lstrip(" \t")):
            found.add("tail-misplaced", path, start, end)
            continue
        separator = _ROW_SEPARATOR.search(found.text, start, end)
        if separator is None:
            found.add("row-separator", path, start, end)
            continue
        if separator[0] == ";" and _SECOND_NUMBER.match(found.text, separator.end(), end):
            found.add("row-second-number", f"{path}.mes", separator.end(), end)
        messages.append(Message(path, (start, separator.start()), (separator.end(), end), ""))
    for message in messages:
        message.text = _row_text(found, message.mes)
    return messages


def _row_text(found: Findings, span: Span) -> str:
    """What a row's text says: backslash and n are a line break, any other backslash is itself (C-LISTNL, R-ROWNL)."""
    return found.text[slice(*span)].replace("\\n", "\n")
