"""What a request comes to: the messages that would go out, and how many SMS they are."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct

from ..codec import Batch, Content, Request, Row, Single, Text, Translit, contents_of
from ..codec.counting import parts_of
from ..grammar import terminal
from .account import Account
from .model import Dispatch

_GROUP = terminal("GROUP")


class Order(Struct, frozen=True):
    """The messages of one request or of one forwarded mail, none of which has been sent."""

    messages: tuple[Dispatch, ...]
    sms: int
    """Parts times recipients, a group counting for all its members: the n of the reply (C-OK)."""
    numbers: Mapping[str, int]
    """How many messages each recipient gets that is no group, by number without ``+`` (R-FLOODCOUNT)."""


def order_of(request: Request, account: Account, at: datetime | None) -> Order:
    """What *request* comes to; its groups are among those of *account*. It goes out *at*, or now."""
    return _order(
        (
            _dispatch(row.phones, content, request.sender, request.translit, at)
            for row, content in zip(_rows(request), contents_of(request), strict=True)
        ),
        account,
    )


def forwarded(text: str, account: Account) -> Order:
    """What an ordinary mail of this *text* comes to: an SMS to each of the numbers of *account* (C-FORWARD)."""
    return _order((_dispatch(account.forward, Text(text), None, Translit.NONE, None),), account)


def missing_groups(request: Request, account: Account) -> list[str]:
    """The groups that *request* names and *account* has not (R-NOGROUP)."""
    phones = (phone for row in _rows(request) for phone in row.phones)
    return [phone for phone in phones if phone not in account.groups and _GROUP.fullmatch(phone)]


def _rows(request: Request) -> tuple[Single | Row, ...]:
    """Each message with its recipients."""
    return request.body.rows if isinstance(request.body, Batch) else (request.body,)


def _dispatch(
    recipients: tuple[str, ...], content: Content, sender: str | None, translit: Translit, at: datetime | None
) -> Dispatch:
    # Where the number of parts is undetermined, the text is counted as it stands (R-NUNKNOWN).
    return Dispatch(
        recipients=recipients, content=content, sender=sender, translit=translit, at=at, parts=parts_of(content)
    )


def _order(messages: Iterable[Dispatch], account: Account) -> Order:
    messages = tuple(messages)
    sms = 0
    numbers: dict[str, int] = {}
    for message in messages:
        for recipient in message.recipients:
            size = account.groups.get(recipient)
            sms += message.parts * (1 if size is None else size)
            if size is None:
                number = recipient.removeprefix("+")
                numbers[number] = numbers.get(number, 0) + 1
    return Order(messages, sms, numbers)
