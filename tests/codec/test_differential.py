"""Requests, replies, contents, parts, counts and moments: two implementations give the same."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smsmail.codec import RULES, After, At, Request, Time, Timestamp, Window, check
from smsmail.conformance.corpus import Op
from smsmail.conformance.inputs import JUNK, damaged, inputs
from smsmail.conformance.strategies import (
    addresses,
    groups,
    numbers,
    requests,
    sender_names,
    telegram_names,
    texts,
    times,
)
from tests.support.differential import Both, as_json, of_the_corpus
from tests.support.effort import examples
from tests.support.lines import from_grammar, loosened

# ---- requests

ROW_MESSAGES = [
    *("hi", " ", "", "__CALL__: hi", "__MAIL__:hi\\nsubj:T", "__BOT__:hi", "__PING__ ", "a\\nvoice:m", "a\\\\n"),
    *("subj:", "486f"),
]
OTHER_LINES = ["text", "more: text", " subj:T", "subj:T", "subj:", "voice:m", "voice:", "~~~", " ", "", "12:x"]


def row_lines() -> st.SearchStrategy[str]:
    recipient = st.one_of(numbers(), groups(), addresses(), telegram_names(), st.sampled_from(["7 (999) 12", "12", ""]))
    phones = st.lists(recipient, min_size=1, max_size=2).map(", ".join)
    return st.tuples(phones, st.sampled_from([":", ";", " :"]), st.sampled_from(ROW_MESSAGES)).map("".join)


@st.composite
def lists(draw: st.DrawFn) -> str:
    """Lists of both framings, with tails, blank lines and lines that are no rows."""
    lines = draw(st.lists(row_lines() | row_lines() | st.sampled_from(OTHER_LINES), min_size=1, max_size=6))
    format = draw(st.sampled_from(["", "3", "5", "8", "8", "9", "9"]))
    sender = draw(st.sampled_from(["", "Alex", "a@b.c", "me@example.com"]))
    test = draw(st.sampled_from(["", "1", "2", "2"]))
    return f"alex:psw:::,{format},{sender},{test}::" + "\n".join(lines)


MISTAKES = {code for code, rule in RULES.items() if rule.section == "Mistakes that move the fields"}


@examples(75)
@given(text=from_grammar() | loosened() | lists() | damaged(st.sampled_from(of_the_corpus("decode_request", "text"))))
@example(text="alex:psw:::,8,,:12:hi")
@example(text="alex:psw::::79991234567:\x00")
def test_requests_are_read_alike(both: Both, text: str) -> None:
    second, first = both.ask("decode_request", {"text": text})
    assert ("ok" in second, second.get("ok")) == ("ok" in first, first.get("ok")), (second, first)
    if "error" in second:
        # Which of several errors is answered is open, but it must be one of them, or hidden by a mistake that explains it.
        found = check(text)
        assert second["error"]["code"] in {one.error for one in found} or {one.rule for one in found} & MISTAKES, found


# ---- what a search would ask


@pytest.mark.parametrize("op", ["encode_request", "decode_reply", "encode_reply", "segment"])
@examples(75)
@given(data=st.data())
def test_generated_inputs_are_answered_alike(both: Both, op: Op, data: st.DataObject) -> None:
    both.assert_judged_alike(op, data.draw(inputs(op)))


# ---- contents

LINES = [
    *("~~~", "~~~ ", "subj:Theme", "subj:", "subj: ", "voice:m2", "voice:", "Subj:x", "text", "", " ", "486F"),
    "__PING__",
]
STARTS = ["", "__CALL__:", "__CALL__: ", "__MAIL__:\t", "__SOC__:", "__VIBER__:", "__BOT__:", " __CALL__:", "__call__:"]


def lined_messages() -> st.SearchStrategy[str]:
    lines = st.lists(st.sampled_from(LINES), max_size=6).map("\n".join)
    return st.tuples(st.sampled_from(STARTS), lines).map("".join)


@examples(75)
@given(
    mes=damaged(st.sampled_from(of_the_corpus("decode_content", "mes"))) | texts(max_size=1002) | lined_messages(),
    format=st.integers(-1, 13),
    sender=st.none() | addresses() | sender_names(),
)
def test_contents_are_read_alike(both: Both, mes: str, format: int, sender: str | None) -> None:
    both.assert_agree("decode_content", {"mes": mes, "format": format, "sender": sender})


# ---- parts

ALPHABETS = ["ab[€\n", "Жa😀", "a😀", "a\x1b", "[a", "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉçÀ\f\r`", "a\ud83d"]
NEAR_A_BORDER = [0, 1, 66, 67, 69, 70, 71, 133, 134, 152, 153, 159, 160, 161, 305, 306, 459]


@st.composite
def texts_near_borders(draw: st.DrawFn) -> str:
    """Mostly of one character, so that a part is full at once, and of others near its end."""
    alphabet, length = draw(st.sampled_from(ALPHABETS)), draw(st.sampled_from(NEAR_A_BORDER))
    text = alphabet[0] * length
    for piece in draw(st.lists(st.sampled_from(alphabet), max_size=8)):
        at = draw(st.integers(max(0, length - 5), length))
        text = text[:at] + piece + text[at:]
    return text


@examples(75)
@given(text=texts_near_borders() | st.text() | texts())
def test_texts_are_divided_alike(both: Both, text: str) -> None:
    both.assert_agree("segment", {"text": text})


# ---- counts


@examples(75)
@given(
    request=requests(),
    sizes=st.dictionaries(groups() | st.sampled_from(["G1", "G15"]), st.integers(-1, 10**6) | st.sampled_from(JUNK)),
)
def test_messages_are_counted_alike(both: Both, request: Request, sizes: dict[str, Any]) -> None:
    # What is no request is not asked: a counter may look at no more than it needs.
    value = as_json(request)
    rows = value["body"].get("rows", [value["body"]])
    named = [phone for row in rows for phone in row["phones"] if phone[0] == "G" and "@" not in phone]
    both.assert_agree("sms_count", {"request": value, "groups": sizes | dict.fromkeys(named[::2], 7)})


# ---- moments

ZONES = st.integers(-15, 11)


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """A time, zones, and a moment that is often a second before, at or after a border of that time."""
    time, tz, account = draw(st.none() | times()), draw(st.none() | ZONES), draw(ZONES)
    now = draw(st.datetimes(datetime(1990, 1, 1), datetime(2110, 1, 1)))
    if draw(st.booleans()):
        now = draw(borders(time, now, 3 + (account if tz is None else tz)))
    # No more than microseconds: a fraction has any number of digits, and how many are kept is open.
    now = now.replace(tzinfo=UTC, microsecond=draw(st.sampled_from([0, 1, 500_000, 999_999])))
    east = timezone(timedelta(minutes=draw(st.integers(-14 * 60, 14 * 60))))
    return {"time": as_json(time), "tz": tz, "now": now.astimezone(east).isoformat(), "account_tz": account}


@st.composite
def borders(draw: st.DrawFn, time: Time | None, now: datetime, east: int) -> datetime:
    match time:
        case At():
            border = datetime.fromisoformat(time.at) - timedelta(hours=east)
        case Window():
            hour = draw(st.sampled_from([time.from_hour, time.to_hour]))
            border = now.replace(hour=0, minute=0, second=0) + timedelta(hours=hour - east)
        case Timestamp():
            border = datetime(1970, 1, 1) + timedelta(seconds=time.ts)
        case After() | None:
            border = now
    return border + timedelta(seconds=draw(st.sampled_from([-1, 0, 1])))


@examples(75)
@given(question=questions())
def test_moments_are_found_alike(both: Both, question: dict[str, Any]) -> None:
    second, first = both.ask("send_at", question)
    assert "ok" in second, second
    assert "ok" in first, first
    assert instant(second["ok"]["at"]) == instant(first["ok"]["at"])


def instant(at: str | None) -> datetime | None:
    return datetime.fromisoformat(at) if at else None
