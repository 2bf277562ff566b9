"""The store: what is in it after a transaction, and what a transaction that fails leaves behind."""

import asyncio
import smtplib
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from smsmail.codec import Accepted
from smsmail.gateway import Account, Fact, Mail, Outcome, Plain, begin
from smsmail.gateway.server.intake import Intake, NotStored, Traffic
from smsmail.gateway.server.reader import Incoming
from smsmail.gateway.server.store import Entry, PendingReply, Settlement, Store, StoreError
from tests.support.running import CLIENT, PSW, SERVICE, Gateway

pytestmark = pytest.mark.process

NOW = datetime(2030, 1, 31, 12, tzinfo=UTC)
CLOCK = int(NOW.timestamp()) * 1_000_000
MINUTE = timedelta(minutes=1)
REQUEST = "alex:psw:42:::79991234567:hello"
INCOMING = Incoming({}, 100, None)


def microseconds(moment: datetime) -> int:
    return int(moment.timestamp()) * 1_000_000


def entry(seq: int, *changes: Fact, reply: str | None = None, at: datetime = NOW) -> Entry:
    outcome = Outcome(kind="accepted", login="alex", answer=Accepted(1, str(seq)), reply=reply, changes=changes)
    return Entry(seq, at, CLIENT, SERVICE, 100, outcome, "<1@example.org>" if reply else None)


def execute(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(statement)
        db.commit()


def test_what_is_written_is_there_after_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    passing = Fact("chain:alex:7999", "1 5", microseconds(NOW + MINUTE))
    with Store(path) as store:
        assert (store.facts(), store.last(), store.next_due()) == ([], 0, None)
        store.write([entry(1, Fact("balance:alex", "99", None)), entry(2, passing, reply="OK - 1 SMS, ID - 2")], CLOCK)
        id = store.id
    with Store(path) as store:
        assert store.id == id
        assert store.last() == 2
        assert store.facts() == [Fact("balance:alex", "99", None), passing]
        (reply,) = store.due(NOW, 10)
        assert reply == PendingReply(2, SERVICE, CLIENT, "OK - 1 SMS, ID - 2", NOW, "<1@example.org>", 0)


def test_a_store_is_not_for_all_to_read(tmp_path: Path) -> None:
    with Store(tmp_path / "store.sqlite") as store:
        store.write([entry(1)], CLOCK)
        assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}


def test_of_two_facts_the_later_holds(tmp_path: Path) -> None:
    """Within a group and between groups; of passing ones both may be there, in order."""
    until = microseconds(NOW + MINUTE)
    with Store(tmp_path / "store.sqlite") as store:
        store.write(
            [
                entry(1, Fact("balance:a", "1", None), Fact("chain:b", "1 1", until)),
                entry(2, Fact("balance:a", "2", None)),
            ],
            CLOCK,
        )
        store.write([entry(3, Fact("balance:a", "3", None), Fact("chain:b", "1 3", until))], CLOCK)
        assert {fact.key: fact.value for fact in store.facts()} == {"balance:a": "3", "chain:b": "1 3"}
        assert [fact.value for fact in store.facts() if fact.key == "balance:a"] == ["3"]


def test_what_has_passed_is_deleted(tmp_path: Path) -> None:
    with Store(tmp_path / "store.sqlite") as store:
        for minute in range(100):
            now = NOW + minute * MINUTE
            facts = Fact(f"chain:{minute}", "1 5", microseconds(now + 2 * MINUTE))
            store.write([entry(minute + 1, facts)], microseconds(now))
        assert [fact.key for fact in store.facts()] == ["chain:98", "chain:99"]


@pytest.mark.parametrize("number", [1, 2, 63, 64, 65, 127, 200])
def test_groups_of_any_size(tmp_path: Path, number: int) -> None:
    with Store(tmp_path / "store.sqlite") as store:
        until = microseconds(NOW + MINUTE)
        store.write(
            [
                entry(seq, Fact(f"chain:{seq}", f"1 {seq}", until), reply=f"OK - 1 SMS, ID - {seq}")
                for seq in range(1, number + 1)
            ],
            CLOCK,
        )
        assert store.last() == number
        assert [fact.value for fact in store.facts()] == [f"1 {seq}" for seq in range(1, number + 1)]
        assert [one.seq for one in store.due(NOW, 1000)] == list(range(1, number + 1))


