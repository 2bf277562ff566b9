"""Mails: two implementations read the same from them, and each reads what the other writes."""

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsmail.codec import Request, encode_request
from smsmail.conformance.inputs import as_json, inputs
from smsmail.conformance.mails import OF_ONE_OCTET
from smsmail.conformance.strategies import requests
from tests.support.differential import Both
from tests.support.effort import examples


def eml(mail: bytes) -> dict[str, str]:
    return {"eml": base64.b64encode(mail).decode()}


WANTED = [None, *OF_ONE_OCTET, "utf-8", "KOI8-R", "cp1251", "utf8", "koi9", "", "utf-8\n", "x" * 60]


@examples(75)
@given(request=requests(), charset=st.sampled_from(WANTED))
def test_each_reads_what_either_writes(both: Both, request: Request, charset: str | None) -> None:
    second, first = both.ask("encode_mail", {"request": as_json(request), "charset": charset})
    assert ("ok" in second) == ("ok" in first), (second, first)
    if "ok" in second:
        read = [read for written in (second, first) for read in both.ask("decode_mail", written["ok"])]
        assert read[0]["ok"]["text"] == encode_request(request)
        assert [one["ok"] for one in read] == [read[0]["ok"]] * 4


@examples(150)
@given(given=inputs("decode_mail"))
def test_mails_are_read_alike(both: Both, given: dict[str, Any]) -> None:
    both.assert_judged_alike("decode_mail", given)


@pytest.mark.parametrize("charset", OF_ONE_OCTET)
def test_each_octet_is_read_alike(both: Both, charset: str) -> None:
    for octet in range(1, 256):
        both.assert_agree(
            "decode_mail", eml(f"Content-Type: text/plain; charset={charset}\n\nx".encode() + bytes([octet]))
        )


@examples(75)
@given(charset=st.sampled_from(["utf-8", "utf-16", "utf-16le", "utf-16be"]), octets=st.binary(min_size=1, max_size=12))
def test_octets_of_unicode_are_read_alike(both: Both, charset: str, octets: bytes) -> None:
    headers = f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: base64\n\n"
    both.assert_agree("decode_mail", eml(headers.encode() + base64.b64encode(octets)))
