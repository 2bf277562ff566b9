"""The durable store: an SQLite file with what came of each mail, what the rules remember, and the replies that are due.

A mail itself is not kept, since the password stands in it. All methods but those that begin are for one thread.
"""

import sqlite3
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Self

import msgspec
from msgspec import Struct

from ...codec import Accepted, Rejected
from .. import Fact, Outcome
from ..facts import remembered
from ..mailbox import shown_address
from .settings import CannotServe
from .store_file import StoreFile, StoreGone, StoreInUse
from .store_schema import PATIENCE, VERSION, connected, in_words, script, version_of

_INSERT_MAILS = "INSERT INTO mails VALUES "
_INSERT_REPLIES = "INSERT INTO outbox (seq, sender, recipient, text, received, answers) VALUES "
_PUT_LASTING = "REPLACE INTO lasting VALUES "
_ADD_PASSING = "INSERT INTO passing (key, value, until) VALUES "
# What has passed is looked for among the oldest. Of a million it would take seconds in one go, for which all would wait.
_FORGET = "DELETE FROM passing WHERE n IN (SELECT n FROM passing ORDER BY n LIMIT ?) AND until <= ?"
_FORGET_AT_ONCE = 2000
"""Besides twice as many as are added."""
_FORGET_EVERY = 1_000_000  # microseconds
_PRUNE = """
DELETE FROM mails WHERE seq IN (
    SELECT seq FROM mails WHERE received < ? AND seq NOT IN (SELECT seq FROM outbox) ORDER BY seq LIMIT 1000
)"""

_MOST_ROWS = 64
"""In one statement, whose parameters are limited."""

_QUICKLY_CHECKED = 1 << 26
"""Octets of a store that is looked through for damage at the start."""

_LONGEST_WAIT = 2 * 3600
"""Seconds for which a reply is put off at most; one that is due later was put off by a clock that has been put back since."""

_json = msgspec.json.Encoder()


class StoreError(CannotServe):
    """A store that cannot be used: what is the matter, and what to do."""


class StoreLocked(sqlite3.OperationalError):
    """Another program has the file locked."""


class Entry(Struct):
    """A mail that is to be stored, and what came of it."""

    seq: int
    received: datetime
    sender: str
    recipient: str
    octets: int
    outcome: Outcome
    answers: str | None
    """The Message-ID of the mail, where a reply is due."""
    peer: str = ""
    """Where it came from, for the log."""


class PendingReply(Struct, frozen=True):
    """A reply that is due."""

    seq: int
    """The number of the mail that it answers: of each there is one at most."""
    sender: str
    recipient: str
    text: str
    received: datetime
    """When the mail came that it answers."""
    answers: str | None
    """The Message-ID of that mail."""
    tries: int


class Settlement(Struct, frozen=True):
    """What is to be written of a reply that was tried."""

    seq: int
    tries: int
    due: datetime | None
    """When it is tried again; ``None`` if it is done."""
    undelivered: str | None = None
    """Why it is done though it was not delivered."""


