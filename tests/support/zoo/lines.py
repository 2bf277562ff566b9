"""Readers of single requests."""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote_plus

from tests.support.zoo.animal import Answer, Input, Operation, animal
from tests.support.zoo.ways import (
    ID,
    LOGIN,
    MES,
    OPTIONS,
    PHONES,
    SCHEDULE,
    changed,
    is_list,
    messages_of,
    reading,
    refusal,
    value_of,
    with_field,
)


@animal("decode_request", caught_by=("request/fields/colon-in-message", "request/mes/wap-push-colon-and-port"))
def splits_at_every_colon(given: Input, right: Operation) -> Answer:
    """Splits the line at every colon and takes the seventh piece for the message."""
    text = given["text"]
    return right(given if is_list(text) else {"text": ":".join(text.split(":")[:7])})


@animal("decode_request", caught_by=("request/linebreak/newline-in-message",))
def reads_one_line(given: Input, right: Operation) -> Answer:
    """Reads the first line only."""
    return right(given if is_list(given["text"]) else {"text": given["text"].split("\n")[0]})


@animal(
    "decode_request",
    caught_by=(
        *("request/linebreak/form-feed-is-payload", "request/linebreak/line-separator-is-payload"),
        "request/linebreak/next-line-is-payload",
    ),
)
def rejoins_lines(given: Input, right: Operation) -> Answer:
    """Rejoins the message from splitlines(), which also splits at form feeds, NEL and U+2028."""
    return right({"text": "\n".join(given["text"].splitlines())})


@animal("decode_request", caught_by=("request/linebreak/crlf-becomes-newline",))
def keeps_carriage_returns(given: Input, right: Operation) -> Answer:
    """Splits at line feeds and leaves the carriage returns where they are."""
    answer = right({"text": given["text"].replace("\r\n", "\ue000\n")})
    return changed(answer, lambda request: _each_message(request, lambda mes: mes.replace("\ue000\n", "\r\n")))


@animal("decode_request", caught_by=("request/documented/format-only-as-meant", "request/options/test-only"))
def drops_empty_options(given: Input, right: Operation) -> Answer:
    """Drops the empty items of the options, so that those behind them move up."""
    return reading(given, right, OPTIONS, lambda field: ",".join(filter(None, field.split(","))))


@animal("decode_request", caught_by=("request/options/five-items-last-empty", "request/mutants/five-items-each-valid"))
def overlooks_a_fifth_option(given: Input, right: Operation) -> Answer:
    """Takes the first four options and does not look for more."""
    return reading(given, right, OPTIONS, lambda field: ",".join(field.split(",")[:4]))


@animal(
    "decode_request",
    caught_by=("request/format/full-width-digit", "request/translit/leading-zero", "request/test/full-width-digit"),
)
def converts_options_with_int(given: Input, right: Operation) -> Answer:
    """Converts options with int(), which takes leading zeros, signs, spaces, underscores and the digits of any script."""

    def converted(field: str) -> str:
        items = field.split(",")
        for place in (0, 1, 3):
            if place < len(items) and (number := _int(items[place])) is not None:
                items[place] = str(number)
        return ",".join(items)

    return reading(given, right, OPTIONS, converted)


def _int(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


@animal("decode_request", caught_by=("request/phones/arabic-indic-digits", "request/phones/plus-arabic-indic-digits"))
def matches_phones_with_any_digit(given: Input, right: Operation) -> Answer:
    r"""Matches phones with \d, which is any digit of Unicode, and stores them as they are written."""
    phones = given["text"].split(":")[5:6]
    answer = reading(given, right, PHONES, _in_ascii_digits)
    if phones and re.fullmatch(r"\+?\d+", phones[0]):
        changed(answer, lambda request: request["body"].update(phones=phones))
    return answer


@animal("decode_request", caught_by=("request/time/arabic-indic-digits", "request/time/window-arabic-indic-digit"))
def matches_times_with_any_digit(given: Input, right: Operation) -> Answer:
    r"""Matches times with \d, which is any digit of Unicode."""
    return reading(given, right, SCHEDULE, _in_ascii_digits)


def _in_ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text)


@animal(
    "decode_request",
    caught_by=("request/whitespace/no-break-space-is-value", "request/whitespace/newline-before-login"),
)
def trims_too_much(given: Input, right: Operation) -> Answer:
    """Trims fields with strip(), which also takes line breaks, form feeds and no-break spaces."""
    fields = given["text"].split(":", 6)
    return right({"text": ":".join([*(field.strip() for field in fields[:6]), *fields[6:]])})


