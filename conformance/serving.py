"""The operation `serve` of the reference testee: a gateway that gets some mails, one after the other."""

from datetime import datetime
from typing import Any

import msgspec

from ..gateway import DOMAIN, Account, Mail, State, begin, handle
from ..gateway.account import secret_of
from .question import BadQuestion, octets
from .values import instant


class _Event(msgspec.Struct, forbid_unknown_fields=True, rename={"sender": "from"}):
    at: str
    mail: str | None = None
    text: str | None = None
    to: str = f"send@{DOMAIN}"
    sender: str = "client@example.org"


class _Given(msgspec.Struct, forbid_unknown_fields=True):
    account: Account
    events: list[_Event]


def serve(given: dict[str, Any]) -> list[str | None]:
    """What the gateway answers to each event: the line of its reply, or None where there is none."""
    state, arrivals = _read(given)
    replies: list[str | None] = []
    for mail, at in arrivals:
        state, outcome = handle(state, mail, at)
        replies.append(outcome.reply)
    return replies


def _read(given: dict[str, Any]) -> tuple[State, list[tuple[Mail, datetime]]]:
    try:
        read = msgspec.convert(given, _Given, dec_hook=secret_of)
        state = begin([read.account])
    except ValueError as error:  # also what msgspec raises, and half a surrogate pair in a password
        raise BadQuestion(f"the input of serve: {error}") from error
    return state, [(_mail(event), _at(event)) for event in read.events]


def _mail(event: _Event) -> Mail:
    match event.mail, event.text:
        case str(mail), None:
            return Mail(event.sender, event.to, octets(mail))
        case None, str(text):
            return Mail(event.sender, event.to, text)
        case _:
            raise BadQuestion('an event has either a "mail" or a "text"')


def _at(event: _Event) -> datetime:
    at = instant(event.at)
    if at is None or at.tzinfo is None:
        raise BadQuestion("at is no instant as RFC 3339 writes it, with an offset")
    return at
