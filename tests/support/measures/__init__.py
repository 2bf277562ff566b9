"""The measure of each boundary of coverage.json: how large the input of a case is, in the unit that the boundary is about."""

from tests.support.measures import fields, others, times
from tests.support.measures.parts import (
    FORMAT,
    SENDER,
    TEST,
    TRANSLIT,
    Measure,
    digits_of,
    length,
    matching,
    numbers,
    option,
    schedule,
)

_SENDER = option(SENDER, "sender")
_AN_ID_NUMBER = numbers(matching(r"(0|[1-9][0-9]*)", fields.id_of))
_PLAIN_DIGITS = length(matching(r"([0-9]*)", fields.the_recipient))
_PLUS_DIGITS = length(matching(r"\+([0-9]*)", fields.the_recipient))
_NICKNAME = length(matching(r"#(\w*)", fields.the_recipient))
_TRANSLIT, _FORMAT, _TEST = (
    numbers(option(index, name)) for index, name in ((TRANSLIT, "translit"), (FORMAT, "format"), (TEST, "test"))
)
_TIMESTAMP_TEXT = length(matching(r"0([0-9]*)", times.time_text))
_AFTER_DIGITS = length(matching(r"\+([0-9]*)", times.time_text))
_TZ_DIGITS = length(matching(r"[+-]?([0-9]*)", lambda case: schedule(case, 1)))

MEASURES: dict[str, Measure] = {
    "colons": fields.colons,
    "options": fields.items,
    "id-length": length(matching(r"([A-Za-z0-9._-]*)", fields.id_of)),
    **dict.fromkeys(("id-least", "id-largest"), _AN_ID_NUMBER),
    "sender-shortest": length(_SENDER),
    "sender-characters": length(matching(r"([^@]*[^0-9@][^@]*)", _SENDER)),
    "sender-digits": length(matching(r"([0-9]+)", _SENDER)),
    **dict.fromkeys(("translit-least", "translit-most"), _TRANSLIT),
    **dict.fromkeys(("format-least", "format-most"), _FORMAT),
    **dict.fromkeys(("test-least", "test-most"), _TEST),
    "day-first": times.of_date("day"),
    "day-31": times.day_in(1, 3, 5, 7, 8, 10, 12),
    "day-30": times.day_in(4, 6, 9, 11),
    "day-29": times.day_in(2, leap=True),
    "day-28": times.day_in(2, leap=False),
    **dict.fromkeys(("month-first", "month-last"), times.of_date("month")),
    **dict.fromkeys(("hour-first", "hour-last"), times.of_date("hour")),
    **dict.fromkeys(("minute-first", "minute-last"), times.of_date("minute")),
    "dotted-space": times.spaces_before_hours,
    **dict.fromkeys(("year-of-two-digits-first", "year-of-two-digits-last"), times.of_date("year")),
    **dict.fromkeys(("year-first", "year-last"), times.year_given),
    **dict.fromkeys(("window-from-first", "window-from-last"), times.window_from),
    "window-to-last": times.window_to,
    "window-length": times.window_length,
    "window-from-digits": length(matching(r"([0-9]+)-[0-9]{1,2}", times.time_text)),
    "window-to-digits": length(matching(r"[0-9]{1,2}-([0-9]+)", times.time_text)),
    "leading-zero-digits": length(matching(r"(0[0-9]*)", times.time_text)),
    **dict.fromkeys(("timestamp-digits-least", "timestamp-digits-most"), _TIMESTAMP_TEXT),
    **dict.fromkeys(("timestamp-to-write", "timestamp-of-nine-digits"), times.timestamp_digits),
    **dict.fromkeys(("after-digits-least", "after-digits-most"), _AFTER_DIGITS),
    **dict.fromkeys(("after-first", "after-last"), times.minutes),
    **dict.fromkeys(("tz-digits-least", "tz-digits-most"), _TZ_DIGITS),
    **dict.fromkeys(("tz-westernmost", "tz-easternmost"), times.zone),
    **dict.fromkeys(("number-shortest", "number-usual", "number-longest"), _PLAIN_DIGITS),
    **dict.fromkeys(("plus-shortest", "plus-usual", "plus-longest"), _PLUS_DIGITS),
    "group-digits": length(matching(r"G([0-9]*)", fields.the_recipient)),
    **dict.fromkeys(("telegram-shortest", "telegram-longest"), _NICKNAME),
    **dict.fromkeys(("mes-shortest", "mes-longest"), length(fields.single_mes)),
    **dict.fromkeys(("row-mes-shortest", "row-mes-longest"), length(fields.row_mes)),
    "rows": fields.rows,
    **dict.fromkeys(("empty-text", "latin-one-part", "latin-two-parts", "latin-three-parts"), others.septets),
    **dict.fromkeys(("cyrillic-one-part", "cyrillic-two-parts", "cyrillic-three-parts"), others.cyrillic_units),
    "hex-digits": fields.hex_digits,
    "binary-one-part": others.octets,
    "group-size": others.group_size,
    **dict.fromkeys(("mail-always", "mail-longest"), others.mail_octets),
    "multiparts": others.multiparts,
    "content-header": others.longest_content_header,
    "reply-count-least": others.reply_count,
    "reply-count-digits": digits_of(others.reply_count),
    **dict.fromkeys(("reply-error-first", "reply-error-last"), others.reply_error),
    "repeats": others.requests,
    "repeats-seconds": others.seconds_in_all,
    "flood-messages": others.messages,
    "flood-break": others.seconds_before_the_last,
    "forwarded": others.first_text,
}
