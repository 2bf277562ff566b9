"""Precision: what people ordinarily write is accepted without a warning, as a line, in a list and in a mail."""

import re

from smsmail.codec import Batch, Request, Row, Single, check, check_mail, encode_mail, encode_request
from tests.support.each import each
from tests.support.ordinary import ORDINARY

MESSAGES = [message for messages in ORDINARY.values() for message in messages]
TELLING = re.compile(r"https?:|\w\.example|\d:\d\d|\d{4}|[?%&#\"\n€$£]|--")


def test_there_are_enough_of_all_kinds() -> None:
    assert len({*MESSAGES}) >= 500
    assert sum(len(messages) >= 10 for messages in ORDINARY.values()) >= 8
    assert sum(TELLING.search(message) is not None for message in MESSAGES) >= 100


@each("language", ORDINARY)
def test_no_ordinary_message_draws_a_warning(language: str) -> None:
    for message in ORDINARY[language]:
        request = Request(login="alex", psw="psw", body=Single(("79991234567",), message))
        listed = Request(login="alex", psw="psw", body=Batch((Row(("79991234567",), message),)))
        for found in (
            *check(encode_request(request)),
            *check(encode_request(listed)),
            *check_mail(encode_mail(request)),
        ):
            assert found.severity == "note", (found.rule, message)