def test_a_group_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with Store(tmp_path / "store.sqlite") as store:
        store.write([entry(1)], CLOCK)
        with pytest.raises(sqlite3.IntegrityError):
            store.write([entry(2, Fact("balance:a", "1", None), reply="OK - 1 SMS, ID - 2"), entry(1)], CLOCK)
        assert (store.last(), store.facts(), store.due(NOW, 10)) == (1, [], [])
        store.write([entry(2)], CLOCK)
        assert store.last() == 2


def test_replies_that_fail_come_later(tmp_path: Path) -> None:
    with Store(tmp_path / "store.sqlite") as store:
        store.write([entry(seq, reply="OK - 1 SMS, ID - 1") for seq in (1, 2, 3)], CLOCK)
        first, second, third = store.due(NOW, 10)
        store.settle([Settlement(first.seq, 1, None), Settlement(second.seq, 1, NOW + MINUTE)])
        assert store.due(NOW, 10) == [third]
        assert [one.tries for one in store.due(NOW + MINUTE, 10)] == [0, 1]
        store.settle([Settlement(third.seq, 1, None)])
        assert store.next_due() == NOW + MINUTE


# ---- Files that cannot be used


def refused(path: Path) -> str:
    with pytest.raises(StoreError) as error:
        Store(path)
    return str(error.value)


