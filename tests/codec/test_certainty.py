"""Nothing of a password is known to be harmless, wherever colons are too many or too few."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsmail.codec import check, decode_request
from smsmail.codec.request.certainty import harmless, is_certain
from tests.support.each import each

WORDS = st.sampled_from(["Qzx7", "Wvk3", "Jqy9", "xF2z", "cr€t"])
PASSWORDS = st.lists(WORDS, min_size=1, max_size=4).map(":".join)
IDS = st.sampled_from(["", "1", "order-7"])
SCHEDULES = st.sampled_from(["", "0", "9-21", "3101301200", "0,3", ",3", "UTC+3", "25-30"])
OPTIONS = st.sampled_from(["", "1", ",,Shop", "0,3", ",,,1", "Alex"])
PHONES = st.sampled_from(["79991234567", "+79991234567,G15", "7999x", "a@b.cd"])
MESSAGES = st.sampled_from(["hi", "see 10:30", "one\ntwo", "", "__CALL__:"])


def shown(text: str) -> str:
    return "…".join(text[start:end] for start, end in harmless(text))


def is_an_id(text: str, psw: str) -> bool:
    return not any(found.severity == "error" for found in check(text)) and str(decode_request(text).id) in psw


def runs(secret: str) -> list[str]:
    return [run for at in range(len(secret) - 2) if ":" not in (run := secret[at : at + 3])]


@given(PASSWORDS, IDS, SCHEDULES, OPTIONS, PHONES, MESSAGES, st.sampled_from(["", "SMS: ", "[10:15] ", ":", "> "]))
def test_no_run_of_a_password_is_harmless(
    psw: str, id: str, schedule: str, options: str, phones: str, mes: str, before: str
) -> None:
    fields = ["shop", psw, id, schedule, options, phones, mes]
    for left_out in (None, 2, 3, 4):
        text = before + ":".join(value for at, value in enumerate(fields) if at != left_out)
        # Of a line that is right in another sense nobody can tell: there the password is an id.
        assert [run for run in runs(psw) if run in shown(text)] == [] or is_an_id(text, psw)


@given(PASSWORDS, st.integers(0, 6))
def test_nor_of_a_password_in_another_place(psw: str, place: int) -> None:
    fields = ["shop", "psw", "", "", "", "79991234567", "hi"]
    fields[place], fields[1] = psw, fields[place]
    # What is a right id of a right line may be shown, and so may a message.
    if place not in (2, 6):
        assert [run for run in runs(psw) if run in shown(":".join(fields))] == []


@each(
    ("text", "expected"),
    [
        ("alex:psw:order-7:::79991234567:hi", True),
        ("alex:psw:::::79991234567:one\n79992223344:two", True),
        ("alex:psw::,UTC+3::79991234567:hi", True),
        ("alex:psw::::7999x:hi", True),
        ("alex:p:SECRET::::79991234567:hi", False),
        # Each field is of its kind, and yet the line is refused.
        ("SMS: alex:SECRET::0,3:a@b.cd:hi", False),
        ("shop:p:SECRET:::79991234567:", False),
        ("shop:p:SECRET:::79991234567:__CALL__:", False),
        ("SMS: alex:SECRET:0:0,3:1:+79991234567,G15:hi", False),
        ("alex:p:SECRET:1::9-21:1:79991234567:text", False),
        ("user@example.org:p:SECRET:z::3101301200,3:1:79991234567:hi", False),
        ("[10:15] shop:SECRET:1:,,,1:79991234567:hi", False),
        ("alex%3ASECRET:x::::79991234567:hi", False),
        ("SECRET::::G0:0", False),
        ("", False),
    ],
)
def test_what_is_certain(text: str, expected: bool) -> None:
    assert is_certain(text) is expected


@pytest.mark.parametrize(
    ("text", "complained"),
    [
        ("alex:psw::,UTC+3::79991234567:hi", ",UTC+3"),
        ("alex:psw:::Alex:79991234567:hi", "Alex"),
        ("alex:psw::::7999x:hi", "7999x"),
        ("alex:psw::24-8::79991234567:hi", "24-8"),
    ],
)
def test_what_is_complained_of_can_be_seen(text: str, complained: str) -> None:
    assert complained in shown(text)


def test_of_another_request_in_the_message_nothing_is_shown() -> None:
    text = "alex:psw::::79991234567:Hello\nalex:Qzx7Wvk3::::79991234567:Second"
    assert shown(text) == "………79991234567…Hello\n"


def test_the_password_is_not_shown_where_it_occurs_again() -> None:
    assert "Qzx7" not in shown("alex:Qzx7Wvk3::::79991234567:my password is qzx7wvk3")


@each(
    "text",
    [
        "alex:psw:::84736251:79991234567:hi",
        "alex:psw:::84-73-qwe:79991234567:hi",
        "alex:psw:::!!@@##$$%:79991234567:hi",
        "alex:psw::qwerty-83746:0,1:79991234567:hi",
        "alex:psw::,correct-horse-4711:0,1:79991234567:hi",
    ],
)
def test_what_is_no_word_is_not_shown_in_a_wrong_field(text: str) -> None:
    shown_too = [field for field in text.split(":")[2:5] if len(field) > 3 and field in shown(text)]
    assert shown_too == []


@each(
    "text",
    [
        "SMS: shop:+79991234567::0:1,,Shop:SECRET:hi",
        "10:15 shop:7999x::0:0,3:SECRET:hi",
        "[10:15] shop:79991234567:::1:SECRET:hi",
        "SMS: alex:psw::9-21:0,3:SECRET::",
        "[10:15] ::::7999x:SECRET",
    ],
)
def test_nor_is_a_password_where_the_phones_may_be(text: str) -> None:
    assert "SECRET" not in shown(text)
