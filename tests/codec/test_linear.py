"""Nothing blows up: cost grows no faster than the text.

Each expression and each public function is given long runs of what its inner repetitions take, with a near miss at the
end. What is asserted is growth: from one size to ten times that size its cost may grow by ten, with a wide margin, as
that of a function known to be linear does in the same run; never how long anything takes.
"""

from collections.abc import Callable

import pytest

from smsmail.codec import (
    Batch,
    DecodeError,
    EncodeError,
    Rejected,
    Request,
    Row,
    Single,
    check,
    decode_reply,
    encode_reply,
    encode_request,
)
from smsmail.grammar import FORMS, TERMINALS, form, terminal
from tests.support.each import each
from tests.support.growth import assert_linear

RUNS = [
    *("a", "0", "9", " ", "\t", "\n", ":", ",", ";", "-", ".", "@", "(", "\\", "a ", "a.", "a-", "0 ", "0-", "\n "),
    *(" ,", "7999,"),
]
MORE_RUNS = [
    *("7999 , ", "a@a.", "x:", "7999:x\n", "7999;x\n \n", "x\n", "voice:\n", "\n7999", "G1,", "\r", "\r\n", "Ж"),
    *("\ud800", "\\n", ")", "), ID - 1"),
]
STARTS = ["", "a", "0", "+", "G", "#", "a@a", "subj:", "\n", "OK - 1 SMS, ID - ", "ERROR = 1 ("]
LINES = ["", "a:b::", "a:b:::,,", "a:b::::", "a:b:::::7999:x\n", "a:b:::,,,2::7999:x", "a:b:::,8,a@b:a@b:"]


@each("run", RUNS + MORE_RUNS)
def test_every_expression_is_linear(run: str) -> None:
    for name in TERMINALS:
        for start in STARTS:
            assert_linear(terminal(name).fullmatch, start, run, "\x00")
    for name in FORMS:
        for start in LINES:
            assert_linear(form(name).fullmatch, start, run, "\x00")


@pytest.mark.parametrize("run", RUNS + MORE_RUNS)
@pytest.mark.parametrize("function", [check, decode_reply])
def test_every_decoder_is_linear(function: Callable[[str], object], run: str) -> None:
    def work(text: str) -> None:
        try:
            function(text)
        except DecodeError as error:
            str(error)

    # decode_request does what check does.
    starts = STARTS if function is decode_reply else LINES
    for start in starts:
        assert_linear(work, start, run, "\x00")


@pytest.mark.parametrize("run", RUNS + MORE_RUNS)
def test_every_encoder_is_linear(run: str) -> None:
    def request(text: str) -> None:
        for fields in (
            {"body": Single(("7999",), text)},
            {"body": Single((text,), "x")},
            {"body": Single(tuple(text.split(",")), "x")},
            {"body": Batch((Row(("7999",), text),))},
            {"body": Batch(tuple(Row(("7999",), part) for part in text.split("\n")))},
            {"body": Batch((Row(("7999",), "x"),), text)},
            {"body": Single(("7999",), "x"), "psw": text},
            {"body": Single(("7999",), "x"), "sender": text},
            {"body": Single(("7999",), "x"), "id": text},
        ):
            try:
                encode_request(Request(**{"login": "a", "psw": "b", **fields}))  # type: ignore[arg-type]
            except EncodeError as error:
                str(error)

    def reply(text: str) -> None:
        try:
            encode_reply(Rejected(1, text))
        except EncodeError as error:
            str(error)

    assert_linear(request, "", run, "\x00")
    assert_linear(reply, "", run, "\x00")
