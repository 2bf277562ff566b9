"""Finding a reply in a Maildir, where a mail program or ``smsmail gateway --reply-dir`` puts it."""

import time
from collections.abc import Iterator
from email.parser import BytesHeaderParser
from email.policy import compat32
from pathlib import Path

from ...codec import Reply, decode_mail, decode_reply
from ...codec.mail.parse import MAX_MAIL_OCTETS

_PAUSE = 0.05
"""Seconds between two looks."""


class NoReply(Exception):
    """There was no reply in time."""


def wait_for_reply(maildir: Path, message_id: str, timeout: float = 30.0) -> Reply:
    """The reply to the mail *message_id* (with angle brackets), once it is in *maildir*, at most *timeout* seconds later.

    It is known by its In-Reply-To or References. The mail stays where it is.

    Raises :class:`NoReply`, :class:`smsmail.codec.DecodeError` where what answers the mail is no reply, and
    :class:`OSError` where *maildir* cannot be read. What is no regular file, or cannot be read, is passed over.
    """
    deadline = time.monotonic() + timeout
    seen: set[str] = set()
    while True:
        is_last_look = time.monotonic() >= deadline
        for content in _new_mails(maildir, seen):
            if _answers(content, message_id):
                return decode_reply(decode_mail(content).text)
        if is_last_look:
            raise NoReply(f"no reply in {maildir} within {timeout:g} s")
        time.sleep(_PAUSE)


def _new_mails(maildir: Path, seen: set[str]) -> Iterator[bytes]:
    """The mails that were not there at the last look."""
    for folder in ("new", "cur"):
        for file in sorted((maildir / folder).iterdir()):
            name = file.name.partition(":")[0]  # A mail program adds its flags.
            if name in seen:
                continue
            try:
                if not file.is_file():  # Opening a pipe would wait for a writer.
                    continue
                with file.open("rb") as mail:
                    content = mail.read(MAX_MAIL_OCTETS + 1)
            except OSError:
                continue  # It is being moved from new to cur, and looked at there, or not for us.
            seen.add(name)
            yield content


def _answers(content: bytes, message_id: str) -> bool:
    head = BytesHeaderParser(policy=compat32).parsebytes(content)
    named = [*head.get_all("In-Reply-To", []), *head.get_all("References", [])]
    return any(message_id in str(value).split() for value in named)
