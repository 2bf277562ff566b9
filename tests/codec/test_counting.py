"""What holds of the number of SMS of every request: the sum of its rows, each parts times recipients, or a reason."""

import re
from types import MappingProxyType
from typing import Any

import msgspec
import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from msgspec.structs import replace

from smsmail.codec import (
    After,
    Batch,
    Diagnostic,
    EncodeError,
    Format,
    Request,
    Row,
    Single,
    Translit,
    segment,
    sms_count,
)
from smsmail.conformance.strategies import requests, times
from tests.support.each import each
from tests.support.independent.counts import count

OF_THE_MESSAGE = ("count-translit", "count-binary", "count-octets", "count-call", "count-comment")
WHY = {"count-group": r"phones\[\d+\]", **dict.fromkeys(OF_THE_MESSAGE, "mes")}
"""The reasons for which a number is undetermined, and the field that each is about."""


def rows_of(request: Request) -> tuple[Row | Single, ...]:
    return request.body.rows if isinstance(request.body, Batch) else (request.body,)


def is_group(recipient: str) -> bool:
    return re.fullmatch("G[0-9]+", recipient) is not None


def groups_of(request: Request) -> list[str]:
    return sorted({phone for row in rows_of(request) for phone in row.phones if is_group(phone)})


@st.composite
def long_requests(draw: st.DrawFn) -> Request:
    """Requests whose messages have several parts, as those of :func:`requests` seldom have."""
    mes = st.tuples(st.sampled_from("a€я"), st.integers(1, 1000)).map(lambda run: run[0] * run[1])
    row = st.builds(Row, st.lists(st.sampled_from(["79991234567", "G1", "G2"]), min_size=1, max_size=3).map(tuple), mes)
    return Request(
        login="alex",
        psw="psw",
        translit=draw(st.sampled_from(Translit)),
        format=draw(st.sampled_from([Format.TEXT, Format.FLASH, Format.BINARY, Format.VIBER])),
        body=Batch(draw(st.lists(row, min_size=1, max_size=3).map(tuple))),
    )


@st.composite
def counted(draw: st.DrawFn) -> tuple[Request, dict[str, int]]:
    """Requests, and the sizes of some of their groups or of all."""
    request = draw(requests() | long_requests())
    size = st.integers(0, 5000)
    named = st.fixed_dictionaries(dict.fromkeys(groups_of(request), size))
    some = st.fixed_dictionaries({}, optional=dict.fromkeys([*groups_of(request), "G0", "79991234567"], size))
    return request, draw(named | some)


def count_with_reasons(request: Request, groups: dict[str, int]) -> tuple[int | None, list[Diagnostic]]:
    reasons: list[Diagnostic] = []
    return sms_count(request, groups, report=reasons.append), reasons


@given(counted())
def test_the_number_is_what_the_second_implementation_gives(case: tuple[Request, dict[str, int]]) -> None:
    request, groups = case
    found = sms_count(request, groups)
    event("undetermined" if found is None else "one" if found == 1 else "none" if found == 0 else "several")
    assert found == count(msgspec.to_builtins(request), groups)


@given(requests())
def test_without_sizes_no_group_has_one(request: Request) -> None:
    assert sms_count(request) == sms_count(request, {}) == count(msgspec.to_builtins(request), {})
    if groups_of(request):
        assert sms_count(request) is None


@given(counted())
def test_an_undetermined_number_and_no_other_has_reasons(case: tuple[Request, dict[str, int]]) -> None:
    request, groups = case
    number, reasons = count_with_reasons(request, groups)
    assert (number is None) == bool(reasons)
    assert number is None or number >= 0
    paths = (
        [f"body.rows[{index}]" for index in range(len(rows_of(request)))]
        if isinstance(request.body, Batch)
        else ["body"]
    )
    for reason in reasons:
        path, _, field = reason.field.rpartition(".")
        assert reason.severity == "note"
        assert path in paths
        assert re.fullmatch(WHY[reason.rule], field)
    # Every group of unknown size is there.
    unknown = {
        f"{path}.phones[{at}]"
        for path, row in zip(paths, rows_of(request), strict=True)
        for at, phone in enumerate(row.phones)
        if is_group(phone) and phone not in groups
    }
    assert {reason.field for reason in reasons if reason.rule == "count-group"} == unknown


@given(counted())
def test_the_number_of_a_list_is_the_sum_over_its_rows(case: tuple[Request, dict[str, int]]) -> None:
    request, groups = case
    if not isinstance(request.body, Batch):
        return
    event(f"{len(request.body.rows)} rows")
    numbers = [
        sms_count(replace(request, body=replace(request.body, rows=(row,))), groups) for row in request.body.rows
    ]
    known = [number for number in numbers if number is not None]
    assert sms_count(request, groups) == (sum(known) if len(known) == len(numbers) else None)


@given(counted(), st.integers(1, 4))
def test_a_recipient_named_again_counts_again(case: tuple[Request, dict[str, int]], often: int) -> None:
    request, groups = case
    body = request.body
    if isinstance(body, Batch):
        again = replace(body, rows=tuple(replace(row, phones=row.phones * often) for row in body.rows))
    else:
        again = replace(body, phones=body.phones * often)
    number = sms_count(request, groups)
    assert sms_count(replace(request, body=again), groups) == (None if number is None else number * often)


