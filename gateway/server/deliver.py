"""Where replies go: into a Maildir, or to a mail server."""

import os
import smtplib
import socket
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from .letters import reply_mail
from .store import Letter

_PATIENCE = 60.0
_PERMANENT = 500
_FOR_OWNER = 0o700


class Delivery(Struct, frozen=True):
    """What came of an attempt."""

    letter: Letter
    problem: str = ""
    """Why it could not be delivered; empty if it was."""
    hopeless: bool = False
    """Whether another attempt would come to the same."""


class Deliver(Protocol):
    """A way to deliver replies. It may take long, and is called in a thread."""

    def __call__(self, letters: Sequence[Letter]) -> list[Delivery]:
        """What came of each of the *letters*; whatever it was not given is still to be delivered."""
        ...


class ToMaildir:
    """Into a Maildir, each under the number of the mail that it answers, so that none can be there twice."""

    def __init__(self, folder: Path, store: str) -> None:
        """Make the Maildir where there is none yet. *store* tells the numbers of stores apart.

        Raises :class:`OSError`.
        """
        self._folder, self._store = folder, store
        self._make()
        # What a mail reader has taken before we could write down that it was delivered; the reader adds its flags.
        self._taken = {name.partition(":")[0] for name in os.listdir(folder / "cur") if f".{store}." in name}

    def __call__(self, letters: Sequence[Letter]) -> list[Delivery]:
        try:
            self._make()  # somebody may have removed it
            done = [self._deliver(letter) for letter in letters]
            _sync(self._folder / "new")
        except OSError as error:
            return [Delivery(letter, f"{error.filename or self._folder}: {error.strerror}") for letter in letters]
        return done

    def _make(self) -> None:
        for folder in (self._folder, *(self._folder / part for part in ("tmp", "new", "cur"))):
            folder.mkdir(_FOR_OWNER, parents=True, exist_ok=True)

    def _deliver(self, letter: Letter) -> Delivery:
        name = f"{letter.seq:010}.{self._store}.smsmail"
        new = self._folder / "new" / name
        if name in self._taken or new.exists():
            return Delivery(letter)
        unfinished = self._folder / "tmp" / name
        try:
            with open(unfinished, "wb", opener=_for_owner) as file:
                file.write(reply_mail(letter, self._store))
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(new)
        except OSError as error:
            return Delivery(letter, f"{new}: {error.strerror}")
        return Delivery(letter)


class ToServer:
    """To the mail server at *host* and *port*, by SMTP."""

    def __init__(self, host: str, port: int, store: str) -> None:
        self._host, self._port, self._store = host, port, store

    def __call__(self, letters: Sequence[Letter]) -> list[Delivery]:
        done: list[Delivery] = []
        try:
            with smtplib.SMTP(self._host, self._port, timeout=_PATIENCE, local_hostname=socket.gethostname()) as server:
                done.extend(self._deliver(server, letter) for letter in letters)
        except (OSError, smtplib.SMTPException) as error:
            done += [Delivery(letter, _why(error)) for letter in letters[len(done) :]]
        return done

    def _deliver(self, server: smtplib.SMTP, letter: Letter) -> Delivery:
        try:
            server.sendmail("", [letter.recipient], reply_mail(letter, self._store))
        except smtplib.SMTPServerDisconnected:
            raise
        except smtplib.SMTPRecipientsRefused as error:
            code, said = error.recipients[letter.recipient]
            return Delivery(letter, _said(code, said), code >= _PERMANENT)
        except smtplib.SMTPResponseException as error:
            return Delivery(letter, _said(error.smtp_code, error.smtp_error), error.smtp_code >= _PERMANENT)
        return Delivery(letter)


def _why(error: OSError | smtplib.SMTPException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error.smtp_code, error.smtp_error)
    return str(error) or type(error).__name__


def _said(code: int, said: bytes | str) -> str:
    return f"{code} {said.decode('ascii', 'replace') if isinstance(said, bytes) else said}"


def _for_owner(path: str, flags: int) -> int:
    """An opener: nobody else shall read who wrote to whom."""
    return os.open(path, flags, 0o600)


def _sync(folder: Path) -> None:
    """Make the names in *folder* last."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
