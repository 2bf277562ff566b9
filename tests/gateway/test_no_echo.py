"""Of a line that was refused nothing is in the answer, the store or the log, unless its structure is certain."""

import io
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import assume, given

from smsmail.codec import encode_reply
from smsmail.gateway import Account, Mail, Plain, begin, handle
from smsmail.gateway.server import smtp_answers
from smsmail.gateway.server.store import Entry, Store
from tests.support.effort import examples
from tests.support.running import CLIENT, SERVICE
from tests.support.secrets import is_told_otherwise, leaks, secret_lines

NOW = datetime(2030, 1, 31, 12, tzinfo=UTC)
STATE = begin([Account(login="shop", secret=Plain("another")), Account(login="alex", secret=Plain("psw"))])


@examples(500)
@given(secret_lines())
def test_no_secret_is_in_an_answer(secret_and_line: tuple[str, str]) -> None:
    secret, line = secret_and_line
    _, outcome = handle(STATE, Mail(CLIENT, SERVICE, line), NOW)
    assume(outcome.kind == "refused" and not is_told_otherwise(secret, line))
    assert outcome.answer is not None
    assert not leaks(secret, encode_reply(outcome.answer))
    assert outcome.messages == ()
    if outcome.diagnostics:
        assert not leaks(secret, smtp_answers.of_findings(outcome.diagnostics))


@pytest.mark.parametrize(
    ("line", "id"),
    [
        ("shop:p:SECRET::0,3:1:79991234567:hi", "1"),
        ("login:shop:SECRET::0,3:1:79991234567:hi", "1"),
        ("shop:p:SECRET::::7999x:hi", "1"),
        ("shop:p:order-7:::7999x:hi", "1"),
        ("shop:another:order-7:::7999x:hi", "order-7"),
        ("shop:another:order-7:::7999x:see you at 10:30", "order-7"),
        (" shop : another : order-7 :::7999x:hi", "order-7"),
    ],
)
def test_the_id_of_a_line_that_is_refused(line: str, id: str) -> None:
    """The client's where login and password are right or there is no other doubt that it is the id, else one that the
    server assigns (R-ERRID)."""
    _, outcome = handle(STATE, Mail(CLIENT, SERVICE, line), NOW)
    assert outcome.answer is not None
    assert (outcome.answer.id or "1") == id
    assert "SECRET" not in str(outcome.reply)


def test_nothing_of_a_refused_line_is_in_the_store(tmp_path: Path) -> None:
    state = STATE
    entries: list[Entry] = []
    for number, line in enumerate(("shop:p:SECRET::0,3:1:79991234567:hi", "SECRET", "shop:SECRET:::::hi"), 1):
        state, outcome = handle(state, Mail(CLIENT, SERVICE, line), NOW)
        entries.append(Entry(number, NOW, CLIENT, SERVICE, len(line), outcome, None))
    with Store(tmp_path / "store.sqlite") as store:
        store.write(entries, state.clock)
    with closing(sqlite3.connect(tmp_path / "store.sqlite")) as db:
        written = io.StringIO("\n".join(db.iterdump())).getvalue()
    assert written.count('INSERT INTO "mails"') == 3
    assert "SECRET" not in written
