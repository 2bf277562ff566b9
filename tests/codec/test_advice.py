"""The notes on requests that are accepted."""

import pytest

from smsmail.codec import Diagnostic, check, decode_request

HEAD = "alex:psw::::79991234567:"


def notes(line: str) -> dict[str, Diagnostic]:
    assert decode_request(line)
    return {one.rule: one for one in check(line) if one.severity == "note"}


@pytest.mark.parametrize(
    ("text", "fewer"),
    [
        ("x" * 161, "make 2 SMS; with 1 less it would be one SMS"),
        ("x" * 163, "make 2 SMS; with 3 less it would be one SMS"),
        ("x" * 307, "make 3 SMS; with 1 less it would be 2 SMS"),
        ("{" * 80 + "x", "make 2 SMS; with 1 less it would be one SMS"),
        ("ж" * 71, "make 2 SMS; with 1 less it would be one SMS"),
        ("ж" * 135, "make 3 SMS; with 1 less it would be 2 SMS"),
        ("😀" * 35 + "ж", "make 2 SMS; with 1 less it would be one SMS"),
    ],
)
def test_a_text_just_over_a_boundary(text: str, fewer: str) -> None:
    assert fewer in notes(HEAD + text)["part-boundary"].message


@pytest.mark.parametrize("text", ["x" * 160, "x" * 164, "x" * 306, "x" * 310, "ж" * 70, "ж" * 74, "ж" * 134])
def test_a_text_that_fills_its_parts(text: str) -> None:
    assert notes(HEAD + text) == {}


def test_what_is_no_text_message_has_no_boundary() -> None:
    assert notes("alex:psw:::,10:79991234567:" + "x" * 161) == {}
    assert notes(f"{HEAD}__VIBER__:" + "x" * 161) == {}


def test_look_alikes_that_would_save_a_part() -> None:
    assert (
        "with look-alikes these 3 SMS would be one SMS"
        in notes(HEAD + "Today only – " + "x" * 130)["part-lookalike"].message
    )
    assert "part-lookalike" not in notes(HEAD + "Today only – " + "x" * 20), "one part stays one part"
    assert "part-lookalike" not in notes(HEAD + "Только сегодня – " + "ж" * 130)


def test_a_text_that_the_default_charset_does_not_have() -> None:
    assert "NUMERO SIGN" in notes(HEAD + "Заказ №5")["charset-needed"].message
    assert notes(HEAD + "Заказ 5") == {}


@pytest.mark.parametrize(("phone", "noted"), [("89991234567", True), ("+89991234567", False), ("8999123456", False)])
def test_a_number_as_it_is_dialled(phone: str, noted: bool) -> None:
    assert ("number-dialled" in notes(f"alex:psw::::{phone}:hi")) == noted


def test_in_a_list_the_row_is_named() -> None:
    found = notes("alex:psw:::::79991234567:hi\n79991234568,89991234567:" + "x" * 161)
    assert found["part-boundary"].field == "body.rows[1].mes"
    assert found["number-dialled"].field == "body.rows[1].phones[1]"


def test_a_note_is_where_its_cause_is() -> None:
    line = HEAD + "Заказ №5"
    note = notes(line)["charset-needed"]
    assert line[note.start : note.end] == "№"
    line = "alex:psw::::79991234568,89991234567:" + "x" * 159 + "YZ"
    found = notes(line)
    assert line[found["part-boundary"].start :] == "Z"
    assert line[found["number-dialled"].start : found["number-dialled"].end] == "89991234567"
