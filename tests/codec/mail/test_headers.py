"""No value of a header can bring another one: it is written as it is, or refused."""

from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from hypothesis import assume, event, example, given
from hypothesis import strategies as st

from smsmail.codec import EncodeError, Request, Single, decode_mail, encode_mail
from smsmail.conformance.strategies import addresses
from tests.support.each import each

REQUEST = Request(login="alex", psw="psw", body=Single(("79991234567",), "Hello"))
ALWAYS = {"MIME-Version": "1.0", "Content-Type": 'text/plain; charset="koi8-r"', "Content-Transfer-Encoding": "7bit"}
NAMES = {"from_address": "From", "to_address": "To", "subject": "Subject", "message_id": "Message-ID"}


def hostile_texts() -> st.SearchStrategy[str]:
    pieces = [
        *("\r\n", "\n", "\r", "\0", "\u2028", "\x85", "\x0b", "\ud800", "\ufeff", "é", "Ж", " ", "\t", "x" * 1000),
        *("Bcc: all@example.com", "<a@b>", "a@b", ",", ";", ":", "@", "<", ">", "(", '"', "\\", "=?utf-8?q?", "?="),
        *("=0A", "\n Bcc: x", "\r\n\r\nevil:psw::::79991234567:x", "Content-Type: text/html"),
    ]
    return st.lists(st.sampled_from(pieces) | st.text(max_size=5), max_size=6).map("".join) | st.text()


def parsed(mail: bytes) -> EmailMessage:
    message = message_from_bytes(mail, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def written(**values: Any) -> EmailMessage | None:
    """The mail with these headers as the standard library reads it; none where it is refused for one of them."""
    try:
        mail = encode_mail(REQUEST, **values)
    except EncodeError as error:
        assert {found.rule for found in error.diagnostics} == {"mail-header"}
        return None
    assert decode_mail(mail).text == "alex:psw::::79991234567:Hello"
    return parsed(mail)


@given(
    from_address=st.none() | hostile_texts() | addresses(),
    to_address=hostile_texts() | addresses(),
    subject=st.none() | hostile_texts(),
    message_id=st.none() | hostile_texts() | addresses().map("<{}>".format),
)
@example(from_address="a@b\r\nBcc: c@d", to_address="a@b", subject=None, message_id=None)
@example(from_address=None, to_address="a@b\n", subject=None, message_id=None)
@example(from_address=None, to_address="a@b", subject="x\u2028Bcc: c@d", message_id=None)
@example(from_address=None, to_address="a@b", subject=None, message_id="<a@b>\n")
@example(from_address=None, to_address="a@b", subject="\ud800", message_id=None)
def test_the_headers_are_those_that_were_asked_for(**values: str | None) -> None:
    message = written(**values)
    event("refused" if message is None else "written")
    if message is None:
        return
    given = {NAMES[name]: value for name, value in values.items() if value is not None}
    assert message.keys() == [*given, *ALWAYS]
    raw = dict(message.raw_items())
    assert {name: raw[name] for name in ALWAYS} == ALWAYS
    assert {name: raw[name] for name in given if name != "Subject"} == {
        name: value for name, value in given.items() if name != "Subject"
    }
    assert message["Subject"] == values["subject"]


@given(st.text(max_size=200) | st.text(st.characters(codec="ascii")))
@example("")
@example(" ")
@example("  two  spaces  ")
@example("=?utf-8?q?x?=")
@example("x" * 5000)
@example("Ж" * 5000)
@example("a: b")
def test_a_subject_of_printable_characters_comes_back(subject: str) -> None:
    message = written(subject=subject)
    assert (message is not None) == subject.isprintable()
    if message is not None:
        assert message["Subject"] == subject
        assert not message["Subject"].defects


@given(addresses())
@example("=?utf-8?q?x?=@example.com")
@example("=?utf-8?q?a=40b=2Ec=0A?=@example.com")
@example("a@" + "b" * 900)
def test_an_address_is_read_as_it_was_written(address: str) -> None:
    message = written(from_address=address, to_address=address)
    if message is None:
        # A line that is too long, or one that is read as something else.
        assert len(address) > 900 or "=?" in address
        return
    for header in (message["From"], message["To"]):
        assert [one.addr_spec for one in header.addresses] == [address]
        assert not header.defects


@each("address", ["a" * 1000 + "@b", "a@b, c@d", "<a@b>", "A <a@b>", "a@b ", " a@b", "", "a", "@", "é@b"])
def test_what_is_no_address_is_refused(address: str) -> None:
    assert written(from_address=address) is None
    assert written(to_address=address) is None


def test_a_header_is_a_line_of_at_most_998_octets() -> None:
    assert written(from_address=f"{'a' * (998 - len('From: @b'))}@b") is not None
    assert written(from_address=f"{'a' * (999 - len('From: @b'))}@b") is None


def zones() -> st.SearchStrategy[Any]:
    offsets = st.timedeltas(timedelta(hours=-23, minutes=-59), timedelta(hours=23, minutes=59))
    return st.timezones() | offsets.map(timezone) | st.just(UTC)


@given(st.datetimes(timezones=zones()))
@example(datetime(2030, 1, 31, 12, 0, 59, 999_999, tzinfo=UTC))
@example(datetime(1, 1, 1, tzinfo=UTC))
@example(datetime(2030, 1, 31, 12, tzinfo=timezone(timedelta(hours=2, minutes=30, seconds=17))))
def test_a_date_is_the_moment_that_was_given(date: datetime) -> None:
    message = written(date=date)
    if message is None:
        # A mail's zones are hours and minutes.
        offset = date.utcoffset()
        assert offset is not None
        assert offset % timedelta(minutes=1)
        return
    assume(date.year >= 1900)  # The standard library takes a year of two digits for one of this century or the last.
    assert not message["Date"].defects
    # As instants: where clocks are put back, two datetimes of different zones are never equal.
    assert message["Date"].datetime.timestamp() == date.replace(microsecond=0).timestamp()


@given(st.datetimes())
def test_a_date_without_zone_is_refused(date: datetime) -> None:
    assert written(date=date) is None


@given(addresses())
def test_a_message_id_that_looks_like_an_address_is_written(address: str) -> None:
    message = written(message_id=f"<{address}>")
    assert message is not None
    assert message["Message-ID"] == f"<{address}>"
    assert not message["Message-ID"].defects


@each(
    "message_id", ["", "a@b", "<a b@c>", "<a@b> <c@d>", "<a@b>\r\nBcc: c@d", "<a>", "<@>", "<é@b>", f"<{'a' * 990}@b>"]
)
def test_what_is_no_message_id_is_refused(message_id: str) -> None:
    assert written(message_id=message_id) is None
