"""What is said of a wrong value is made of what was found: its words, its remedy, and a fix where that is certain."""

import pytest

from smsmail.codec import check, decode_request, edited
from tests.support.each import each

PHONE = "79991234567"


def of(line: str) -> tuple[str, str, str]:
    """The rule of the only error of *line*, what it says and proposes, and the line as it is fixed."""
    [found] = [one for one in check(line) if one.severity == "error"]
    return found.rule, f"{found.message}. {found.remedy}", edited(line, found.fix) if found.fix else ""


@each(
    ("field", "words", "fixed"),
    [
        ("24-8", "0-8", "0-8"),
        ("9-25", "9-21", ""),
        ("9\u201321", "9-21", "9-21"),
        ("9..21", "9-21", "9-21"),
        ("+3d", "+4320", "+4320"),
        ("+3h", "+180", "+180"),
        ("30", "+30", ""),
        ("now", "empty", ""),
        ("10.00", "date", ""),
        ("31.01.2030", "hour and the minute", ""),
        ("1893456000", "0 in front", ""),
        ("1893456000000", "milliseconds", "01893456000"),
        (",Europe/Moscow", "Write 0", ",0"),
        (",UTC+5", "2 hours after", ",2"),
        (",+0300", "Write 0", ",0"),
        (",GMT", "Write -3", ",-3"),
        (",5.5", "whole number", ""),
        (",Asia/Omsk", "no name", ""),
        (",9-21", "before the comma", ""),
    ],
)
def test_times_and_zones(field: str, words: str, fixed: str) -> None:
    rule, says, line = of(f"alex:psw::{field}::{PHONE}:hi")
    assert rule in ("time-format", "time-calendar", "tz-format")
    assert words in says
    assert line in (f"alex:psw::{fixed}::{PHONE}:hi", "")
    assert bool(line) == (bool(fixed) or field == "now")


@each(
    ("options", "words", "fixed"),
    [
        ("Alex", "third of the options", ""),
        ("true", "Write 1", "1"),
        ("flash", "second of the options", ""),
        (",flash", "Write 1", ",1"),
        (",viber", "Write 10", ",10"),
        (",13", "0 to 12", ""),
        (",Alex", "third of the options", ""),
        (",,Alex,true", "Write 1", ",,Alex,1"),
        (",,1,Alex", "third of the options", ""),
        (",,Sh\u00adop", "SOFT HYPHEN", ",,Shop"),
        (",\u200b1", "ZERO WIDTH SPACE", ",1"),
    ],
)
def test_options(options: str, words: str, fixed: str) -> None:
    _, says, line = of(f"alex:psw:::{options}:{PHONE}:hi")
    assert words in says
    assert line == (f"alex:psw:::{fixed}:{PHONE}:hi" if fixed else "")
    assert not fixed or decode_request(line)


@each(
    ("phones", "words", "fixed"),
    [
        (f"{PHONE}\n79997654321", "line break", f"{PHONE},79997654321"),
        (f"{PHONE}/79997654321", "comma between two", f"{PHONE},79997654321"),
        ("\u202d+79991234567\u202c", "LEFT-TO-RIGHT OVERRIDE and U+202C", "+79991234567"),
        ("7\u00a0999\u00a0123\u201145\u201167", "dashes and spaces of other kinds", PHONE),
        (f'"{PHONE}"', "quotation marks", PHONE),
        ("@john", "#name", ""),
        ("ann@example.com", "format 8", ""),
        ("#ann", "__BOT__", ""),
    ],
)
def test_phones(phones: str, words: str, fixed: str) -> None:
    _, says, line = of(f"alex:psw::::{phones}:hi")
    assert words in says
    assert line == (f"alex:psw::::{fixed}:hi" if fixed else "")


@pytest.mark.parametrize("field", ["sender", "phones"])
def test_an_address_behind_its_name_is_taken_out(field: str) -> None:
    addresses = {"sender": "shop@example.com", "phones": "ann@example.com"}
    line = "alex:psw:::,8,{sender}:{phones}:Hello\nsubj:Hi"
    written = addresses | {field: f"Somebody <{addresses[field]}>"}
    rule, says, fixed = of(line.format(**written))
    assert rule in ("email-sender", "phone-format")
    assert "address alone" in says
    assert fixed == line.format(**addresses)


def test_an_empty_text_and_a_row_without_colon() -> None:
    assert "Write the request into the text" in of("")[1]
    assert "colon between the phones" in of(f"alex:psw:::::{PHONE}\thi")[1]


def test_white_space_is_one_finding_with_all_its_places() -> None:
    line = f" alex : psw : 42 : , : : {PHONE} : hi"
    [found] = [one for one in check(line) if one.severity == "warning"]
    assert (found.rule, len(found.fix)) == ("white-space", 11)
    assert "login, psw, id, time" in found.message
    assert edited(line, found.fix) == f"alex:psw:42:,::{PHONE}: hi"


@pytest.mark.parametrize("hidden", ["\u200b", "\u202d"])
def test_nothing_of_a_password_is_named(hidden: str) -> None:
    """Where it is not certain what a value is, neither are its characters."""
    for found in check(f"alex:p:Qzx7{hidden}Wvk3::::7999x:hi"):
        assert "Qzx7" not in str(found)
        assert "U+" not in found.message


@pytest.mark.parametrize("phones", ["\n", "79991234567,\n", "1\n;\n", "\x0b", "\x85", "\u2028"])
def test_phones_that_are_blank_in_another_way_are_refused_and_nothing_is_meant(phones: str) -> None:
    """No kind of white space is a number; there is nothing between its separators."""
    found = check(f"alex:psw::::{phones}:hi")
    assert any(one.severity == "error" for one in found)
