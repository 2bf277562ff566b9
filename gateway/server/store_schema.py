"""The tables of a store, their versions, and what is said of a file that has none of them."""

import sqlite3
from importlib.resources import files
from pathlib import Path

from .settings import CannotServe

_APPLICATION = 1936552813  # "smsm"
VERSION = 3

PATIENCE = 2000
"""Milliseconds for which is waited for another program that has the file locked."""


def script(name: str) -> str:
    """The SQL that makes the tables, ``schema``, or those of an earlier version into these, ``from_version_1``."""
    return files(__package__ or "").joinpath(f"{name}.sql").read_text("utf-8")


def connected(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=PATIENCE / 1000, isolation_level=None, check_same_thread=False)
    # One text that is damaged shall not keep the others from being read.
    db.text_factory = readable
    return db


def readable(octets: bytes) -> str:
    """A text of a store, which may be damaged."""
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
