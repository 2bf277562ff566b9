"""What the server does with a mail."""

from datetime import datetime

from msgspec.structs import replace

from .. import codec
from ..codec.findings.findings import is_whole
from ..codec.reply import WITH_ID
from ..codec.request.certainty import is_certain
from ..codec.request.line import readable_id
from ..codec.syntax import MAX_MES
from . import objections
from .account import Account
from .fingerprint import fingerprint
from .model import Mail, Outcome
from .order import Order, forwarded, order_of
from .reading import Reading, read
from .state import State
from .transaction import Transaction


def handle(state: State, mail: Mail, now: datetime, objection: codec.Rejected | None = None) -> tuple[State, Outcome]:
    """The state after *mail* has come at *now*, and what comes of it. *state* itself stays as it is.

    *now* has a time zone; if it is earlier than the time of the mail before, no time has passed since then (R-CLOCK). Each
    error is answered under its own condition (C-ERRNO), and of several the first in the order of R-ERRORDER; nothing of a
    request that is refused is sent, charged or counted (R-WHOLE). With an *objection* a request that would be looked at
    further, its account being known, is refused so whatever it says: for tests of clients. Never raises because of a mail, whatever is in it.

    Raises :class:`ValueError` for a *now* without a time zone.
    """
    transaction = Transaction(state, now)
    accounts = state.accounts
    if accounts.takes_requests(mail.recipient):
        outcome = _request(transaction, mail, objection)
    elif account := accounts.forwarding(mail.recipient):
        outcome = _forward(transaction, mail, account)
    else:
        outcome = Outcome(kind="no_such_address")
    return transaction.state, replace(outcome, changes=tuple(transaction.changes))


def _request(transaction: Transaction, mail: Mail, objection: codec.Rejected | None) -> Outcome:
    """What comes of a mail to the address for requests."""
    reading = mail.content if isinstance(mail.content, Reading) else read(mail.content)
    request = reading.request
    if request is None:
        error = reading.error
        assert error is not None
        # Where it is not certain what is what, anything may be the password.
        is_certain_text = reading.text is not None and is_certain(reading.text)
        answer = _malformed(error, quotes=is_certain_text)
        if answer.error in WITH_ID and reading.text is not None:
            names_id = is_certain_text or _is_of_an_owner(transaction, reading.text)
            answer = _rejected(transaction, answer, readable_id(reading.text) if names_id else None)
        return Outcome(kind="refused", answer=answer, reply=_reply(mail, answer), diagnostics=error.diagnostics)
    account = transaction.state.accounts.owner(request.login, request.psw)
    if account is None:
        answer = codec.Rejected(2, "the login, the password or the API key is wrong")
        return Outcome(kind="refused", answer=answer, reply=_reply(mail, answer))
    mark = fingerprint(request, account)
    order = objection or _order(transaction, request, account, mark)
    if isinstance(order, codec.Rejected):
        answer = _rejected(transaction, order, request.id)
        return Outcome(kind="refused", login=account.login, answer=answer, reply=_reply(mail, answer))
    transaction.note_acceptance(mark)
    answer = _accepted(transaction, account, order, request.id)
    return Outcome(
        kind="accepted",
        login=account.login,
        answer=answer,
        # Who did not ask is told of errors alone (C-TEST, R-REPLYWHEN).
        reply=_reply(mail, answer) if request.test == 1 else None,
        messages=order.messages,
    )


def _order(transaction: Transaction, request: codec.Request, account: Account, mark: str) -> Order | codec.Rejected:
    """What *request* comes to, or the first of the objections to it in the order of R-ERRORDER."""
    try:
        at = codec.send_at(request.time, request.tz, transaction.now, account.tz)
    except codec.EncodeError as error:
        return _malformed(error, quotes=True)  # of whom it is, is known
    objection = (
        objections.blocked(account)
        or objections.without_recipients(request, account)
        or objections.repeated(transaction, mark)
    )
    if objection:
        return objection
    order = order_of(request, account, at)
    return objections.unsendable(transaction, account, order) or order


def _forward(transaction: Transaction, mail: Mail, account: Account) -> Outcome:
    """What comes of a mail to the address of *account*, of which nobody is told (C-FORWARD, R-FORWARD, R-FORWARDREPLY)."""
    login = account.login
    content = mail.content
    reading = content if isinstance(content, Reading) else read(content, as_request=False)
    if reading.text is None:
        assert reading.error is not None
        answer = _malformed(reading.error, quotes=False)
        return Outcome(kind="not_forwarded", login=login, answer=answer, diagnostics=reading.error.diagnostics)
    order = _forwardable(transaction, reading.text.replace("\r\n", "\n").replace("\r", "\n"), account)
    if isinstance(order, codec.Rejected):
        return Outcome(kind="not_forwarded", login=login, answer=_rejected(transaction, order, None))
    answer = _accepted(transaction, account, order, None)
    return Outcome(kind="forwarded", login=login, answer=answer, messages=order.messages)


def _forwardable(transaction: Transaction, text: str, account: Account) -> Order | codec.Rejected:
    """What a mail of this *text* comes to, or the objection to it. Two alike are two alarms, and no repetition."""
    if not text or not is_whole(text):
        return codec.Rejected(1, "the mail has no text that could be sent")
    if len(text) > MAX_MES:
        return codec.Rejected(1, f"the text has {len(text)} characters, and at most {MAX_MES} are sent")
    if objection := objections.blocked(account):
        return objection
    order = forwarded(text, account)
    return objections.unsendable(transaction, account, order) or order


def _accepted(transaction: Transaction, account: Account, order: Order, id: str | None) -> codec.Accepted:
    """Take the money, count the messages, and say so."""
    transaction.charge(account, order.sms * account.price)
    for number, messages in order.numbers.items():
        transaction.lengthen_chain(account, number, messages)
    return codec.Accepted(order.sms, id or transaction.assigned_id())


def _rejected(transaction: Transaction, objection: codec.Rejected, id: str | None) -> codec.Rejected:
    """*objection* with the client's id or one of the server's, where its error is answered with one (C-ERR-ID, R-ERRID)."""
    return replace(objection, id=id or transaction.assigned_id()) if objection.error in WITH_ID else objection


def _malformed(error: codec.DecodeError | codec.EncodeError, *, quotes: bool) -> codec.Rejected:
    """The first thing that is wrong with a mail, a request or its time (R-ERRMAP, R-NOREQUEST), in words that may quote a
    piece of it, or else in those of the rule."""
    first = error.errors[0]
    return codec.Rejected(first.error or 1, first.message if quotes else codec.RULES[first.rule].says)


def _is_of_an_owner(transaction: Transaction, text: str) -> bool:
    """Whether a request that cannot be read begins with a login and its password, so that what follows is none of these."""
    login, psw, *_ = (piece.strip(" \t") for piece in (*text.split(":", 2), ""))
    return transaction.state.accounts.owner(login, psw) is not None


def _reply(mail: Mail, answer: codec.Accepted | codec.Rejected) -> str | None:
    """The line for *answer*, if there is somebody to write to (R-REPLYTO)."""
    return codec.encode_reply(answer) if mail.sender else None
