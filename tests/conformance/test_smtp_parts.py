"""What the conformance over SMTP is made of: mails of events, aliases of accounts, the accounts file, replies."""

import json
import re
import tomllib
from base64 import b64encode
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from smsmail.codec import DecodeError, check, decode_mail
from smsmail.conformance import Case, load_cases, select
from smsmail.conformance.protocol import NoAnswer, Ok
from smsmail.conformance.smtp import write_accounts
from smsmail.conformance.smtp.accounts import aliases
from smsmail.conformance.smtp.alias import Alias
from smsmail.conformance.smtp.at_once import LONGEST_CASE
from smsmail.conformance.smtp.mails import Event, events_of, is_carried, octets_of
from smsmail.conformance.smtp.replies import Heard
from smsmail.conformance.smtp.wire import Declined
from smsmail.gateway.server import read_accounts
from tests.support import ROOT
from tests.support.each import each

SERVED = select(load_cases(), ops=["serve"])
SERVICE = "send@send.smscentre.com"
ALEX = Alias.of({"login": "alex", "psw": "psw", "apikeys": ["key-1", "key-2"]}, 36 + 3)


def event(text: str = "", *, mail: bytes | None = None, to: str = SERVICE, sender: str = "client@example.org") -> Event:
    return Event("2030-01-31T12:00:00+03:00", sender, to, mail, text)


# ---- Mails of events


@each(
    "text",
    ["hi", "Привет", "a\nb", "a\r\nb", "[text]a", "a" * 1001, "ж" * 1001, "a:b\tc", "\ufeffhi", "𝄞", ".", "..", " hi "],
)
def test_a_text_becomes_a_mail_that_says_it(text: str) -> None:
    octets = octets_of(event(text))
    assert decode_mail(octets).text == text.replace("\r\n", "\n")
    assert is_carried(event(text))
    assert octets.isascii()
    lines = octets.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert b"\n" not in b"".join(lines)


@pytest.mark.parametrize("text", ["\nhi", "hi\n", "\n", "\ud800"])
def test_a_text_that_no_mail_carries(text: str) -> None:
    assert not is_carried(event(text))


def test_the_empty_text_is_an_empty_mail() -> None:
    assert is_carried(event())
    assert octets_of(event()).endswith(b"\r\n\r\n\r\n")


def test_a_whole_mail_stays_as_it_is() -> None:
    mail = b"Subject: \xff\r\n\r\n\x00\r\n"
    assert octets_of(event(mail=mail)) == mail
    assert is_carried(event(mail=mail))


def test_the_header_of_a_mail_from_the_null_sender_leads_elsewhere() -> None:
    assert octets_of(event("hi", sender="")).startswith(b"From: daemon@example.org\r\n")


# ---- Aliases


@each(
    ("before", "after"),
    [
        ("alex:psw:42::,,,1:79991234567:alex:psw", "a013:psw:42::,,,1:79991234567:alex:psw"),
        ("Alex:psw:::,,Alex:7:hi", "A013:psw:::,,Alex:7:hi"),
        ("ALEX:psw", "A013:psw"),
        (" alex :psw:", " a013 :psw:"),
        ("alexander:psw", "a013ander:psw"),
        ("bob:psw:alex", "bob:psw:alex"),
        ("hello", "hello"),
        ("", ""),
        (":key-1:42:", ":key-1.a013:42:"),
        (":key-3:42:", ":key-3.a013:42:"),
        (":psw:42:", ":psw:42:"),
        ("alex:key-2:", "a013:key-2.a013:"),
        ("alex:wrong:", "a013:wrong:"),
    ],
)
def test_the_alias_in_a_text(before: str, after: str) -> None:
    assert ALEX.event(event(before), 0).text == after


def test_a_forwarded_text_has_no_login() -> None:
    renamed = ALEX.event(event("alex:psw:hi", to="Alex@send.smscentre.com"), 0)
    assert (renamed.text, renamed.recipient) == ("alex:psw:hi", "A013@send.smscentre.com")


@pytest.mark.parametrize(
    ("sender", "after"), [("client@example.org", "client.a013.7@example.org"), ("", ""), ("a@b", "a.a013.7@b")]
)
def test_each_event_has_a_sender_of_its_own(sender: str, after: str) -> None:
    assert ALEX.event(event(sender=sender), 7).sender == after


@pytest.mark.parametrize(
    ("mail", "after"),
    [
        (b"\r\nalex:psw:1:", b"\r\na013:psw:1:"),
        (b"<p>[text]Alex:psw:::,,Alex:7", b"<p>[text]A013:psw:::,,Alex:7"),
        (b"\r\nalex:psw:::,,alex:7", b"\r\na013:psw:::,,alex:7"),
        (b64encode(b"alex:psw:42:text"), b64encode(b"a013:psw:42:text")),
    ],
)
def test_the_alias_in_a_mail(mail: bytes, after: bytes) -> None:
    assert ALEX.event(event(mail=mail), 0).mail == after


def test_a_mail_in_which_the_login_is_hidden_is_noticed() -> None:
    head = b"Content-Transfer-Encoding: base64\r\n\r\n"
    hidden = event(mail=head + b64encode(b" alex:psw:42:text"))
    assert not ALEX.says_the_same(hidden, ALEX.event(hidden, 0))
    plain = event(mail=head + b64encode(b"alex:psw:42:text"))
    assert ALEX.says_the_same(plain, ALEX.event(plain, 0))


