"""Where replies go: into a Maildir, or to a mail server."""

import os
import smtplib
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from ..address import Address
from ..client.conversation import Conversation
from ..mailbox import shown_address
from . import log
from .reply_mail import reply_mail
from .store import PendingReply

_PATIENCE = 60.0
"""Seconds for a connection, and then for each mail."""
_PERMANENT = 500
_FOR_OWNER = 0o700


class Delivery(Struct, frozen=True):
    """What came of an attempt."""

    reply: PendingReply
    problem: str = ""
    """Why it could not be delivered; empty if it was."""
    hopeless: bool = False
    """Whether another attempt would come to the same."""


class Deliver(Protocol):
    """A way to deliver replies. It may take long, and is called in a thread."""

    def __call__(self, replies: Sequence[PendingReply]) -> list[Delivery]:
        """What came of each of the *replies*; whatever it was not given is still to be delivered."""
        ...

    def stop(self) -> None:
        """Have a call that is under way end soon; called from another thread."""
        ...


class ToMaildir:
    """Into a Maildir, each under the number of the mail that it answers, so that none can be there twice."""

    def __init__(self, folder: Path, store: str) -> None:
        """Make the Maildir where there is none yet. *store* tells the numbers of stores apart.

        Raises :class:`OSError`.
        """
        self._folder, self._store = folder, store
        self._make()
        # What is there, or was taken by a mail reader (which adds its flags), but is not reported as delivered yet.
        self._unreported = {name.partition(":")[0] for name in os.listdir(folder / "cur") if f".{store}." in name}

    def __call__(self, replies: Sequence[PendingReply]) -> list[Delivery]:
        try:
            self._make()  # somebody may have removed it
            done = [self._deliver(reply) for reply in replies]
            _sync(self._folder / "new")
        except OSError as error:
            return [Delivery(reply, f"{error.filename or self._folder}: {error.strerror}") for reply in replies]
        self._unreported.difference_update(self._name(one.reply) for one in done if not one.problem)
        return done

    def stop(self) -> None:
        """Nothing takes long."""

    def _make(self) -> None:
        for folder in (self._folder, *(self._folder / part for part in ("tmp", "new", "cur"))):
            folder.mkdir(_FOR_OWNER, parents=True, exist_ok=True)

    def _name(self, reply: PendingReply) -> str:
        return f"{reply.seq:010}.{self._store}.smsmail"

    def _deliver(self, reply: PendingReply) -> Delivery:
        name = self._name(reply)
        new = self._folder / "new" / name
        if name in self._unreported or new.exists():
            return Delivery(reply)
        unfinished = self._folder / "tmp" / name
        try:
            mail = reply_mail(reply, self._store)
            with open(unfinished, "wb", opener=_for_owner) as file:
                file.write(mail)
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(new)
        except ValueError as error:
            return Delivery(reply, str(error), hopeless=True)
        except OSError as error:
            return Delivery(reply, f"{new}: {error.strerror}")
        self._unreported.add(name)
        return Delivery(reply)


class ToServer:
    """To the mail server at *host* and *port*, by SMTP."""

    def __init__(self, host: str, port: int, store: str) -> None:
        self._address, self._store = Address(host, port), store
        self._is_stopped = threading.Event()
        self._server: Conversation | None = None

    def __call__(self, replies: Sequence[PendingReply]) -> list[Delivery]:
        done: list[Delivery] = []
        try:
            server = self._server = Conversation(self._address, _PATIENCE)
        except (OSError, smtplib.SMTPException) as error:
            return [Delivery(reply, _why(error)) for reply in replies]
        for reply in replies:
            if self._is_stopped.is_set() or not server.is_open:
                break  # One that breaks a connection has had its attempt; the others have theirs without it.
            server.allow(_PATIENCE)
            done.append(self._deliver(server, reply))
        server.end()
        self._server = None
        return done

    def stop(self) -> None:
        """Hang up, whatever the server does."""
        self._is_stopped.set()
        if server := self._server:
            server.abort()

    def _deliver(self, server: Conversation, reply: PendingReply) -> Delivery:
        try:
            server.transfer("", reply.recipient, reply_mail(reply, self._store))
        except ValueError as error:
            return Delivery(reply, str(error), hopeless=True)
        except smtplib.SMTPResponseException as error:
            # Servers repeat the address.
            is_shown = shown_address(reply.recipient) == reply.recipient
            said = _said(error) if is_shown else f"{error.smtp_code} (what else was said may repeat the address)"
            return Delivery(reply, said, error.smtp_code >= _PERMANENT)
        except (OSError, smtplib.SMTPException) as error:
            server.close()
            return Delivery(reply, _why(error))
        except Exception as error:  # noqa: BLE001  # whatever it is: the other replies shall be delivered
            log.bug(error)
            server.close()
            return Delivery(reply, type(error).__name__)
        return Delivery(reply)


def _why(error: OSError | smtplib.SMTPException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _said(error)
    return str(error) or type(error).__name__


def _said(error: smtplib.SMTPResponseException) -> str:
    said = error.smtp_error
    return f"{error.smtp_code} {said.decode('ascii', 'replace') if isinstance(said, bytes) else said}"


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