@given(counted(), st.none() | times())
def test_when_and_from_whom_makes_no_difference(case: tuple[Request, dict[str, int]], time: Any) -> None:
    request, groups = case
    other = replace(request, login="", psw="key", id="7", time=time, tz=-3, test=1)
    assert sms_count(other, groups) == sms_count(request, groups)


@given(counted(), st.dictionaries(st.text("G#0123456789a", min_size=11), st.integers(0)))
def test_sizes_that_nobody_asks_for_make_no_difference(
    case: tuple[Request, dict[str, int]], more: dict[str, int]
) -> None:
    request, groups = case
    assert sms_count(request, MappingProxyType({**more, **groups})) == sms_count(request, groups)


@given(st.text(st.sampled_from("aя€\n😀"), max_size=400).map("a{}".format), st.integers(1, 5))
def test_a_text_counts_its_parts_for_each_recipient(text: str, recipients: int) -> None:
    request = single(text, *["79991234567"] * recipients)
    assert sms_count(request) == len(segment(text).parts) * recipients


# ---- by example


def single(mes: str, *phones: str, format: Format = Format.TEXT, translit: Translit = Translit.NONE) -> Request:
    return Request(login="alex", psw="psw", format=format, translit=translit, body=Single(phones or ("7999",), mes))


@each(
    ("request_", "groups", "number"),
    [
        (single("a" * 160), {}, 1),
        (single("a" * 161, "7999", "7999"), {}, 4),
        (single("я" * 71, "7999", "G15"), {"G15": 40}, 82),
        (single("я", "G15"), {"G15": 0}, 0),
        (single("я", "G15"), {"G1": 7}, None),
        (single("я", translit=Translit.TRANSLIT), {}, None),
        (single("é" * 161, translit=Translit.MPAHCLIT), {}, 2),
        (single("я" * 99, translit=Translit.TRANSLIT, format=Format.VOICE), {}, None),
        (single("a" * 140, format=Format.BINARY), {}, 1),
        (single("\x7f" * 141, format=Format.BINARY), {}, None),
        (single("a\x80", format=Format.BINARY), {}, None),
        (single("0f" * 140, format=Format.BINARY_HEX), {}, 1),
        (single("0F" * 141, format=Format.BINARY_HEX), {}, None),
        (single("0F" * 140 + "\n~~~\npid: 0", format=Format.BINARY_HEX), {}, 1),
        (single("a\n~~~\nb"), {}, None),
        (single("", format=Format.HLR), {}, 1),
        (single("__PING__ a" + "я" * 70), {}, 2),
        (single("__VIBER__:" + "я" * 99, "7999", "G1", format=Format.BINARY_HEX), {"G1": 2}, 3),
    ],
)
def test_numbers_by_hand(request_: Request, groups: dict[str, int], number: int | None) -> None:
    assert sms_count(request_, groups) == number


def test_all_reasons_are_reported_in_one_go() -> None:
    rows = (Row(("G1", "7999", "G2"), "я"), Row(("G1",), "a"))
    request = Request(login="a", psw="b", translit=Translit.TRANSLIT, body=Batch(rows))
    number, reasons = count_with_reasons(request, {"G2": 1})
    assert number is None
    assert {(reason.rule, reason.field) for reason in reasons} == {
        ("count-translit", "body.rows[0].mes"),
        ("count-group", "body.rows[0].phones[0]"),
        ("count-group", "body.rows[1].phones[0]"),
    }


@pytest.mark.parametrize(
    ("request_", "rule", "field"),
    [
        (single("0", format=Format.BINARY_HEX), "binary-hex", "body.mes"),
        (single(""), "mes-empty", "body.mes"),
        (single("a" * 1001), "mes-length", "body.mes"),
        (single("x\nsubj:y", format=Format.EMAIL), "email-sender", "sender"),
        (replace(single("x"), body=Batch((Row(("7999",), "x"), Row(("7999",), "")))), "mes-empty", "body.rows[1].mes"),
        (replace(single("x"), format=13), "format-value", "format"),
    ],
)
def test_a_message_that_is_not_of_its_kind_has_no_number(request_: Request, rule: str, field: str) -> None:
    with pytest.raises(EncodeError) as raised:
        sms_count(request_)
    assert [(found.rule, found.field) for found in raised.value.errors] == [(rule, field)]


@each("size", [-1, 1.5, 2.0, True, "40", None, [40], "\ud800"])
def test_what_is_no_size_is_refused_even_of_another_group(size: Any) -> None:
    for name in ("G1", "G2"):
        with pytest.raises(EncodeError, match=r"shape|surrogate"):
            sms_count(single("x", "G1"), {name: size})


@pytest.mark.parametrize("value", [None, 5, "alex:psw::::7999:x", {"login": "alex"}, After(1)])
def test_what_is_no_request_is_refused(value: Any) -> None:
    with pytest.raises(EncodeError):
        sms_count(value)


def test_a_request_as_plain_dicts_counts_too() -> None:
    request = replace(single("a" * 161, "G1"), time=After(5))
    assert sms_count(msgspec.to_builtins(request), {"G1": 3}) == 6
