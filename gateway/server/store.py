"""The durable store: an SQLite file with what came of each mail, what the rules remember, and the replies that are due.

A mail itself is not kept, since the password stands in it. All methods but :func:`opened` are for one thread.
"""

import fcntl
import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Self

import msgspec
from msgspec import Struct

from ...codec import Accepted, Rejected
from .. import Fact, Outcome
from .problems import CannotStart

_APPLICATION = 1936552813  # "smsm"
_VERSION = 1

_SCHEMA = """
BEGIN IMMEDIATE;
CREATE TABLE store (id TEXT NOT NULL);  -- one row
CREATE TABLE mails (
    seq INTEGER PRIMARY KEY,  -- in the order of arrival
    received TEXT NOT NULL,   -- ISO 8601, UTC
    sender TEXT NOT NULL,     -- of the envelope
    recipient TEXT NOT NULL,
    octets INTEGER NOT NULL,
    login TEXT,               -- the account, where it is certain
    kind TEXT NOT NULL,       -- accepted, refused, forwarded, not_forwarded
    error INTEGER,            -- 1 to 9
    sms INTEGER,
    id TEXT,
    messages TEXT             -- what is sent, as JSON
);
CREATE TABLE lasting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE passing (
    n INTEGER PRIMARY KEY,    -- of two with one key the later holds
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    until INTEGER NOT NULL    -- microseconds since 1970-01-01 UTC
);
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY,  -- of the mail that is answered
    sender TEXT NOT NULL,     -- the address that answers
    recipient TEXT NOT NULL,
    text TEXT NOT NULL,
    received TEXT NOT NULL,
    answers TEXT,             -- the Message-ID of the mail
    tries INTEGER NOT NULL DEFAULT 0,
    due REAL NOT NULL DEFAULT 0
);
CREATE INDEX outbox_due ON outbox (due, seq);
PRAGMA application_id = 1936552813;
PRAGMA user_version = 1;
INSERT INTO store VALUES (lower(hex(randomblob(8))));
COMMIT;
"""

_INSERT_MAILS = "INSERT INTO mails VALUES "
_INSERT_REPLIES = "INSERT INTO outbox (seq, sender, recipient, text, received, answers) VALUES "
_PUT_LASTING = "REPLACE INTO lasting VALUES "
_ADD_PASSING = "INSERT INTO passing (key, value, until) VALUES "
# What has passed is looked for from the oldest on, and no further than to the first that has not.
_FORGET = "DELETE FROM passing WHERE n < (SELECT n FROM passing WHERE until > ? ORDER BY n LIMIT 1)"
_FORGET_EVERY = 1_000_000  # microseconds

_MOST_ROWS = 64
"""In one statement, whose parameters are limited."""

_json = msgspec.json.Encoder()


class StoreError(CannotStart):
    """A store that cannot be used: what is the matter, and what to do."""


class StoreGone(sqlite3.OperationalError):
    """The file is no longer where it was opened; nothing can last until the gateway is started again."""


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


class Letter(Struct, frozen=True):
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


