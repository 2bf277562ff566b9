"""What is in a store, for people and programs: each mail and what came of it, the newest first."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import msgspec
from msgspec import Struct

from ...codec import Content, Email, Text, WapPush
from ..mailbox import shown_address
from ..model import Dispatch
from ..server.store_schema import readable

_LOOKED_AT = 10_000
"""Rows that are looked through for one answer; the next one goes on from there."""

_COLUMNS = (
    "mails.seq, mails.received, mails.sender, mails.recipient, mails.octets, login, kind, error, sms, id, messages, reply,"
    " undelivered, outbox.seq IS NOT NULL AS waits, outbox.tries"
)
_FROM = "FROM mails LEFT JOIN outbox USING (seq)"

_dispatches = msgspec.json.Decoder(tuple[Dispatch, ...])

ReplyState = Literal["none", "waiting", "delivered", "given_up"]


class Reply(Struct, frozen=True):
    """The line that was due to the sender, and what has become of it."""

    text: str
    state: ReplyState
    problem: str | None = None
    """Why it was given up."""
    tries: int = 0


class MailView(Struct, frozen=True, rename={"sender": "from", "recipient": "to"}):
    """A mail, and what came of it."""

    seq: int
    received: datetime
    sender: str
    recipient: str
    octets: int
    login: str | None
    kind: str
    error: int | None
    sms: int | None
    id: str | None
    messages: tuple[Dispatch, ...]
    reply: Reply | None

    @property
    def phones(self) -> list[str]:
        """All recipients of its messages, once each."""
        return list(dict.fromkeys(phone for message in self.messages for phone in message.recipients))


class Wanted(Struct, frozen=True):
    """Which mails are asked for; all of what is given has to hold."""

    phone: str = ""
    text: str = ""
    id: str = ""
    kind: str = ""

    def __bool__(self) -> bool:
        return any((self.phone, self.text, self.id, self.kind))

    def wants(self, mail: MailView) -> bool:
        """Whether *mail* is one of them."""
        return (
            (not self.kind or mail.kind == self.kind)
            and (not self.id or mail.id == self.id)
            and (not self.phone or subscriber(self.phone) in map(subscriber, mail.phones))
            and (not self.text or any(self.text.casefold() in text.casefold() for text in _texts(mail)))
        )


class Found(Struct, frozen=True):
    """Mails that were asked for."""

    mails: list[MailView]
    next: int | None
    """Before which number to go on, where there may be more."""


class View:
    """A store, to be read, while a gateway may have it open; to be used by one thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db: sqlite3.Connection | None = None

    def close(self) -> None:
        """Close it, if it was opened."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def find(self, wanted: Wanted, *, before: int | None = None, after: int = 0, limit: int = 50) -> Found:
        """The newest mails that are *wanted*, of numbers below and above those. Raises :class:`sqlite3.Error`."""
        found: list[MailView] = []
        looked_at = 0
        last = None
        rows = self._database.execute(
            f"SELECT {_COLUMNS} {_FROM} WHERE mails.seq < ? AND mails.seq > ? ORDER BY mails.seq DESC LIMIT ?",
            (before if before is not None else 1 << 62, after, _LOOKED_AT),
        )
        for row in rows:
            looked_at += 1
            mail = _mail(row)
            last = mail.seq
            if wanted.wants(mail):
                found.append(mail)
                if len(found) >= limit:
                    return Found(found, last)
        return Found(found, last if looked_at == _LOOKED_AT else None)

    def get(self, seq: int) -> MailView | None:
        """The mail of that number, if there is one."""
        if not 0 < seq < 1 << 62:
            return None
        row = self._database.execute(f"SELECT {_COLUMNS} {_FROM} WHERE mails.seq = ?", (seq,)).fetchone()
        return None if row is None else _mail(row)

    def last(self) -> int:
        """The number of the latest mail there was."""
        ((last,),) = self._database.execute("SELECT last FROM store")
        return last

    def phones(self) -> Iterator[tuple[str, int, MailView]]:
        """Each subscriber to whom one of the latest mails goes, the messages to him, and his latest mail."""
        numbers: dict[str, int] = {}
        latest: dict[str, MailView] = {}
        for mail in self.find(Wanted(), limit=1000).mails:
            for message in mail.messages:
                for phone in map(subscriber, message.recipients):
                    numbers[phone] = numbers.get(phone, 0) + 1
                    latest.setdefault(phone, mail)
        return ((phone, numbers[phone], mail) for phone, mail in latest.items())

    def delete(self, seq: int | None = None) -> int:
        """Delete what came of the mail of that number, or of all; how many they were. Replies that wait stay, with theirs."""
        db = sqlite3.connect(self._path, timeout=5.0)
        try:
            with db:
                which = "" if seq is None else " AND seq = :seq"
                return db.execute(
                    f"DELETE FROM mails WHERE seq NOT IN (SELECT seq FROM outbox){which}",  # noqa: S608
                    {"seq": seq},
                ).rowcount
        finally:
            db.close()

    @property
    def _database(self) -> sqlite3.Connection:
        if self._db is None:
            self._db = sqlite3.connect(f"file:{quote(str(self._path))}?mode=ro", uri=True, isolation_level=None)
            self._db.text_factory = readable
            self._db.row_factory = sqlite3.Row
        return self._db


def listed(path: Path, wanted: Wanted, limit: int) -> list[MailView]:
    """The newest mails in the store at *path* that are *wanted*. Raises :class:`sqlite3.Error`."""
    view = View(path)
    found: list[MailView] = []
    before: int | None = None
    try:
        while len(found) < limit:
            some = view.find(wanted, before=before, limit=limit - len(found))
            found += some.mails
            before = some.next
            if before is None:
                break
    finally:
        view.close()
    return found


def as_line(mail: MailView) -> str:
    """What came of *mail* in one line."""
    sent = (
        f"{', '.join(message.recipients[:3])}{' …' if len(message.recipients) > 3 else ''}"
        f" ({message.parts} part{'' if message.parts == 1 else 's'}): {text_of(message.content)}"
        for message in mail.messages
    )
    error = f" {mail.error}" if mail.error else ""
    reply = f" → {mail.reply.text}" if mail.reply else ""
    return f"{mail.seq} {mail.received:%Y-%m-%d %H:%M:%S} {mail.kind}{error} {' | '.join(sent)}{reply}".replace(
        "\n", "⏎"
    )


def subscriber(phone: str) -> str:
    """A number as the rules on floods count it."""
    return phone.strip().removeprefix("+")


def text_of(content: Content) -> str:
    """What a recipient would read or hear, with the subject or title in front."""
    match content:
        case Email(text, subject):
            return f"{subject}\n{text}" if subject else text
        case WapPush(url, title):
            return f"{title}\n{url}" if title else url
        case Text(text):
            return text
        case _:
            return getattr(content, "text", None) or getattr(content, "hex", None) or ""


def _texts(mail: MailView) -> Iterator[str]:
    for message in mail.messages:
        yield text_of(message.content)
        yield message.sender or ""
    yield from mail.phones
    yield from (mail.sender, mail.recipient, mail.login or "", mail.id or "", mail.reply.text if mail.reply else "")


def _mail(row: sqlite3.Row) -> MailView:
    """A row; what is damaged in it is left out, and the others are shown."""

    def text(name: str) -> str | None:
        return value if isinstance(value := row[name], str) else None

    def number(name: str) -> int | None:
        return value if isinstance(value := row[name], int) else None

    try:
        moment = datetime.fromisoformat(str(row["received"])).astimezone(UTC)
    except (ValueError, OverflowError):
        moment = datetime.fromtimestamp(0, UTC)
    try:
        dispatches = _dispatches.decode(text("messages") or "[]")
    except (msgspec.DecodeError, ValueError):
        dispatches = ()
    told = None
    if (reply := text("reply")) is not None:
        state: ReplyState = "waiting" if row["waits"] else "given_up" if row["undelivered"] else "delivered"
        told = Reply(reply, state, text("undelivered"), number("tries") or 0)
    return MailView(
        number("seq") or 0,
        moment,
        shown_address(text("sender") or ""),
        shown_address(text("recipient") or ""),
        number("octets") or 0,
        text("login"),
        text("kind") or "",
        number("error"),
        number("sms"),
        text("id"),
        dispatches,
        told,
    )
