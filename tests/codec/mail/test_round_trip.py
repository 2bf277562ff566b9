"""A mail is written for just the requests that it can carry, and what is read from it is what was written.

Whether a charset has a character is asked of Python's codecs, one character at a time.
"""

import re
from bisect import bisect_left
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from msgspec.structs import replace

from smsmail.codec import (
    Batch,
    DecodedMail,
    EncodeError,
    Request,
    Row,
    Single,
    decode_mail,
    decode_request,
    encode_mail,
    encode_request,
)
from smsmail.conformance.strategies import requests, texts

CHARSETS = ("koi8-r", "windows-1251", "utf-8", "utf-16", None)
CHOICE = ("koi8-r", "windows-1251", "utf-8")
IN_ALL_CHARSETS = "Ж"


def has(charset: str, character: str) -> bool:
    try:
        return character.encode(charset).decode(charset) == character
    except UnicodeError:
        return False


def lacking(text: str, charset: str | None) -> list[int]:
    """The offsets of the characters that *charset* lacks."""
    return [offset for offset, one in enumerate(text) if charset and not has(charset, one)]


def fitted(request: Request, charset: str | None) -> Request:
    """*request* with a letter for each character that *charset* lacks, which hardly any text has all of."""

    def fit(text: str) -> str:
        missing = set(lacking(text, charset))
        return "".join(IN_ALL_CHARSETS if offset in missing else one for offset, one in enumerate(text))

    def fit_row(row: Row) -> Row:
        return replace(row, mes=fit(row.mes))

    match request.body:
        case Single(_, mes):
            body = replace(request.body, mes=fit(mes))
        case Batch(rows, tail):
            body = Batch(tuple(map(fit_row, rows)), tail and fit(tail))
    return replace(request, login=fit(request.login), psw=fit(request.psw), body=body)


@st.composite
def delicate(draw: st.DrawFn) -> Request:
    """Requests whose text begins, goes on or ends like what encloses it in a mail."""
    pieces = [
        *("[text]", "[/text]", "\ufeff", "\n", ".", "From x\n", "\n.\n", "=", "=41", " \n", "--", "x", "Ж", " ", "№")
    ]
    login = draw(st.sampled_from(["", "[text]", "[text][/text]", "[/text]", "From ", "."])) + "x"
    mes = "".join(draw(st.lists(st.sampled_from(pieces), min_size=1, max_size=12)))
    # A blank message is none (R-BLANK).
    return Request(
        login=login, psw="psw", body=Single(("79991234567",), f"{mes}x" if not mes.strip(" \n\ufeff") else mes)
    )


def to_carry(charset: str | None) -> st.SearchStrategy[Request]:
    whole = requests() | delicate()
    return whole | whole.map(lambda request: fitted(request, charset))


def is_cut_by_its_own_tags(text: str) -> bool:
    return text.startswith(("[text]", "\ufeff")) and "[/text]" in text