def test_two_gateways_do_not_share_a_store(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with Store(path):
        assert "another gateway has it open" in refused(path)
    with Store(path):
        pass


def test_files_that_are_no_store(tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("This is a text, and it is longer than the head of a database. " * 10)
    assert str(text) in refused(text)
    assert text.read_text().startswith("This is a text")
    other = tmp_path / "other.sqlite"
    execute(other, "CREATE TABLE mails (seq)")
    assert "none of smsmail" in refused(other)
    assert "No such file" in refused(tmp_path / "nowhere" / "store.sqlite")


def test_a_store_of_another_version(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with Store(path):
        pass
    execute(path, "PRAGMA user_version = 99")
    assert "version 99" in refused(path)


# ---- The intake


class FailingStore(Store):
    """Fails as often as it is told to."""

    path: Path
    failures = 0
    failure: Exception = sqlite3.OperationalError("database or disk is full")

    def write(self, entries: Sequence[Entry], clock: int, changes: Sequence[Fact] = (), *, waits: bool = True) -> None:
        if self.failures:
            self.failures -= 1
            raise self.failure
        super().write(entries, clock, changes, waits=waits)


def intake_on(store: Store, mails: int = 2) -> Intake:
    """With so many mails on their way; where there is one alone no thread writes it."""
    traffic = Traffic()
    traffic.mails = mails
    return Intake(begin([Account(login="alex", secret=Plain("psw"), balance=10)], store.facts()), store, traffic)


@pytest.mark.parametrize("failure", [FailingStore.failure, RuntimeError("a mistake of ours")])
def test_a_group_that_cannot_be_written_never_was(tmp_path: Path, failure: Exception) -> None:
    """Nor were the mails that came while it was being written, since they were decided on top of it."""

    async def run(store: FailingStore) -> list[str]:
        intake = intake_on(store)
        working = asyncio.create_task(intake.run())
        store.failures, store.failure = 1, failure
        outcomes: list[str] = []
        entries, written = intake.decide([Mail(CLIENT, SERVICE, REQUEST)], INCOMING)
        await asyncio.sleep(0)  # the first group is on its way
        _, meanwhile = intake.decide([Mail(CLIENT, SERVICE, REQUEST)], INCOMING)
        for one in (written, meanwhile):
            with pytest.raises(NotStored):
                await asyncio.shield(one)
        for _ in range(3):
            entries, written = intake.decide([Mail(CLIENT, SERVICE, REQUEST)], INCOMING)
            await asyncio.shield(written)
            outcomes.append(f"{entries[0].seq} {entries[0].outcome.kind}")
        intake.end()
        await working
        intake.close()
        return outcomes

    with FailingStore(tmp_path / "store.sqlite") as store:
        assert asyncio.run(run(store)) == ["1 accepted", "2 accepted", "3 refused"]
        assert Fact("balance:alex", "8", None) in store.facts()


def test_a_mail_that_is_alone_lasts_without_a_thread(tmp_path: Path) -> None:
    """Unless the thread is at work, or another program has the file locked: the loop waits for neither."""

    async def run(store: FailingStore) -> None:
        intake = intake_on(store, mails=1)

        def decided() -> tuple[int, asyncio.Future[None]]:
            (entry,), written = intake.decide([Mail(CLIENT, SERVICE, REQUEST)], INCOMING)
            return entry.seq, written

        seq, written = decided()
        assert (seq, written.done(), store.last()) == (1, True, 1)
        store.failures = 1
        seq, written = decided()
        assert (seq, type(written.exception()), store.last()) == (2, NotStored, 1)
        asking = asyncio.create_task(intake.health())
        await asyncio.sleep(0)
        seq, written = decided()
        assert (seq, written.done()) == (2, False)
        await asking
        with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            seq, later = decided()
            assert (seq, later.done(), store.last()) == (3, False, 1)
            other.execute("ROLLBACK")
        working = asyncio.create_task(intake.run())
        await asyncio.gather(written, later)
        assert store.last() == 3
        intake.end()
        await working
        intake.close()

    with FailingStore(tmp_path / "store.sqlite") as store:
        store.path = tmp_path / "store.sqlite"
        asyncio.run(run(store))


def test_what_is_decided_before_the_end_is_written(tmp_path: Path) -> None:
    async def run(store: Store) -> None:
        intake = intake_on(store)
        working = asyncio.create_task(intake.run())
        await asyncio.sleep(0)
        intake.decide([Mail(CLIENT, SERVICE, REQUEST)], INCOMING)
        intake.end()
        await working
        intake.close()

    with Store(tmp_path / "store.sqlite") as store:
        asyncio.run(run(store))
        assert store.last() == 1


def test_a_client_is_told_that_nothing_was_stored(tmp_path: Path) -> None:
    """The trigger stands for a disk that is full."""
    request = f"alex:{PSW}:42:::79991234567:hello"
    with Gateway(tmp_path) as gateway:
        execute(gateway.store, "CREATE TRIGGER full BEFORE INSERT ON mails BEGIN SELECT RAISE(ABORT, 'full'); END")
        for _ in range(3):
            with pytest.raises(smtplib.SMTPDataError) as error:
                gateway.send(request)
            assert error.value.smtp_code == 451
        execute(gateway.store, "DROP TRIGGER full")
        gateway.send(request)
        gateway.send(request)
        assert gateway.rows("SELECT seq, kind FROM mails") == [(1, "accepted"), (2, "accepted")]
        assert len(gateway.events("not_stored")) == 3


@pytest.mark.parametrize("another", [False, True])
def test_a_store_that_is_gone_takes_nothing(tmp_path: Path, another: bool) -> None:
    """SQLite would write on into a file without a name; nor is another file of that name ours."""
    request = f"alex:{PSW}:42:::79991234567:hello"
    with Gateway(tmp_path) as gateway:
        gateway.send(request)
        gateway.store.unlink()
        if another:
            gateway.store.touch()
        for _ in range(2):
            with pytest.raises(smtplib.SMTPDataError) as error:
                gateway.send(request)
            assert error.value.smtp_code == 451
        events = gateway.events("not_stored")
        assert len(events) == 2
        assert all(f"{gateway.store}: the file has been deleted" in event["problem"] for event in events)
        assert not gateway.events("bug")
        assert gateway.stop() == 0
