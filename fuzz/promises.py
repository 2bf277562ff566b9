"""What is promised of findings, contents and mails, whatever the input: each function raises where it does not hold."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from smsmail import codec

SECRET = "s3cr3t"
"""The password of the seeds: long enough that it never stands in a finding by chance."""

FIXES = 10
"""So many fixes of one text are tried: each takes another check of it."""

LINE_END = re.compile("\r\n?|\n")
LINE_FEED = re.compile("\n")
"""In a reply a carriage return ends no line."""

_LINE_FEEDS = re.compile("\n+")


def has_error(found: Sequence[codec.Diagnostic]) -> bool:
    """Whether one of the findings is a refusal."""
    return any(one.severity == "error" for one in found)


def rules_of(found: Sequence[codec.Diagnostic]) -> list[tuple[str, str]]:
    """What was found where, without the offsets."""
    return [(one.rule, one.field) for one in found]


def are_told(found: Sequence[codec.Diagnostic]) -> None:
    """Each finding is of a rule, has words, and keeps the password to itself."""
    for one in found:
        assert one.rule in codec.RULES
        assert 0 <= one.start <= one.end
        assert one.line >= 1
        assert one.column >= 1
        said = f"{one.message} {one.expected} {one.remedy} {one.field}"
        assert one.message
        assert SECRET not in said
        said.encode()  # It can be printed.


def are_sound(found: Sequence[codec.Diagnostic], text: str, line_end: re.Pattern[str] = LINE_END) -> None:
    """Moreover each is where it says."""
    are_told(found)
    starts = [0, *(end.end() for end in line_end.finditer(text))]
    for one in found:
        assert one.end <= len(text)
        line = bisect_right(starts, one.start)
        assert (one.line, one.column) == (line, one.start - starts[line - 1] + 1)


def fixes_help(found: Sequence[codec.Diagnostic], text: str) -> None:
    """A fix that is offered can be made, changes something, and makes nothing worse."""
    errors = sum(one.severity == "error" for one in found)
    for one in [one for one in found if one.fix][:FIXES]:
        at = 0
        for edit in one.fix:
            assert at <= edit.start <= edit.end <= len(text)
            at = edit.end
        fixed = codec.edited(text, one.fix)
        assert fixed != text
        left = codec.check(fixed)
        assert sum(one.severity == "error" for one in left) <= errors
        if one.severity == "error":
            assert left != found


def line_ends_change_nothing(found: Sequence[codec.Diagnostic], text: str) -> None:
    """A text whose lines end otherwise has the same findings at the same places, and the same fixes."""
    if "\r" not in text:
        return
    plain = LINE_END.sub("\n", text)
    others = [one for one in found if one.rule != "carriage-return"]
    assert len(others) == len(found) - 1
    for one, same in zip(others, codec.check(plain), strict=True):
        assert (one.rule, one.field, one.line, one.column) == (same.rule, same.field, same.line, same.column)
        # A fix may bring a carriage return and a line feed together, which then are one line end.
        fixed = LINE_END.sub("\n", codec.edited(text, one.fix))
        assert _LINE_FEEDS.sub("\n", fixed) == _LINE_FEEDS.sub("\n", codec.edited(plain, same.fix))


def content_comes_back(said: Any) -> None:
    """What a message is can be written so that it is read again, by its format or by its prefix, or is refused."""
    for by_prefix in (False, True):
        try:
            message = codec.encode_content(said, by_prefix=by_prefix)
        except codec.EncodeError as error:
            are_told(error.diagnostics)
            continue
        assert codec.decode_content(*message) == said


def mail_comes_back(meant: codec.Request, line: str, charset: str | None = None) -> None:
    """The mail around a request carries just its line, or is refused."""
    try:
        written = codec.encode_mail(meant, charset)
    except codec.EncodeError as error:
        are_told(error.diagnostics)
        return
    assert written.isascii()
    assert max(map(len, written.split(b"\r\n"))) <= 998
    assert codec.decode_mail(written).text == line