@each("case", SERVED)
def test_an_alias_changes_nothing_that_a_case_is_about(case: Case) -> None:
    """The same findings at the same places, the same size, and of each account another name."""
    alias = aliases(SERVED)[case.id]
    for number, before in enumerate(events_of(case)):
        after = alias.event(before, number)
        assert (after.at, bool(after.sender), len(after.recipient)) == (
            *(before.at, bool(before.sender), len(before.recipient)),
        )
        if before.mail is not None:
            assert after.mail is not None
            assert len(after.mail) == len(before.mail)
            assert _findings_of_mail(after.mail) == _findings_of_mail(before.mail)
        elif before.recipient.lower().startswith("send@") and ":key-" not in before.text:
            assert len(after.text) == len(before.text)
            assert check(after.text) == check(before.text)
        assert alias.says_the_same(before, after)


def _findings_of_mail(mail: bytes) -> list[tuple[str, int, int]]:
    try:
        read = decode_mail(mail)
        found = [*read.findings, *check(read.text)]
    except DecodeError as error:
        found = list(error.diagnostics)
    return [(one.rule, one.start, one.end) for one in found]


def test_no_two_cases_have_one_account() -> None:
    named = aliases(SERVED)
    logins = [alias.alias for alias in named.values()]
    assert len(set(logins)) == len(logins) == len(SERVED)
    assert all(len(login) == len("alex") and login[0] == "a" for login in logins)
    written = {text for case in SERVED for one in events_of(case) for text in (one.text.partition(":")[0],)}
    assert not written & set(logins)


# ---- The accounts file


def test_the_accounts_as_toml_and_as_json(tmp_path: Path) -> None:
    toml, plain = tmp_path / "accounts.toml", tmp_path / "accounts.json"
    assert write_accounts(load_cases(), toml) == write_accounts(load_cases(), plain) == len(SERVED)
    accounts: list[dict[str, Any]] = json.loads(plain.read_text("utf-8"))["accounts"]
    without_null = [{name: value for name, value in one.items() if value is not None} for one in accounts]
    assert tomllib.loads(toml.read_text("utf-8"))["account"] == without_null
    assert len(read_accounts(toml).accounts) == len(SERVED)


def test_what_an_account_may_be(tmp_path: Path) -> None:
    given = {
        "login": "alex",
        "psw": 'p"s\\w',
        "apikeys": ["key"],
        "senders": None,
        "denied_words": ["казино", "a\tb"],
        "blocked": True,
        "groups": {"G15": 40},
        "tz": -3,
    }
    case = msgspec.structs.replace(SERVED[0], input={"account": given, "events": []})
    write_accounts([case], tmp_path / "accounts.toml")
    del given["senders"]
    given |= {"login": "a000", "apikeys": ["key.a000"]}
    assert tomllib.loads((tmp_path / "accounts.toml").read_text("utf-8")) == {"account": [given]}


# ---- What was heard


def mail_with(text: str) -> bytes:
    return b'Content-Type: text/plain; charset="utf-8"\r\n\r\n' + text.encode() + b"\r\n"


def test_replies_are_put_to_their_events() -> None:
    heard = Heard(3)
    heard.add(2, mail_with("OK - 1 SMS, ID - 3"))
    heard.add(0, mail_with("OK - 1 SMS, ID - 1"))
    assert heard.answer() == Ok({"replies": ["OK - 1 SMS, ID - 1", None, "OK - 1 SMS, ID - 3"]})
    assert [heard.lacks(number) for number in range(3)] == [False, True, False]


def test_a_refusal_is_no_reply_but_of_what_is_too_large() -> None:
    heard = Heard(2)
    heard.refuse(0, Declined(550, "no"))
    heard.refuse(1, Declined(552, "too large"))
    assert heard.answer() == Ok(
        {"replies": [None, "ERROR = 1 (552)"], "refused": {"event 1": "550 no", "event 2": "552 too large"}}
    )


def test_two_replies_are_one_too_many() -> None:
    heard = Heard(1)
    heard.add(0, mail_with("OK - 1 SMS, ID - 1"))
    heard.add(0, mail_with("OK - 1 SMS, ID - 1"))
    assert heard.answer() == NoAnswer("garbled", "it answered event 1 with 2 mails")


def test_a_reply_that_cannot_be_read() -> None:
    heard = Heard(1)
    heard.add(0, b"Content-Type: application/pdf\r\n\r\n%PDF")
    answer = heard.answer()
    assert isinstance(answer, Ok)
    assert "without a text that can be read" in str(answer.value)


def test_what_is_sent_at_once_lies_within_a_minute() -> None:
    """Of the windows of the rules that is the shorter one (R-DUPCOUNT, R-FLOODCOUNT)."""
    assert LONGEST_CASE < 60


def test_the_guide_says_how_many_cases_need_a_clock() -> None:
    guide = ROOT / "docs" / "smtp-conformance.md"
    found = re.search(r"Cases over a longer time are skipped, (\d+) of them", guide.read_text("utf-8"))
    assert found
    times = [[datetime.fromisoformat(one.at) for one in events_of(case)] for case in SERVED]
    assert int(found[1]) == sum((max(moments) - min(moments)).total_seconds() > LONGEST_CASE for moments in times)
