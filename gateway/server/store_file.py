"""The files of a store: had by one gateway at a time, whatever they are called, and missed when they are gone."""

import fcntl
import os
import sqlite3
import struct
from contextlib import suppress
from pathlib import Path

from .settings import CannotServe

_LOCKED_OCTET = 1 << 62
"""Far behind the octets that SQLite locks, which begin at 1 << 30."""

_BESIDE = ("-wal", "-shm")


class StoreInUse(CannotServe):
    """A store that another gateway has open."""


class StoreGone(sqlite3.OperationalError):
    """A file is no longer where it was opened; nothing can last until the gateway is started again."""


class StoreFile:
    """The file of a store, locked for this process, and what SQLite keeps beside it."""

    def __init__(self, path: Path) -> None:
        """Lock the file at *path*, or make it.

        Raises :class:`CannotServe` and :class:`OSError`.
        """
        self.path = Path(os.path.realpath(path))
        """Its own name: SQLite puts its log beside that, whichever link leads there."""
        self._gone: str | None = None
        self._beside: dict[Path, os.stat_result] = {}
        # What is in it is not for all.
        self._opened = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK, 0o600)
        try:
            _lock(self._opened)
            self._file = os.fstat(self._opened)
            if self._file.st_nlink != 1:
                raise CannotServe(
                    f"the file has {self._file.st_nlink} names (hard links), and SQLite would keep its log beside one of "
                    "them alone; delete the others, or make a copy"
                )
        except BaseException:
            os.close(self._opened)
            raise

    def close(self) -> None:
        """Unlock it; to be called when SQLite has closed it, whose own locks would be lost."""
        os.close(self._opened)

    def size(self) -> int:
        """In octets."""
        return os.fstat(self._opened).st_size

    def remember(self) -> None:
        """Which files SQLite has beside it, now that it has opened them."""
        self._beside = {file: os.stat(file) for file in map(self._named, _BESIDE)}

    def expect_in_place(self) -> None:
        """Raises :class:`StoreGone` where a file has been deleted or replaced: SQLite goes on writing to the old one."""
        if self._gone is None:
            missing = next((file for file, known in self._files() if not _is_there(file, known)), None)
            if missing is None:
                return
            self._gone = f"{missing}: the file has been deleted or replaced; stop the gateway and start it again"
        raise StoreGone(self._gone)

    def rescue(self, db: sqlite3.Connection) -> bool:
        """Put into the file what is in a log that has lost its name; whether the file has all that was ever written."""
        if not _is_there(self.path, self._file):
            return False
        try:
            ((is_busy, _, _),) = db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error:
            return False
        return not is_busy

    def expect_no_gateway_of_version_1(self) -> None:
        """Raises :class:`StoreInUse` where one of version 0.1.0 has the store open, which locks another file."""
        lock = self._named(".lock")
        with suppress(FileNotFoundError):
            opened = os.open(lock, os.O_RDWR | os.O_CLOEXEC)
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
                lock.unlink()
            except BlockingIOError:
                raise StoreInUse("a gateway of version 0.1.0 has it open") from None
            finally:
                os.close(opened)

    def _named(self, ending: str) -> Path:
        return self.path.with_name(self.path.name + ending)

    def _files(self) -> list[tuple[Path, os.stat_result]]:
        return [(self.path, self._file), *self._beside.items()]


def _is_there(file: Path, known: os.stat_result) -> bool:
    try:
        found = os.stat(file)
    except OSError:
        return False
    return os.path.samestat(found, known) and found.st_nlink == 1


def _lock(file: int) -> None:
    """Lock what the file is, and not what it is called, until this process ends or closes it.

    Raises :class:`StoreInUse`.
    """
    try:
        if hasattr(fcntl, "F_OFD_SETLK"):
            # Of the open file: it holds within the process too, and SQLite cannot lose it by closing the file.
            lock = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, _LOCKED_OCTET, 1, 0)
            fcntl.fcntl(file, fcntl.F_OFD_SETLK, lock)
        else:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _LOCKED_OCTET)
    except (BlockingIOError, PermissionError):
        raise StoreInUse("another gateway has it open") from None
