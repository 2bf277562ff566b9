"""Writing fixed files back: all at once or not at all, and nothing else of them than what was fixed."""

import os
import stat
from collections.abc import Generator
from contextlib import contextmanager, suppress
from tempfile import NamedTemporaryFile
from typing import IO

from ..reading.texts import Unreadable


class Rewritten:
    """The new octets of a file as they are gathered."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.differs = False

    def add(self, before: bytes, after: bytes) -> None:
        """Put *after* in the place of the octets *before*, which come next in the file."""
        self.differs |= before != after
        self._file.write(after)


@contextmanager
def rewriting(name: str, shown: str) -> Generator[Rewritten]:
    """Gathers what the file *name* is to hold, and puts it there in one step when the block ends without an exception.

    Its mode and owner stay; a link is followed. Raises :class:`Unreadable` where it is no file, cannot be written to, or
    has been changed meanwhile.
    """
    place = os.path.realpath(name)
    try:
        before = os.stat(place)
        if not stat.S_ISREG(before.st_mode):
            raise Unreadable(f"{shown}: only a regular file can be fixed in place")
        if not os.access(place, os.W_OK):
            raise Unreadable(f"{shown}: may not be written to")
        with NamedTemporaryFile(dir=os.path.dirname(place), prefix=".smsmail-") as file:
            rewritten = Rewritten(file)
            yield rewritten
            if not rewritten.differs:
                return
            file.flush()
            with suppress(PermissionError):
                os.fchown(file.fileno(), before.st_uid, before.st_gid)
            os.fchmod(file.fileno(), stat.S_IMODE(before.st_mode))
            os.fsync(file.fileno())
            now = os.stat(place)
            if (now.st_ino, now.st_size, now.st_mtime_ns) != (before.st_ino, before.st_size, before.st_mtime_ns):
                raise Unreadable(f"{shown}: somebody else has changed it meanwhile, so it stays as it is")
            os.replace(file.name, place)
            with suppress(FileNotFoundError):
                file.close()  # Its name is gone.
    except OSError as error:
        raise Unreadable(f"{shown}: {error.strerror}") from error
