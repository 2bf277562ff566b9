"""Why a request that can be read is refused all the same: the conditions of errors 3, 4, 6, 7, 8 and 9.

Each function gives the refusal, without an id, or ``None``. They change nothing.
"""

from ..codec import Binary, Content, Email, Hlr, Ping, Rejected, Request, WapPush
from ..grammar import terminal
from .account import Account
from .order import Order, missing_groups
from .transaction import Transaction

LONGEST_CHAIN = 50
"""How many messages may go to one number with breaks of less than two minutes (C-FLOOD)."""

_ACCEPTED_IN_A_MINUTE = 2
"""How often the same request is accepted (C-DUP, R-DUP, R-DUPCOUNT)."""

_COUNT = terminal("COUNT")
"""What has a place in a reply (R-REPLYCOUNT)."""


def blocked(account: Account) -> Rejected | None:
    """Error 4: nothing is accepted of the account (R-BLOCKED)."""
    return Rejected(4, "the account is blocked") if account.blocked else None


def without_recipients(request: Request, account: Account) -> Rejected | None:
    """Error 7: a group that the account has not (R-NOGROUP)."""
    missing = missing_groups(request, account)
    return Rejected(7, f"the account has no group {missing[0]}") if missing else None


def repeated(transaction: Transaction, fingerprint: str) -> Rejected | None:
    """Error 9: the same request once too often (C-DUP, R-SAME)."""
    if len(transaction.repeats(fingerprint)) < _ACCEPTED_IN_A_MINUTE:
        return None
    return Rejected(9, "the same request was accepted twice within the last minute")


def unsendable(transaction: Transaction, account: Account, order: Order) -> Rejected | None:
    """The first of errors 6, 3 and 8, for which it does not matter how the messages came (R-ERRORDER)."""
    return (
        _denied(account, order)
        or _unaffordable(transaction, account, order)
        or _undeliverable(transaction, account, order)
    )


def _denied(account: Account, order: Order) -> Rejected | None:
    """Error 6: a word or a sender name that is not allowed (R-DENIED)."""
    allowed = account.senders
    if allowed is not None and any(one.sender is not None and one.sender not in allowed for one in order.messages):
        return Rejected(6, "the sender name is not registered with the account")
    if account.denied_words:
        words = [word.casefold() for word in account.denied_words]
        texts = (text.casefold() for one in order.messages for text in _texts(one.content))
        if any(word in text for text in texts for word in words):
            return Rejected(6, "the text holds a word that is not allowed")
    return None


def _unaffordable(transaction: Transaction, account: Account, order: Order) -> Rejected | None:
    """Error 3: the balance does not suffice (R-CHARGE)."""
    if order.sms * account.price <= transaction.balance(account):
        return None
    return Rejected(3, "the balance of the account does not suffice")


def _undeliverable(transaction: Transaction, account: Account, order: Order) -> Rejected | None:
    """Error 8: a number that cannot be reached, or too many messages to one (C-FLOOD, R-FLOODERR, R-FLOODCOUNT)."""
    if not _COUNT.fullmatch(str(order.sms)):
        return Rejected(8, f"the message would be {order.sms} SMS, which cannot be sent")
    for number, messages in order.numbers.items():
        if number in account.undeliverable or f"+{number}" in account.undeliverable:
            return Rejected(8, f"nothing can be delivered to {number}")
        if transaction.chain(account, number) + messages > LONGEST_CHAIN:
            return Rejected(8, f"too many messages to {number}; wait for two minutes")
    return None


def _texts(content: Content) -> tuple[str, ...]:
    """What a recipient would read or hear."""
    match content:
        case Hlr() | Ping():
            return ()
        case Email(text, subject):
            return text, subject
        case WapPush(url, title):
            return url, title or ""
        case Binary(text=text):
            return (text or "",)
        case _:
            return (content.text,)
