"""What mail programs and people put around a request is said by one finding, and nothing is said of what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsmail.codec import check, decode_request
from smsmail.codec.findings.edits import edited
from tests.support.each import each
from tests.support.growth import assert_linear

LINE = "alex:psw::::79991234567:Your order is ready"
FORWARDED = """---------- Forwarded message ---------
From: Olga <olga@example.com>
Date: Fri, 25 Feb 2028 at 18:08
Subject: sms
To: me@example.com

"""
ABOVE = {
    "a greeting": "Hello, please send this:\n",
    "a greeting of several lines": "Hello,\n\nplease send this today, at 12:30:\n\n",
    "a forwarded mail": FORWARDED,
    "what Outlook writes": "-----Original Message-----\nFrom: Olga\nSent: Friday\nTo: me\nSubject: sms\n\n",
    "headers": "From: a@b.example\nSubject: sms\n\n",
    "a quoted mail": "On Friday Olga wrote:\n> ",
}


def rules(line: str) -> list[str]:
    return [found.rule for found in check(line)]


@pytest.mark.parametrize("name", ABOVE)
def test_what_stands_above_a_request_is_one_finding_and_can_be_taken_out(name: str) -> None:
    [found] = check(ABOVE[name] + LINE)
    assert (found.rule, found.severity, found.error) == ("login-value", "error", 1)
    assert edited(ABOVE[name] + LINE, found.fix) == LINE


def test_a_quotation_of_several_lines_is_undone_as_a_whole() -> None:
    quoted = "".join(f"> {line}\n" for line in ("alex:psw:::::79991234567:one", "79997654321:two"))
    [found] = check(f"Please send again\n{quoted}".rstrip("\n"))
    assert decode_request(edited(f"Please send again\n{quoted}".rstrip("\n"), found.fix)).body


def test_a_quotation_mark_in_the_login_is_not_passed_over() -> None:
    assert rules(f"> {LINE}") == rules(f">{LINE}") == ["text-quoted"]


@pytest.mark.parametrize(
    "line",
    [
        "alex:psw:::,8,shop@example.com<mailto:shop@example.com>:ann@example.com<mailto:ann@example.com>:Hi\nsubj:Hi",
        "alex:psw:::,8,shop@example.com:ann@example.com [mailto:ann@example.com]:Hi\nsubj:Hi",
        "alex:psw::::+79991234567<tel:+79991234567>:Hi",
    ],
)
def test_a_link_that_a_mail_program_made_is_one_finding(line: str) -> None:
    [found] = [one for one in check(line) if one.severity == "error"]
    assert found.rule == "link-in-field"
    assert decode_request(edited(line, found.fix))


WARNED = {
    "letters-lost": [
        "????? 512 ?????",
        "Order 512 ?????",
        "??????, ?? ?????",
        "Order \ufffd\ufffd\ufffd",
        "??? ready",
        "a?????b",
    ],
    "text-request": [f"Hi\n{LINE}", f"Hi\n\n  {LINE}", "Hi\nshop:s3cr3t:7::,,Shop:+7 999 765 43 21:Second"],
    "text-signature": [
        "Hi\n-- \nOlga",
        "Hi\n\n--\nOlga Petrova\nTel. 1",
        "Hi\n\nSent from my iPhone",
        "Hi\nОтправлено с iPhone",
    ],
    "text-quoted": ["Hi\n\n> OK - 1 SMS, ID - 42", "Hi\n> one\n> two", "Hi\n----- Original Message -----\nFrom: x"],
}


@each(("rule", "mes"), [(rule, mes) for rule, texts in WARNED.items() for mes in texts])
def test_what_was_hardly_meant_to_be_sent_draws_one_warning(rule: str, mes: str) -> None:
    line = f"alex:psw::::79991234567:{mes}"
    assert decode_request(line)
    [found] = [one for one in check(line) if one.severity != "note"]
    assert (found.rule, found.field) == (rule, "body.mes")
    assert line[found.start : found.end].strip() in mes
    assert "s3cr3t" not in f"{found}{found!r}"


@each(
    "mes",
    [
        *(
            "What???",
            "Really ?? Yes",
            "You ?? Me ??",
            "Hello ???",
            "Are you there??? Please answer???",
            "Ты где????",
            "? ?",
        ),
        *("one\n-- two", "Menu:\n- soup\n- fish", "--\nOlga"[:3], "a\n> b", "Height\n>From two", "a\n->b\n->c"),
        *("Times:\n10:00-11:00\n12:00-13:00", "See\nhttps://example.com:8080/a:b", "a:b:c:d:e\nf:g:h:i:j"),
        *("I sent from my phone\nyesterday", "Wi-Fi\nlogin: guest\npassword: 12345678", "MAC\n00:1A:2B:3C:4D:5E:6F"),
    ],
)
def test_what_only_looks_like_it_is_not_warned_of(mes: str) -> None:
    assert {found.rule for found in check(f"alex:psw::::79991234567:{mes}") if found.severity != "note"} == set()


def test_the_texts_of_emails_are_mails_and_may_have_a_signature() -> None:
    assert rules("alex:psw:::,8,a@b.example:c@d.example:Hi\n-- \nOlga\nsubj:Hi") == []


@given(
    st.lists(
        st.sampled_from(["\n", "> ", "a:", "::::", LINE, "From: x", "--", "????", "<mailto:a@b>", " "]), max_size=30
    )
)
def test_any_mixture_is_said_something_of_without_an_error_of_ours(pieces: list[str]) -> None:
    assert check("".join(pieces)) is not None


@each("run", ["> a\n", "? ", "??", "???? ", "a:b:c:d:e:f:", "a:b:c:d:e:f:\n", "\n", "\n> ", "<mailto:", "-- \n", " \n"])
def test_looking_for_them_is_linear(run: str) -> None:
    assert_linear(check, LINE, run, "")
    assert_linear(check, "", run, LINE)