class Store:
    """The open file."""

    id: str
    """What tells its numbers from those of other stores."""

    def __init__(self, path: Path) -> None:
        """Open the store at *path*, or make one.

        Raises :class:`StoreError`.
        """
        self._lock = _locked(path)
        self._path = path
        self._forgotten = 0
        try:
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))  # what is in it is not for all
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            try:
                self._begin()
                self._file = os.stat(path)
            except BaseException:
                self._db.close()
                raise
        except (sqlite3.Error, OSError) as error:
            os.close(self._lock)
            raise StoreError(f"{path}: {error}") from error
        except StoreError as error:
            os.close(self._lock)
            raise StoreError(f"{path}: {error}") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; all that was written is in it."""
        self._db.close()
        os.close(self._lock)

    def facts(self) -> list[Fact]:
        """What the rules remember."""
        lasting = [Fact(key, value, None) for key, value in self._db.execute("SELECT key, value FROM lasting")]
        return lasting + [Fact(*row) for row in self._db.execute("SELECT key, value, until FROM passing ORDER BY n")]

    def last(self) -> int:
        """The number of the latest mail, or 0."""
        ((last,),) = self._db.execute("SELECT coalesce(max(seq), 0) FROM mails")
        return last

    def write(self, entries: Sequence[Entry], now: datetime) -> None:
        """Write *entries* and all that follows from them, in one transaction that lasts once this returns.

        Raises :class:`sqlite3.Error`, of which :class:`StoreGone` is one, and then nothing is written.
        """
        facts = {fact.key: fact for entry in entries for fact in entry.outcome.changes}
        with self._transaction():
            self._insert(_INSERT_MAILS, [_mail(entry) for entry in entries])
            self._insert(_INSERT_REPLIES, [_reply(entry) for entry in entries if entry.outcome.reply is not None])
            self._insert(_PUT_LASTING, [(fact.key, fact.value) for fact in facts.values() if fact.until is None])
            # At its end a table grows by few pages, in the order of keys it would be written to all over.
            self._insert(_ADD_PASSING, [(fact.key, fact.value, fact.until) for fact in facts.values() if fact.until])
            self._forget(int(now.timestamp() * 1_000_000))
            self._expect_in_place()

    def due(self, now: datetime, at_most: int) -> list[Letter]:
        """The first replies that may be delivered now."""
        rows = self._db.execute(
            "SELECT seq, sender, recipient, text, received, answers, tries FROM outbox"
            " WHERE due <= ? ORDER BY due, seq LIMIT ?",
            (now.timestamp(), at_most),
        )
        return [
            Letter(seq, sender, recipient, text, datetime.fromisoformat(received), answers, tries)
            for seq, sender, recipient, text, received, answers, tries in rows
        ]

    def next_due(self) -> datetime | None:
        """When the next reply may be delivered; ``None`` where none waits."""
        ((due,),) = self._db.execute("SELECT min(due) FROM outbox")
        return None if due is None else datetime.fromtimestamp(due, UTC)

    def settle(self, done: Iterable[Letter], later: Iterable[tuple[Letter, datetime]]) -> None:
        """Forget the replies that are *done*, and try the others again *later*."""
        with self._transaction():
            self._db.executemany("DELETE FROM outbox WHERE seq = ?", ((letter.seq,) for letter in done))
            self._db.executemany(
                "UPDATE outbox SET tries = tries + 1, due = ? WHERE seq = ?",
                ((due.timestamp(), letter.seq) for letter, due in later),
            )

    def _transaction(self) -> "_Transaction":
        return _Transaction(self._db)

    def _expect_in_place(self) -> None:
        """SQLite goes on writing to a file that has been deleted, and nothing of that would last."""
        try:
            in_place = os.path.samestat(os.stat(self._path), self._file)
        except OSError:
            in_place = False
        if not in_place:
            raise StoreGone(f"{self._path}: the file has been deleted or replaced; stop the gateway and start it again")

    def _forget(self, now: int) -> None:
        """Delete what no longer matters, now and then."""
        if now >= self._forgotten + _FORGET_EVERY:
            self._db.execute(_FORGET, (now,))
            self._forgotten = now

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
        ((journal,),) = self._db.execute("PRAGMA journal_mode = WAL")
        if journal != "wal":
            raise StoreError("SQLite keeps no write-ahead log there; choose a folder on a local disk")
        self._db.execute("PRAGMA synchronous = FULL")
        ((application,),) = self._db.execute("PRAGMA application_id")
        ((version,),) = self._db.execute("PRAGMA user_version")
        ((tables,),) = self._db.execute("SELECT count(*) FROM sqlite_master")
        if application != _APPLICATION and tables:
            raise StoreError("this is an SQLite file, but none of smsmail")
        if tables and version != _VERSION:
            raise StoreError(f"this store is of version {version}, and this program knows version 1")
        if not tables:
            self._db.executescript(_SCHEMA)
        ((self.id,),) = self._db.execute("SELECT id FROM store")


class _Transaction:
    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            self._db.execute("COMMIT" if kind is None else "ROLLBACK")
        except sqlite3.Error:
            with suppress(sqlite3.Error):  # SQLite may have done it already
                self._db.execute("ROLLBACK")
            if kind is None:
                raise


def _locked(path: Path) -> int:
    """A lock beside *path*, which ends with the process however that ends."""
    try:
        lock = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise StoreError(f"{path}: another gateway has it open") from None
    return lock


def _mail(entry: Entry) -> tuple[object, ...]:
    outcome = entry.outcome
    answer = outcome.answer
    return (
        entry.seq,
        entry.received.isoformat(),
        entry.sender,
        entry.recipient,
        entry.octets,
        outcome.login,
        outcome.kind,
        answer.error if isinstance(answer, Rejected) else None,
        answer.sms if isinstance(answer, Accepted) else None,
        answer.id if answer else None,
        _json.encode(outcome.messages).decode() if outcome.messages else None,
    )


def _reply(entry: Entry) -> tuple[object, ...]:
    received = entry.received.isoformat()
    return (entry.seq, entry.recipient, entry.sender, entry.outcome.reply, received, entry.answers)