class Store:
    """The open file."""

    id: str
    """What tells its numbers from those of other stores."""

    def __init__(self, path: Path) -> None:
        """Open the store at *path*, or make one. One of version 0.1.0 is brought up to date.

        Raises :class:`StoreError`.
        """
        self._shown = path
        self._forgotten = 0
        self._patience = PATIENCE
        with self._in_words():
            self._file = StoreFile(path)
            try:
                self._db = connected(self._file.path)
                try:
                    self._begin()
                except BaseException:
                    self._db.close()
                    raise
            except BaseException:
                self._file.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; all that was written is in it."""
        self._db.close()
        self._file.close()

    def facts(self) -> list[Fact]:
        """What the rules remember. Raises :class:`StoreError`."""
        with self._in_words():
            facts = [Fact(key, value, None) for key, value in self._db.execute("SELECT key, value FROM lasting")]
            facts += [Fact(*row) for row in self._db.execute("SELECT key, value, until FROM passing ORDER BY n")]
            remembered(facts)  # raises for what is none
            return facts

    def last(self) -> int:
        """The number of the latest mail, or 0."""
        ((last,),) = self._db.execute("SELECT last FROM store")
        return last

    def write(self, entries: Sequence[Entry], clock: int, changes: Sequence[Fact] = (), *, waits: bool = True) -> None:
        """Write *entries* and all that follows from them, in one transaction that lasts once this returns; *clock* is that
        of the state after them. The *changes* are those that no mail has brought.

        Raises :class:`sqlite3.Error`, of which :class:`StoreGone` is one, and :class:`StoreLocked`, at once unless it
        *waits* for other programs; then nothing is written.
        """
        facts = {fact.key: fact for entry in entries for fact in entry.outcome.changes}
        facts |= {fact.key: fact for fact in changes}
        with self._transaction(waits=waits):
            self._insert(_INSERT_MAILS, [_mail(entry) for entry in entries])
            self._insert(_INSERT_REPLIES, [_reply(entry) for entry in entries if entry.outcome.reply is not None])
            self._insert(_PUT_LASTING, [(fact.key, fact.value) for fact in facts.values() if fact.until is None])
            # At its end a table grows by few pages, in the order of keys it would be written to all over.
            passing = [(fact.key, fact.value, fact.until) for fact in facts.values() if fact.until]
            self._insert(_ADD_PASSING, passing)
            if entries:
                self._db.execute("UPDATE store SET last = ?", (entries[-1].seq,))
            self._forget(clock, _FORGET_AT_ONCE + 2 * len(passing))
            self._file.expect_in_place()
        try:
            self._file.expect_in_place()
        except StoreGone:
            if not self._file.rescue(self._db):
                raise

    def due(self, now: datetime, at_most: int) -> list[PendingReply]:
        """The first replies that may be delivered now."""
        rows = self._db.execute(
            "SELECT seq, sender, recipient, text, received, answers, tries FROM outbox"
            " WHERE due <= ? OR due > ? ORDER BY due, seq LIMIT ?",
            (now.timestamp(), now.timestamp() + _LONGEST_WAIT, at_most),
        )
        return [_pending(*row) for row in rows]

    def next_due(self) -> datetime | None:
        """When the next reply may be delivered; ``None`` where none waits."""
        ((due,),) = self._db.execute("SELECT min(due) FROM outbox")
        return None if due is None else datetime.fromtimestamp(due, UTC)

    def health(self) -> tuple[str | None, int]:
        """What is the matter where nothing can be written; and how many replies wait."""
        ((waiting,),) = self._db.execute("SELECT count(*) FROM outbox")
        try:
            with self._transaction():
                self._file.expect_in_place()
        except sqlite3.Error as error:
            return str(error), waiting
        return None, waiting

    def settle(self, settlements: Iterable[Settlement]) -> None:
        """Forget the replies that are done, and try the others again later."""
        settlements = list(settlements)
        with self._transaction():
            self._db.executemany("DELETE FROM outbox WHERE seq = ?", ((one.seq,) for one in settlements if not one.due))
            self._db.executemany(
                "UPDATE outbox SET tries = ?, due = ? WHERE seq = ?",
                ((one.tries, one.due.timestamp(), one.seq) for one in settlements if one.due),
            )
            self._db.executemany(
                "UPDATE mails SET undelivered = ? WHERE seq = ?",
                ((one.undelivered, one.seq) for one in settlements if one.undelivered),
            )

    def look_after(self) -> str | None:
        """What is the matter where the file, or what SQLite keeps beside it, has been deleted or replaced.

        If only the log has lost its name, what is in it is put into the file, so that nothing of it is lost.
        """
        try:
            self._file.expect_in_place()
        except StoreGone as error:
            self._file.rescue(self._db)
            return str(error)
        return None

    def hurry(self) -> None:
        """From now on wait no longer for another program that has the file locked."""
        self._patience = 200
        with suppress(sqlite3.Error):
            self._db.execute(f"PRAGMA busy_timeout = {self._patience}")

    def prune(self, before: datetime) -> int:
        """Delete what came of the mails before then, and say of how many; those whose reply is due are kept."""
        return _pruned(self._db, before)

    @contextmanager
    def _in_words(self) -> Generator[None]:
        try:
            yield
        except StoreError:
            raise
        except CannotServe as error:
            raise StoreError(f"{self._shown}: {error}") from None
        except OSError as error:
            raise StoreError(f"{self._shown}: {error.strerror or error}") from error
        except (sqlite3.Error, ValueError, TypeError, OverflowError) as error:
            raise StoreError(f"{self._shown}: {in_words(error)}") from error

    @contextmanager
    def _transaction(self, *, waits: bool = True) -> Generator[None]:
        if not waits:
            self._db.execute("PRAGMA busy_timeout = 0")
        try:
            self._db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                raise StoreLocked(str(error)) from None
            raise
        finally:
            if not waits:
                self._db.execute(f"PRAGMA busy_timeout = {self._patience}")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):  # SQLite may have done it already
                self._db.execute("ROLLBACK")
            raise

    def _forget(self, clock: int, at_most: int) -> None:
        """Delete what no longer matters: now and then, but if there was much of it, go on with the next mail."""
        if clock >= self._forgotten + _FORGET_EVERY and self._db.execute(_FORGET, (at_most, clock)).rowcount < at_most:
            self._forgotten = clock

    def _insert(self, into: str, rows: Sequence[tuple[object, ...]]) -> None:
        """Insert *rows*, many with each statement: after each the thread has to wait for its turn with the interpreter."""
        at = 0
        while at < len(rows):
            # Of so many kinds that their statements stay prepared.
            count = min(_MOST_ROWS, 1 << (len(rows) - at).bit_length() - 1)
            one = f"({','.join('?' * len(rows[at]))})"
            self._db.execute(into + ",".join([one] * count), list(chain.from_iterable(rows[at : at + count])))
            at += count

    def _begin(self) -> None:
        version = version_of(self._db)
        ((journal,),) = self._db.execute("PRAGMA journal_mode = WAL")
        if journal != "wal":
            raise StoreError(f"{self._shown}: SQLite keeps no write-ahead log there; choose a folder on a local disk")
        self._db.execute("PRAGMA synchronous = FULL")
        if version is None:
            self._db.executescript(script("schema"))
        elif version == 1:
            self._file.expect_no_gateway_of_version_1()
            self._db.executescript(script("from_version_1"))
        if version in (1, 2):
            self._db.executescript(script("from_version_2"))
        if self._file.size() <= _QUICKLY_CHECKED:
            ((found,),) = self._db.execute("PRAGMA quick_check(1)")
            if found != "ok":
                raise sqlite3.DatabaseError(str(found))
        ((self.id,),) = self._db.execute("SELECT id FROM store")
        self.last()
        with self._transaction():
            pass
        self._file.remember()  # by now all files are there


def prune(path: Path, before: datetime) -> int:
    """Delete what came of the mails before then from the store at *path*, which a gateway may have open, and say of how
    many; those whose reply is due are kept.

    Raises :class:`StoreError`.
    """
    if not path.is_file():
        raise StoreError(f"{path}: there is no such file")
    try:
        with Store(path) as store:
            return store.prune(before)
    except StoreError as error:
        if not isinstance(error.__context__, StoreInUse):
            raise
    db = connected(path)
    try:
        if version_of(db) != VERSION:
            raise StoreError(f"{path}: a gateway of another version has it open")
        return _pruned(db, before)
    except sqlite3.Error as error:
        raise StoreError(f"{path}: {in_words(error)}") from error
    finally:
        db.close()


def _pruned(db: sqlite3.Connection, before: datetime) -> int:
    """In small transactions, between which a gateway can write."""
    pruned = 0
    while number := db.execute(_PRUNE, (before.astimezone(UTC).isoformat(),)).rowcount:
        pruned += number
    return pruned


def _pending(
    seq: int, sender: object, recipient: object, text: object, received: object, answers: object, tries: object
) -> PendingReply:
    """A row of the outbox. What is damaged in it comes to an address that no mail is sent to: the others are delivered."""
    try:
        moment = datetime.fromisoformat(str(received))
    except ValueError:
        moment, recipient = datetime.fromtimestamp(0, UTC), ""
    texts = sender, recipient, text
    sender, recipient, text = (one if isinstance(one, str) else "" for one in texts)
    reference = answers if isinstance(answers, str) else None
    return PendingReply(seq, sender, recipient, text, moment, reference, tries if isinstance(tries, int) else 0)


def _mail(entry: Entry) -> tuple[object, ...]:
    outcome = entry.outcome
    answer = outcome.answer
    return (
        entry.seq,
        entry.received.isoformat(),
        shown_address(entry.sender),
        shown_address(entry.recipient),
        entry.octets,
        outcome.login,
        outcome.kind,
        answer.error if isinstance(answer, Rejected) else None,
        answer.sms if isinstance(answer, Accepted) else None,
        answer.id if answer else None,
        _json.encode(outcome.messages).decode() if outcome.messages else None,
        outcome.reply,
        None,
    )


def _reply(entry: Entry) -> tuple[object, ...]:
    received = entry.received.isoformat()
    return (entry.seq, entry.recipient, entry.sender, entry.outcome.reply, received, entry.answers)