def parsed(mail: bytes) -> EmailMessage:
    message = message_from_bytes(mail, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def request(mes: str, login: str = "alex", psw: str = "psw") -> Request:
    return Request(login=login, psw=psw, body=Single(("79991234567",), mes))


@pytest.mark.parametrize("charset", CHARSETS)
@given(data=st.data())
def test_what_a_mail_can_carry_comes_back_and_the_rest_is_refused(charset: str | None, data: st.DataObject) -> None:
    request = data.draw(to_carry(charset))
    text = encode_request(request)
    try:
        mail = encode_mail(request, charset)
    except EncodeError as error:
        rules = {found.rule for found in error.diagnostics}
        event(f"refused: {', '.join(sorted(rules))}")
        if text.endswith("\n"):
            assert rules == {"mail-end"}
        elif lacking(text, charset):
            assert rules == {"charset-fit"}
            assert [found.start for found in error.diagnostics] == lacking(text, charset)
        else:
            assert rules == {"unrepresentable"}
            assert is_cut_by_its_own_tags(text)
        return
    event("carried")
    assert not text.endswith("\n")
    assert not lacking(text, charset)
    assert not is_cut_by_its_own_tags(text)
    carried = decode_mail(mail)
    assert carried.text == text
    assert decode_request(carried.text) == request
    assert carried.charset == (charset or next(one for one in CHOICE if not lacking(text, one)))


@pytest.mark.parametrize("charset", CHARSETS)
@given(data=st.data())
def test_a_mail_is_what_smtp_passes_on_unchanged(charset: str | None, data: st.DataObject) -> None:
    request = data.draw(to_carry(charset))
    try:
        mail = encode_mail(request, charset)
    except EncodeError:
        return
    assert mail.isascii()
    assert b"\0" not in mail
    assert mail.endswith(b"\r\n")
    lines = mail.split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert max(map(len, lines)) <= 998
    # Servers drop white space there, and mailboxes alter such a beginning.
    assert not any(line.endswith((b" ", b"\t")) or line.startswith(b"From ") for line in lines)
    assert len(mail) <= 100_000


@pytest.mark.parametrize("charset", CHARSETS)
@given(data=st.data())
def test_the_standard_library_reads_the_same_text(charset: str | None, data: st.DataObject) -> None:
    request = data.draw(to_carry(charset))
    text = encode_request(request)
    try:
        message = parsed(encode_mail(request, charset))
    except EncodeError:
        return
    assert not message.defects
    assert not [defect for header in message.values() for defect in header.defects]
    body = message.get_payload(decode=True)
    assert isinstance(body, bytes)
    whole = body.decode(message.get_content_charset("")).removesuffix("\r\n").replace("\r\n", "\n")
    assert whole == (f"[text]{text}[/text]" if text.startswith(("[text]", "\ufeff")) else text)


@given(
    texts(0, 200), st.sampled_from(CHARSETS), st.sampled_from(["", "Ж", "\ud800", "\n", "\r", "€"]), st.integers(0, 5)
)
def test_the_password_is_in_the_body_alone(mes: str, charset: str | None, beside: str, at: int) -> None:
    secret = "s3cr3t"
    try:
        mail = encode_mail(
            request(f"x{mes}", psw=secret[:at] + beside + secret),
            charset,
            from_address="shop@example.com",
            subject="An order",
        )
    except EncodeError as error:
        assert secret not in f"{error}{error!r}{error.diagnostics}"
        return
    head = mail.partition(b"\r\n\r\n")[0]
    assert secret.encode() not in head
    assert secret in decode_mail(mail).text


@pytest.mark.parametrize("login", ["alex", "№€"])
def test_a_character_of_the_password_that_the_charset_lacks_is_not_named(login: str) -> None:
    with pytest.raises(EncodeError) as refused:
        encode_mail(request("—", login=login, psw="a→b"), "koi8-r")
    assert len(refused.value.diagnostics) == len(lacking(login, "koi8-r")) + 2
    assert "EM DASH" in str(refused.value)
    assert not re.search("→|ARROW", f"{refused.value}{refused.value.diagnostics}")


def list_of(rows: int, mes: str, last: str) -> Request:
    phones = ("79991234567",)
    return Request(login="alex", psw="psw", body=Batch((*[Row(phones, mes)] * (rows - 1), Row(phones, last))))


def size(request: Request, charset: str) -> int | None:
    """The octets of the mail, or none where it is refused for its size."""
    try:
        return len(encode_mail(request, charset))
    except EncodeError as error:
        assert {found.rule for found in error.diagnostics} == {"mail-size"}
        return None


@pytest.mark.parametrize(
    ("charset", "mes", "filling"),
    [
        ("koi8-r", "As it stands", "x"),
        ("koi8-r", "In quoted-printable: Ж", "x"),
        ("koi8-r", "В кодировке base64", "Ж"),
        ("utf-8", "В кодировке base64", "Ж"),
        ("utf-16", "In base64", "x"),
    ],
)
def test_a_mail_may_have_100_000_octets_and_not_one_more(charset: str, mes: str, filling: str) -> None:
    hundred, two_hundred = (len(encode_mail(list_of(rows, mes, "x"), charset)) for rows in (100, 200))
    rows = 200 + (99_500 - two_hundred) * 100 // (two_hundred - hundred)

    def with_last(length: int) -> int | None:
        return size(list_of(rows, mes, filling * length), charset)

    refused = bisect_left(range(1, 1001), 1, key=lambda length: with_last(length) is None) + 1
    largest = with_last(refused - 1)
    assert largest
    # In base64 an octet more may be four, and a line break.
    least = 100_000 if filling + mes == "xAs it stands" else 100_000 - 6
    assert least <= largest <= 100_000


@given(requests(), st.sampled_from(CHARSETS))
def test_a_mail_that_was_decoded_knows_nothing_doubtful(request: Request, charset: str | None) -> None:
    try:
        carried: DecodedMail = decode_mail(encode_mail(request, charset))
    except EncodeError:
        return
    assert {found.rule for found in carried.findings} <= {"tags-used", "charset-doubt"}
