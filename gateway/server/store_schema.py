"""The tables of a store, their versions, and what is said of a file that has none of them."""

import sqlite3
from pathlib import Path

from .settings import CannotServe

_APPLICATION = 1936552813  # "smsm"
VERSION = 3

SCHEMA = """
BEGIN IMMEDIATE;
CREATE TABLE store (  -- one row
    id TEXT NOT NULL,
    last INTEGER NOT NULL  -- the number of the latest mail, whether its row is still there or not
);
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
    messages TEXT,            -- what is sent, as JSON
    reply TEXT,               -- the line that was due to the sender
    undelivered TEXT          -- why it was given up
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
PRAGMA user_version = 3;
INSERT INTO store VALUES (lower(hex(randomblob(8))), 0);
COMMIT;
"""

FROM_VERSION_1 = """
BEGIN IMMEDIATE;
ALTER TABLE store ADD COLUMN last INTEGER NOT NULL DEFAULT 0;
UPDATE store SET last = (SELECT coalesce(max(seq), 0) FROM (SELECT seq FROM mails UNION ALL SELECT seq FROM outbox));
PRAGMA user_version = 2;
COMMIT;
"""
"""0.1.0 took the number of the latest row, so that numbers began again where rows were deleted."""

FROM_VERSION_2 = """
BEGIN IMMEDIATE;
ALTER TABLE mails ADD COLUMN reply TEXT;
ALTER TABLE mails ADD COLUMN undelivered TEXT;
UPDATE mails SET reply = (SELECT text FROM outbox WHERE outbox.seq = mails.seq);
PRAGMA user_version = 3;
COMMIT;
"""
"""Of replies that were delivered before, nothing is known."""


PATIENCE = 2000
"""Milliseconds for which is waited for another program that has the file locked."""


def connected(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=PATIENCE / 1000, isolation_level=None, check_same_thread=False)
    # One text that is damaged shall not keep the others from being read.
    db.text_factory = _text
    return db


def _text(octets: bytes) -> str:
    return octets.decode("utf-8", "replace")


def version_of(db: sqlite3.Connection) -> int | None:
    """Of the store in *db*, 1 to 3; ``None`` where there is none yet. Raises :class:`StoreError`."""
    ((application,),) = db.execute("PRAGMA application_id")
    ((version,),) = db.execute("PRAGMA user_version")
    ((tables,),) = db.execute("SELECT count(*) FROM sqlite_master")
    if not tables:
        return None
    if application != _APPLICATION:
        raise CannotServe("this is an SQLite file, but none of smsmail")
    if version > VERSION:
        raise CannotServe(
            f"this store is of version {version}, written by a newer smsmail, and this one knows versions up to {VERSION}; "
            "install the newer one again"
        )
    if version < 1:
        raise CannotServe(f"this store is of version {version}, and there is none such; the file is damaged")
    return version


def in_words(error: Exception) -> str:
    """What is the matter with a file that SQLite cannot use, or that holds what no gateway has written."""
    if isinstance(error, sqlite3.OperationalError):
        return str(error)  # no room, no rights, locked
    return (
        f"this is no store, or a damaged one: {error}. Keep a copy; `sqlite3 OLD .recover | sqlite3 NEW` saves what can be "
        "read, or else begin with a file that is not there yet"
    )