@animal("decode_request", caught_by=("request/documented/format-and-sender-as-printed", "request/whitespace/tabs"))
def keeps_white_space(given: Input, right: Operation) -> Answer:
    """Drops no white space around separators."""
    head = given["text"].split(":", 6)[:6]
    answer = right(given)
    psw, options = (head[1], head[4].split(",")) if len(head) == 6 else ("", [""])
    if any(re.search(r"^[ \t]|[ \t]$", item) for item in (head[0], *options[:2], *options[3:])):
        return refusal()

    def untrimmed(request: dict[str, Any]) -> None:
        request["psw"] = psw
        if len(options) > 2 and options[2]:
            request["sender"] = options[2]

    return changed(answer, untrimmed)


@animal(
    "decode_request", caught_by=("request/mes/outer-white-space-kept", "request/linebreak/trailing-newline-is-payload")
)
def trims_the_message(given: Input, right: Operation) -> Answer:
    """Trims the message."""
    return reading(given, right, MES, str.strip)


@animal("decode_request", caught_by=("request/id/newline-at-end",))
def ends_ids_in_a_dollar(given: Input, right: Operation) -> Answer:
    """Ends its pattern for the id in $, which also matches in front of a last line feed."""

    def cut(field: str) -> str:
        return field.removesuffix("\n")

    answer = reading(given, right, ID, cut)
    return changed(answer, lambda request: request.update(id=given["text"].split(":", 6)[ID] or None))


@animal("decode_request", caught_by=("request/id/largest-number",))
def refuses_the_largest_id(given: Input, right: Operation) -> Answer:
    """Requires an id to be less than 2147483647."""
    answer = right(given)
    id = value_of(answer).get("id") or ""
    return refusal() if id.isdecimal() and int(id) >= 2147483647 else answer


@animal("decode_request", caught_by=("request/id/zero-is-unspecified",))
def takes_zero_for_an_id(given: Input, right: Operation) -> Answer:
    """Takes id 0 for an id."""
    zero = given["text"].split(":", 6)[2:3] == ["0"]
    return changed(right(given), lambda request: request.update(id="0") if zero else None)


@animal("decode_request", caught_by=("request/time/year-70",))
def pivots_at_69(given: Input, right: Operation) -> Answer:
    """Parses the year with %y, whose years from 69 on are of the twentieth century."""

    def pivoted(time: dict[str, Any]) -> None:
        if time["kind"] == "at" and int(time["at"][2:4]) >= 69:
            time["at"] = f"19{time['at'][2:]}"

    return changed(right(given), lambda request: request["time"] and pivoted(request["time"]))


@animal("decode_request", caught_by=("request/time/ten-digits-leading-zero-is-a-date",))
def takes_early_days_for_timestamps(given: Input, right: Operation) -> Answer:
    """Takes any digits behind a leading 0 for a timestamp, also where there are ten in all."""
    time = given["text"].split(":", 6)[SCHEDULE].partition(",")[0] if given["text"].count(":") > 3 else ""
    answer = right(given)
    if re.fullmatch("0[0-9]{9}", time):
        changed(answer, lambda request: request.update(time={"kind": "timestamp", "ts": int(time)}))
    return answer


@animal("decode_request", caught_by=("request/time/february-31", "request/time/april-31"))
def rolls_dates_over(given: Input, right: Operation) -> Answer:
    """Lets the date library carry what is too much for a month over into the next."""

    def rolled(field: str) -> str:
        time, comma, tz = field.partition(",")
        if not re.fullmatch(r"(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])[0-9]{6}", time):
            return field
        first = datetime(2000 + int(time[4:6]), int(time[2:4]), 1)
        return f"{first + timedelta(days=int(time[:2]) - 1):%d%m%y}{time[6:]}{comma}{tz}"

    return reading(given, right, SCHEDULE, rolled)


@animal("decode_request", caught_by=("request/tz/zero-is-moscow",))
def takes_moscow_for_absent(given: Input, right: Operation) -> Answer:
    """Asks `if tz:` and takes 0, which is Moscow, for absent."""
    return changed(right(given), lambda request: request.update(tz=request["tz"] or None))


@animal("decode_request", caught_by=("request/phones/semicolon", "request/phones/comma-and-semicolon-mixed"))
def knows_no_semicolon(given: Input, right: Operation) -> Answer:
    """Splits phones at commas only."""
    fields = given["text"].split(":", 6)
    return refusal(7) if ";" in "".join(fields[5:6]) else right(given)


