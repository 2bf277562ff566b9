"""What people really do wrong: each mistake is named, and mended where its mend is certain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsmail.codec import check, decode_request
from smsmail.codec.findings.edits import Edit, before_edits, edited
from tests.support.each import each


def mended(line: str, rule: str) -> str:
    """*line* after the mend of its finding *rule*."""
    [found] = [one for one in check(line) if one.rule == rule]
    return edited(line, found.fix) if found.fix else ""


@each(
    ("line", "rule", "mend"),
    [
        ("alex:psw:::0:1:Alex:1:79991234567:hi", "colons-for-commas", "alex:psw:::0,1,Alex,1:79991234567:hi"),
        ("alex:psw:::7:0,1,Alex,1:79991234567:hi", "colons-for-commas", "alex:psw::,7:0,1,Alex,1:79991234567:hi"),
        ("alex:psw:::79991234567:hi", "field-missing", "alex:psw::::79991234567:hi"),
        ("alex:psw:,0:,,Shop,1:79991234567:hi", "field-missing", "alex:psw::,0:,,Shop,1:79991234567:hi"),
        ("alex:psw:::::0:SHOP:79991234567:hi", "colons-for-commas", "alex:psw::,:,0,SHOP:79991234567:hi"),
        ("alex:psw::0:0:SHOP:79991234567:hi", "colons-for-commas", ""),
        ("alex:psw:0::0,8,Shop:79991234567:hi", "email-numbers", "alex:psw:0::0,,Shop:79991234567:hi"),
        (
            "alex:psw:::,8::79991234567:one\n79997654321:two",
            "email-numbers",
            "alex:psw:::,::79991234567:one\n79997654321:two",
        ),
        ("alex:psw:::::Shop|79991234567:one\nShop,2|79997654321:two", "row-sender", ""),
        ("alex:psw:::::79991234567:one\nalex:psw::::79997654321:two", "request-second", ""),
        ("alex:psw::::tel:+79991234567:hi", "link-in-field", "alex:psw::::+79991234567:hi"),
        ("alex:psw::10:00::79991234567:hi", "time-colon", ""),
        ("alex:psw::01/31/2030 12:00::79991234567:hi", "time-colon", ""),
        ("alex:psw::,+03:00::79991234567:hi", "tz-format", ""),
        ("alex;psw;79991234567;hi", "separator-other", ""),
        ("login: alex\npsw: psw\nphones: 79991234567\nmes: hi", "query-string", ""),
        ('{"to": "79991234567", "text": "hi"}', "json-given", ""),
        ("login:psw:id:time,tz:translit,format,sender,test:phones:mes", "placeholder-field", ""),
        ("alex:psw:42:79991234567:hi", "field-missing", "alex:psw:42:::79991234567:hi"),
        ("alex:psw:79991234567:hi", "field-missing", "alex:psw::::79991234567:hi"),
        ("alex:psw:::::1,1:79991234567:hi", "field-extra", "alex:psw:::1,1:79991234567:hi"),
        ("alex:psw::::::79991234567:hi", "field-extra", "alex:psw::::79991234567:hi"),
        ("alex:pa:ss:42:3101301200,3:1:79991234567:hi", "password-colon", ""),
        ("alex:psw:::::Your order is ready", "phones-missing", ""),
        ("alex:psw:::::one\ntwo\nthree", "phones-missing", ""),
        ("alex:psw::31.01.30 12:00::79991234567:hi", "time-colon", "alex:psw::31.01.30 12.00::79991234567:hi"),
        ("alex:psw::31013012:00,3::79991234567:hi", "time-colon", "alex:psw::3101301200,3::79991234567:hi"),
        ("alex:psw::%2B30::79991234567:hi", "url-encoded", "alex:psw::+30::79991234567:hi"),
        ("alex%3Apsw%3A%3A%3A%3A79991234567%3Ahi", "url-encoded", "alex:psw::::79991234567:hi"),
        ("login=alex&psw=psw&phones=79991234567&mes=Hello+you", "query-string", "alex:psw::::79991234567:Hello you"),
        ("https://example.com/send?login=alex&psw=psw&phones=7&mes=hi&charset=utf-8", "query-string", ""),
        ("alex:psw:::,,A,lex,1:79991234567:hi", "options-count", ""),
        ("alex:psw::0131301200::79991234567:hi", "time-calendar", "alex:psw::3101301200::79991234567:hi"),
        ("alex:psw::2030-01-31 12.00::79991234567:hi", "time-format", "alex:psw::3101301200::79991234567:hi"),
        ("alex:psw::310120301200::79991234567:hi", "time-format", "alex:psw::3101301200::79991234567:hi"),
        ("alex:psw::01-02-30 12.00::79991234567:hi", "time-format", ""),
        ("alex:psw::9-24::79991234567:hi", "window-midnight", "alex:psw::9-0::79991234567:hi"),
        ("alex:psw::::+7 (999) 123-45-67:hi", "phone-format", "alex:psw::::+79991234567:hi"),
        ("alex:psw::::79991234567 79997654321:hi", "phone-format", "alex:psw::::79991234567,79997654321:hi"),
        ("alex:psw::::7 (999) 123-45-67:hi", "number-punctuation", "alex:psw::::79991234567:hi"),
        ("alex:psw:::,,Аlех:79991234567:hi", "sender-format", "alex:psw:::,,Alex:79991234567:hi"),
        ("alex:psw:оrder-7:::79991234567:hi", "id-format", "alex:psw:order-7:::79991234567:hi"),
        ("alex:psw:0:::79991234567:hi", "id-zero", "alex:psw::::79991234567:hi"),
        (
            *("alex:psw:::::79991234567:one\n\n79991234568:two", "row-blank"),
            "alex:psw:::::79991234567:one\n79991234568:two",
        ),
        ("alex:psw::::79991234567:one\r\ntwo\rthree", "carriage-return", "alex:psw::::79991234567:one\ntwo\nthree"),
    ],
)
def test_mistake(line: str, rule: str, mend: str) -> None:
    assert mended(line, rule) == mend
    if mend:
        assert decode_request(mend)


@each(
    ("line", "rule"),
    [
        ("$login:$password:$id:$time:$options:$phones:$mes", "placeholder-field"),
        ("alex:psw::::{phone}:hi", "placeholder-field"),
        ("alex:psw::::null:hi", "placeholder-field"),
        ("alex:psw::::[your-phone]:hi", "placeholder-field"),
        ("Hi, please send:\nalex:psw::::79991234567:hi", "login-value"),
        ("From: a@b.cd\nSubject: SMS\n\nalex:psw::::79991234567:hi", "login-value"),
        ("---------- Forwarded message ---------\nFrom: A <a@b.cd>\n\nalex:psw::::79991234567:hi", "login-value"),
        ('{"login": "alex", "psw": "psw", "phones": "79991234567"}', "json-given"),
        ("alex;psw;;;;79991234567;hi", "separator-other"),
        ("alex|psw||||79991234567|hi", "separator-other"),
        ("alex\tpsw\t\t\t\t79991234567\thi", "separator-other"),
        ("alex,psw,,,,79991234567,hi", "separator-other"),
        ("alex:psw::9:00-21:00::79991234567:hi", "window-minutes"),
        ("alex:psw::9:30-21:15,0::79991234567:hi", "window-minutes"),
        ("alex:psw::2030-01-31 12:00:00::79991234567:hi", "time-colon"),
        ("alex:psw::31.01.2030 12:00:00,0:1:79991234567:hi", "time-colon"),
        ("alex:psw::2030-01-31T12:00:00+03:00::79991234567:hi", "time-colon"),
        ("alex:psw::2030-01-31T12:00:00Z::79991234567:hi", "time-colon"),
    ],
)
def test_one_cause_is_one_finding(line: str, rule: str) -> None:
    assert [found.rule for found in check(line) if found.severity == "error"] == [rule]


@pytest.mark.parametrize(
    ("line", "fixed"),
    [
        ("alex:psw::9:00-21:00,0:1:79991234567:hi", "alex:psw::9-21,0:1:79991234567:hi"),
        ("alex:psw::2030-01-31 12:00:00,0::79991234567:hi", "alex:psw::3101301200,0::79991234567:hi"),
        ("alex;psw;;;;79991234567;hi; and more", "alex:psw::::79991234567:hi; and more"),
        ("Dear all: see below\n\nalex:psw::::79991234567:hi", "alex:psw::::79991234567:hi"),
    ],
)
def test_its_fix_makes_the_line_that_was_meant(line: str, fixed: str) -> None:
    [found] = check(line)
    assert edited(line, found.fix) == fixed


def test_a_second_fault_is_found_beside_the_mistake_and_nothing_is_mended() -> None:
    line = "alex:psw::99:79991234567,8:hi"
    found = check(line)
    assert [(one.rule, line[one.start : one.end]) for one in found] == [
        ("field-missing", "79991234567,8"),
        ("time-format", "99"),
        ("phone-format", "8"),
    ]
    assert not any(one.fix for one in found)


def test_a_new_line_in_a_list_message_says_how_it_is_written() -> None:
    [found] = check("alex:psw:::::79991234567:Hello\nthere")
    assert found.rule == "row-separator"
    assert "\\n" in found.remedy


def test_the_cause_has_the_error_number_of_its_first_symptom() -> None:
    assert [one.error for one in check("alex:psw:::0:1:Alex:1:79991234567:hi")] == [7]
    assert [one.error for one in check("alex:psw::%2B30::79991234567:hi")] == [5]


@given(st.text(alphabet=":,;\n %2B+0789.-abсо@#G&=?", max_size=60) | st.text(max_size=60))
def test_the_decoder_accepts_just_what_check_finds_no_error_in(line: str) -> None:
    refused = any(one.severity == "error" for one in check(line))
    try:
        decode_request(line)
    except ValueError:
        assert refused
    else:
        assert not refused


@given(st.text(alphabet=":,;\n %2B+0789.-abсо@#G&=?", max_size=60))
def test_places_are_in_the_text_and_mends_are_too(line: str) -> None:
    for one in check(line):
        assert 0 <= one.start <= one.end <= len(line)
        assert all(0 <= edit.start <= edit.end <= len(line) for edit in one.fix)
        assert line[: one.start].replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1 == one.line


@given(st.text(max_size=20), st.data())
def test_places_move_back_through_edits(text: str, data: st.DataObject) -> None:
    cuts = sorted(
        data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=4, unique=True)) if len(text) > 3 else []
    )
    edits = [
        Edit(start, end, data.draw(st.text(max_size=3))) for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    after = edited(text, edits)
    starts = [before_edits(offset, offset, edits)[0] for offset in range(len(after) + 1)]
    assert starts == sorted(starts)
    assert all(0 <= start <= len(text) for start in starts)
    kept = set(range(len(text))).difference(*(range(edit.start, edit.end) for edit in edits))
    for offset, character in enumerate(after):
        start, end = before_edits(offset, offset + 1, edits)
        assert start in kept or any(edit.start == start and edit.end == end for edit in edits)
        if start in kept and end == start + 1:
            assert text[start] == character
