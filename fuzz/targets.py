"""What must hold of every input: each target takes any octets and raises where it does not hold.

A refusal is no failure. Anything else that a function of the codec raises is one, and so is a result that contradicts
another function's.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast

import msgspec

from smsmail import codec
from smsmail.conformance.operations import OPERATIONS
from smsmail.conformance.question import BadQuestion, read_question

from . import promises
from .shown import gateway, masking

BETWEEN = "\x1f"
"""Between the values of a target that takes several."""

_LONG_HEADER = b"X-Long: " + b"x" * 8192 + b"\n"
"""Makes a mail long, which is then parsed in another way, and changes nothing else."""

_NOW = datetime(2030, 1, 31, 19, 30, tzinfo=UTC)


def check_line(octets: bytes) -> None:
    """Of any text there are findings, in place and in words; the decoder accepts just what they allow."""
    text = text_of(octets)
    found = codec.check(text)
    promises.are_sound(found, text)
    reported: list[codec.Diagnostic] = []
    try:
        codec.decode_request(text, report=reported.append)
    except codec.DecodeError as error:
        assert list(error.diagnostics) == found
        assert error.errors
        assert str(error)
    else:
        assert not promises.has_error(found)
        assert reported == [one for one in found if one.severity != "note"]
    promises.fixes_help(found, text)
    promises.line_ends_change_nothing(found, text)


def request(octets: bytes) -> None:
    """What is decoded can be counted, scheduled, written as JSON, and encoded to the same request."""
    try:
        decoded = codec.decode_request(text_of(octets))
    except codec.DecodeError:
        return
    for content in codec.contents_of(decoded):
        promises.content_comes_back(content)
    count = codec.sms_count(decoded)
    assert count is None or count >= 1
    codec.send_at(decoded.time, decoded.tz, _NOW)
    assert codec.to_request(msgspec.to_builtins(decoded)) == decoded
    if (line := _written(decoded)) is None:
        return
    assert codec.decode_request(line) == decoded
    assert codec.encode_request(codec.decode_request(line)) == line
    promises.mail_comes_back(decoded, line)


def value(octets: bytes) -> None:
    """Any JSON is written so that it is read again, or refused."""
    try:
        given = json.loads(octets)
    except (ValueError, RecursionError):
        return
    try:
        line = codec.encode_request(given)
    except codec.EncodeError as error:
        promises.are_told(error.diagnostics)
        assert str(error)
    else:
        meant = codec.to_request(given)
        assert codec.decode_request(line) == meant
        promises.mail_comes_back(meant, line)
    try:
        reply_line = codec.encode_reply(given)
    except codec.EncodeError as error:
        promises.are_told(error.diagnostics)
    else:
        assert codec.decode_reply(reply_line) == codec.to_reply(given)


def encode(octets: bytes) -> None:
    """Any values of a request are written so that they are read again, or refused."""
    given = _values(text_of(octets))
    try:
        line = codec.encode_request(given)
    except codec.EncodeError as error:
        promises.are_told(error.diagnostics)
        assert str(error)
        return
    assert codec.decode_request(line) == given
    assert not promises.has_error(codec.check(line))
    promises.mail_comes_back(given, line)
    assert codec.encode_request(codec.to_request(msgspec.to_builtins(given))) == line


def mail(octets: bytes) -> None:
    """Any octets are a mail with findings; what is read of it is read again from the mail that is written of it."""
    found = codec.check_mail(octets)
    promises.are_told(found)
    # The line in front of a mail of a mailbox can stand nowhere but in front, and white space would go on with the header.
    longer = octets if octets.startswith((b"From ", b" ", b"\t")) else _LONG_HEADER + octets
    assert promises.rules_of(found) == promises.rules_of(codec.check_mail(longer))
    for one in found:
        assert one.field.partition(".")[0] != "mail" or one.end <= len(octets)
    try:
        read = codec.decode_mail(octets)
    except codec.DecodeError as error:
        # Headers may say more, and explain what was found.
        assert error.errors
        assert promises.has_error(found)
        return
    assert codec.charset_named(read.charset) == read.charset
    assert codec.decode_mail(longer).text == read.text
    assert read.text
    assert read.text.strip("\r\n") == read.text
    try:
        decoded = codec.decode_request(read.text)
    except codec.DecodeError:
        assert promises.has_error(found)
        return
    assert not promises.has_error(found)
    if (line := _written(decoded)) is None:
        return
    promises.mail_comes_back(decoded, line)
    promises.mail_comes_back(decoded, line, read.charset)


def content(octets: bytes) -> None:
    """Any message is read as what its format, sender and tail make it, and written again, or refused."""
    format, sender, tail, mes = (*text_of(octets).split(BETWEEN, 3), "", "", "", "")[:4]
    reported: list[codec.Diagnostic] = []
    try:
        said = codec.decode_content(
            mes,
            int(format) if re.fullmatch("[0-9]{1,2}", format) else codec.Format.TEXT,
            sender or None,
            tail=tail or None,
            report=reported.append,
        )
    except codec.DecodeError as error:
        promises.are_told(error.diagnostics)
        assert error.errors
        assert all(one.end <= len(mes) for one in error.diagnostics if one.field == "mes")
        return
    promises.are_told(reported)
    assert not promises.has_error(reported)
    promises.content_comes_back(said)


def cut(octets: bytes) -> None:
    """Any text is cut into parts that make it up again and fit, or has half of a surrogate pair."""
    text = text_of(octets)
    try:
        parts = codec.segment(text)
    except codec.EncodeError as error:
        assert {found.rule for found in error.diagnostics} == {"surrogate"}
        assert not is_whole(text)
        return
    assert is_whole(text)
    assert "".join(parts.parts) == text
    assert 0 <= parts.left <= parts.room
    assert all(parts.parts) or parts.parts == ("",)
    assert (parts.encoding == "gsm7") == (not codec.unencodable(text, "gsm7"))
    assert parts.units <= parts.room * len(parts.parts)
    plain = codec.as_gsm7(text)
    assert plain is None or _parts_of_gsm7(plain)


def reply(octets: bytes) -> None:
    """Any text is a reply that can be written again, or is refused."""
    text = text_of(octets)
    reported: list[codec.Diagnostic] = []
    try:
        answer = codec.decode_reply(text, report=reported.append)
    except codec.DecodeError as error:
        promises.are_sound(error.diagnostics, text, promises.LINE_FEED)
        assert error.errors
        assert error.code is None
        return
    promises.are_sound(reported, text, promises.LINE_FEED)
    assert not promises.has_error(reported)
    assert codec.to_reply(msgspec.to_builtins(answer)) == answer
    try:
        line = codec.encode_reply(answer)
    except codec.EncodeError as error:
        assert {one.rule for one in error.diagnostics} <= {"reply-id-missing", "reply-id-unexpected"}
        assert reported
        return
    assert codec.decode_reply(line) == answer


def ask(octets: bytes) -> None:
    """Any input of any operation is answered as JSON values, or refused."""
    try:
        question = read_question(octets)
    except BadQuestion:
        return
    op, given = question.get("op"), question.get("input")
    if not isinstance(given, dict) or not isinstance(op, str) or op not in OPERATIONS:
        return
    reported: list[codec.Diagnostic] = []
    try:
        json.dumps(msgspec.to_builtins(OPERATIONS[op](cast("dict[str, Any]", given), reported.append)))
    except (codec.DecodeError, codec.EncodeError) as error:
        promises.are_told(error.diagnostics)
    except BadQuestion:
        return
    promises.are_told(reported)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "check": check_line,
    "request": request,
    "encode": encode,
    "value": value,
    "mail": mail,
    "content": content,
    "segment": cut,
    "reply": reply,
    "ask": ask,
    "masking": masking,
    "gateway": gateway,
}


# ---- what the targets share


def text_of(octets: bytes) -> str:
    """*octets* as a text; those that are no UTF-8 are halves of surrogate pairs in it."""
    return octets.decode("utf-8", "surrogateescape")


def _written(decoded: codec.Request) -> str | None:
    """The line of a request that was read, which is refused for its id alone."""
    try:
        return codec.encode_request(decoded)
    except codec.EncodeError as error:
        assert {one.rule for one in error.diagnostics} == {"id-number"}
        return None


def _values(text: str) -> codec.Request:
    """The request whose values stand in *text*, in the order of the line; the tail first, then phones and message of
    each row, which make a list where there are several."""
    given = text.split(BETWEEN)
    given += [""] * (12 - len(given))
    login, psw, id, time, tz, translit, format, sender, test, tail, phones, mes, *more = given
    body = codec.Single(tuple(phones.split(",")), mes)
    if tail or more:
        rows = [
            body,
            *(codec.Single(tuple(one.split(",")), said) for one, said in zip(more[::2], more[1::2], strict=False)),
        ]
        body = codec.Batch(tuple(codec.Row(row.phones, row.mes) for row in rows), tail or None)
    return codec.Request(
        login=login,
        psw=psw,
        id=id or None,
        time=_time(time),
        tz=_number(tz, None),
        translit=_number(translit, 0),
        format=_number(format, 0),
        sender=sender or None,
        test=_number(test, 0),
        body=body,
    )


def _time(text: str) -> codec.Time | None:
    kind, _, value = text.partition(" ")
    numbers = [int(number) for number in re.findall("-?[0-9]{1,12}", value)] + [0, 0]
    match kind:
        case "at":
            return codec.At(value)
        case "window":
            return codec.Window(numbers[0], numbers[1])
        case "timestamp":
            return codec.Timestamp(numbers[0])
        case "after":
            return codec.After(numbers[0])
        case _:
            return None


def _number(text: str, default: Any) -> Any:
    return int(text) if re.fullmatch("-?[0-9]{1,12}", text) else default


def is_whole(text: str) -> bool:
    """Whether *text* has no half of a surrogate pair."""
    return not re.search("[\ud800-\udfff]", text)


def _parts_of_gsm7(text: str) -> codec.Segmentation:
    found = codec.segment(text)
    assert found.encoding == "gsm7"
    return found