@animal("decode_request", caught_by=("request/phones/plus",))
def loses_the_plus(given: Input, right: Operation) -> Answer:
    """Drops the plus sign of a number as punctuation."""

    def without(phones: list[str]) -> list[str]:
        return [phone.lstrip("+") for phone in phones]

    def change(request: dict[str, Any]) -> None:
        for message in messages_of(request):
            message["phones"] = without(message["phones"])

    return changed(right(given), change)


@animal("decode_request", caught_by=("request/phones/plus-with-punctuation", "request/phones/plus-with-spaces"))
def corrects_numbers_with_plus(given: Input, right: Operation) -> Answer:
    """Corrects numbers with a plus sign as well, although it asks to be taken as written."""

    def corrected(field: str) -> str:
        return re.sub(r"\+[0-9 ().-]+", lambda match: "+" + re.sub("[ ().-]", "", match[0][1:]), field)

    return reading(given, right, PHONES, corrected)


@animal("decode_request", caught_by=("request/phones/repeated-number-kept",))
def removes_repeated_numbers(given: Input, right: Operation) -> Answer:
    """Puts the recipients into a set."""

    def change(request: dict[str, Any]) -> None:
        for message in messages_of(request):
            message["phones"] = list(dict.fromkeys(message["phones"]))

    return changed(right(given), change)


@animal("decode_request", caught_by=("request/phones/empty-item-at-end", "request/phones/empty-item-between"))
def skips_empty_phones(given: Input, right: Operation) -> Answer:
    """Skips the empty items of phones."""

    def filled(field: str) -> str:
        return ",".join(item for item in re.split("[,;]", field) if item.strip()) or field

    return reading(given, right, PHONES, filled)


@animal("decode_request", caught_by=("request/login/case-is-kept",))
def folds_the_login(given: Input, right: Operation) -> Answer:
    """Folds the login to lower case."""
    return reading(given, right, LOGIN, str.lower)


@animal("decode_request", caught_by=("request/sender/twelve-characters",))
def allows_long_names(given: Input, right: Operation) -> Answer:
    """Allows any sender fifteen characters, which is the limit of digits."""
    text: str = given["text"]
    items = text.split(":", 6)[OPTIONS].split(",") if text.count(":") > 5 else []
    sender = items[2] if len(items) > 2 else ""
    if not re.fullmatch("[!-9;-?A-~]{12,15}", sender):
        return right(given)
    items[2] = sender[:11]
    answer = reading(given, right, OPTIONS, lambda _: ",".join(items))
    return changed(answer, lambda request: request.update(sender=sender))


@animal("decode_request", caught_by=("request/mes/thousand-cyrillic-characters",))
def measures_octets(given: Input, right: Operation) -> Answer:
    """Measures the message in octets of UTF-8."""
    answer = right(given)
    messages = messages_of(answer["ok"]) if "ok" in answer else []
    return refusal() if any(len(one["mes"].encode()) > 1000 for one in messages) else answer


@animal("decode_request", caught_by=("request/mes/thousand-and-one-characters",))
def cuts_long_messages_off(given: Input, right: Operation) -> Answer:
    """Cuts a long message off in place of refusing it."""
    return right(given if is_list(given["text"]) else {"text": with_field(given["text"], MES, lambda mes: mes[:1000])})


@animal("decode_request", caught_by=("request/mes/percent-and-plus-kept",))
def decodes_percent_signs(given: Input, right: Operation) -> Answer:
    """Decodes the message as a form of the web does."""
    return changed(right(given), lambda request: _each_message(request, unquote_plus))


@animal("decode_request", caught_by=("request/mes/not-normalised", "request/mes/combining-characters-count"))
def normalises(given: Input, right: Operation) -> Answer:
    """Normalises the text (NFC) before it is read."""
    return right({"text": unicodedata.normalize("NFC", given["text"])})


@animal("decode_request", caught_by=("request/mes/backslash-n-is-literal",))
def expands_in_single_messages(given: Input, right: Operation) -> Answer:
    """Expands backslash and n in single messages too."""
    return changed(right(given), lambda request: _each_message(request, lambda mes: mes.replace("\\n", "\n")))


@animal("decode_request", caught_by=("request/errors/time-is-5", "request/errors/phones-is-7"))
def knows_one_error(given: Input, right: Operation) -> Answer:
    """Answers every malformed field with error 1."""
    answer = right(given)
    return refusal(1) if "error" in answer else answer


def _each_message(request: dict[str, Any], change: Callable[[str], str]) -> None:
    for message in messages_of(request):
        message["mes"] = change(message["mes"])
