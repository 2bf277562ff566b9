"""Writers of requests."""

import re
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from tests.support.zoo.animal import Answer, Input, Operation, animal
from tests.support.zoo.ways import ID, MES, OPTIONS, SCHEDULE, changed, member, messages_of, with_field


def _rewritten(answer: Answer, change: Callable[[str], str]) -> Answer:
    return changed(answer, lambda value: value.update(text=change(value["text"])))


def _unchecked(given: Input, right: Operation, value: str, stand_in: str) -> Answer:
    """What is written with *value* where it would be refused: it is written without a look."""
    answer = right({"request": _replaced(given["request"], value, stand_in)})
    return _rewritten(answer, lambda text: text.replace(stand_in, value))


def _replaced(value: Any, old: str, new: str) -> Any:
    if isinstance(value, dict):
        return {key: _replaced(item, old, new) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, list):
        return [_replaced(item, old, new) for item in value]  # pyright: ignore[reportUnknownVariableType]
    return new if value == old else value


@animal("encode_request", caught_by=("encode/request/required-fields-only", "encode/options/sender-and-test"))
def writes_defaults(given: Input, right: Operation) -> Answer:
    """Writes the defaults of the options."""

    def filled(options: str) -> str:
        translit, format, sender, test = (options.split(",") + [""] * 4)[:4]
        return f"{translit or 0},{format or 0},{sender},{test or 0}"

    return _rewritten(right(given), lambda text: with_field(text, OPTIONS, filled))


@animal("encode_request", caught_by=("encode/options/test-only", "encode/options/sender-and-test"))
def drops_leading_commas(given: Input, right: Operation) -> Answer:
    """Drops commas at either end of the options."""
    return _rewritten(right(given), lambda text: with_field(text, OPTIONS, lambda options: options.strip(",")))


@animal("encode_request", caught_by=("encode/request/required-fields-only",))
def writes_none(given: Input, right: Operation) -> Answer:
    """Formats an absent id with an f-string, which makes it None."""
    return _rewritten(right(given), lambda text: with_field(text, ID, lambda value: value or "None"))


@animal("encode_request", caught_by=("encode/time/tz-zero",))
def leaves_moscow_out(given: Input, right: Operation) -> Answer:
    """Asks `if tz:` and leaves 0, which is Moscow, out."""
    return _rewritten(right(given), lambda text: with_field(text, SCHEDULE, lambda field: field.removesuffix(",0")))


@animal("encode_request", caught_by=("encode/time/after-zero",))
def leaves_zero_minutes_out(given: Input, right: Operation) -> Answer:
    """Asks `if minutes:` and leaves an offset of 0 out."""
    return _rewritten(right(given), lambda text: with_field(text, SCHEDULE, lambda field: re.sub(r"^\+0\b", "", field)))


@animal("encode_request", caught_by=("encode/time/date-early-in-month",))
def writes_dates_without_zeros(given: Input, right: Operation) -> Answer:
    """Writes day, month, hour and minute without leading zeros."""

    def short(field: str) -> str:
        date, comma, tz = field.partition(",")
        pairs = re.findall("..", date) if re.fullmatch("[0-9]{10}", date) else []
        return "".join(str(int(pair)) for pair in pairs) + comma + tz if pairs else field

    return _rewritten(right(given), lambda text: with_field(text, SCHEDULE, short))


@animal("encode_request", caught_by=("encode/time/timestamp",))
def writes_bare_timestamps(given: Input, right: Operation) -> Answer:
    """Writes a timestamp without the 0 that marks it."""
    time = member(given["request"], "time")
    if time.get("kind") != "timestamp":
        return right(given)
    return _rewritten(right(given), lambda text: with_field(text, SCHEDULE, lambda field: field.lstrip("0")))


@animal("encode_request", caught_by=("encode/request/colon-in-psw",))
def escapes_colons(given: Input, right: Operation) -> Answer:
    """Escapes a colon in the password with a backslash."""
    psw = given["request"].get("psw")
    if not isinstance(psw, str) or ":" not in psw:
        return right(given)
    return _rewritten(
        _unchecked(given, right, psw, "stand-in"), lambda text: text.replace(psw, psw.replace(":", "\\:"))
    )


@animal("encode_request", caught_by=("encode/options/sender-too-long", "encode/options/sender-sixteen-digits"))
def writes_any_sender(given: Input, right: Operation) -> Answer:
    """Does not check the sender."""
    sender = given["request"].get("sender")
    written = right(given)
    return written if "ok" in written or not sender else _unchecked(given, right, sender, "stand-in")


@animal("encode_request", caught_by=("encode/mes/thousand-and-one-characters", "encode/list/message-too-long"))
def cuts_messages_off(given: Input, right: Operation) -> Answer:
    """Cuts a long message off before it is written."""
    request = deepcopy(given["request"])
    for message in messages_of(request) if "body" in request and request["body"]["kind"] != "letter" else []:
        message["mes"] = message["mes"][:1000]
    return right({"request": request})


@animal("encode_request", caught_by=("encode/list/newline-in-message",))
def writes_line_breaks_in_rows(given: Input, right: Operation) -> Answer:
    """Writes a line break in a row as it is."""

    def broken(rows: str) -> str:
        return rows.replace("\\n", "\n") if given["request"]["body"]["kind"] == "list" else rows

    return _rewritten(right(given), lambda text: with_field(text, MES, broken))


@animal("encode_request", caught_by=("encode/mes/colons-newlines-spaces",))
def escapes_line_breaks(given: Input, right: Operation) -> Answer:
    """Writes line breaks of a single message as backslash and n."""

    def escaped(mes: str) -> str:
        return mes.replace("\n", "\\n") if given["request"]["body"]["kind"] == "single" else mes

    return _rewritten(right(given), lambda text: with_field(text, MES, escaped))


@animal("encode_request", caught_by=("encode/time/february-30",))
def writes_any_date(given: Input, right: Operation) -> Answer:
    """Formats the pieces of a date without a look at the calendar."""
    time = member(given["request"], "time")
    at = str(time.get("at"))
    if "ok" in right(given) or not re.fullmatch(r"20\d\d-(0\d|1[0-2])-[0-3]\d\D[0-2]\d:[0-5]\d", at):
        return right(given)
    answer = right({"request": {**given["request"], "time": {"kind": "at", "at": "2000-01-01T00:00"}}})
    written = f"{at[8:10]}{at[5:7]}{at[2:4]}{at[11:13]}{at[14:16]}"
    return _rewritten(answer, lambda text: text.replace("0101000000", written))
