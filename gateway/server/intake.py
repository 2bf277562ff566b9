"""Where mails are taken in: what each comes to is decided at once, in their order, and then made to last in groups.

While one group is written, the mails that come meanwhile are decided on the state as it will be, and form the next group.
A group that cannot be written never was: the state goes back to what has lasted, and whoever waits is told so.

A thread writes, so that meanwhile the others are served. Where no other mail is on its way there is nobody to serve, and
it is written at once, without the detour.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from typing import TypeVar

from ...codec import RULES, Accepted, Diagnostic, Rejected
from .. import Account, Fact, Mail, Outcome, State, begin, handle, knows, with_balance
from ..mailbox import shown_address
from . import log
from .reader import Incoming
from .store import Entry, PendingReply, Settlement, Store, StoreLocked

_Found = TypeVar("_Found")

_GATHERING = 0.002
"""Seconds that a group waits at most for mails on their way, until it has half of them: each group costs the same."""

_NAMED = 3
"""Phones of one mail in the log."""

_LOOKING = 1.0
"""Seconds after which it is looked whether the files of the store are in their place, where no mail comes."""

_LONGEST_WAIT = 60.0
"""Seconds until it is looked again which replies are due: the clock may have been put back or forward."""


class NotStored(Exception):
    """A mail could not be made to last; nothing came of it."""


class UnreadableRequest(Exception):
    """A mail whose request cannot be read, where such mails are refused; nothing came of it."""

    def __init__(self, found: Sequence[Diagnostic]) -> None:
        super().__init__()
        self.found = found


class Traffic:
    """How many mails are on their way in all connections, from MAIL to the answer to the last dot."""

    mails = 0


class _Group:
    """Mails that are written together."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.changes: list[Fact] = []
        """Those that no mail has brought."""
        self.written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closing: asyncio.TimerHandle | None = None
        """Has it written, once it has waited long enough for more."""

    def __bool__(self) -> bool:
        return bool(self.entries or self.changes)

    def fail(self, error: BaseException) -> None:
        if not self.written.done():
            self.written.set_exception(error)
            self.written.exception()  # nobody need be waiting


class Intake:
    """The state, the store, and a thread that alone uses the store while it has anything to do."""

    def __init__(
        self,
        state: State,
        store: Store,
        traffic: Traffic,
        *,
        refuse_unreadable: bool = False,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._state = self._lasting = state
        self._next = self._lasting_next = store.last() + 1
        self._store = store
        self._traffic = traffic
        self._refuse_unreadable = refuse_unreadable
        self._clock = clock
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._in_work = 0
        """What the thread has to do."""
        self._group = _Group()
        self._mail = asyncio.Event()
        self._reply = asyncio.Event()
        self._ended = False
        self._is_gone = False
        self._to_fail: deque[Rejected] = deque()

    def knows(self, recipient: str) -> bool:
        """Whether mails to *recipient* have somebody to go to."""
        return knows(self._state, recipient)

    @property
    def service(self) -> str:
        """The address that takes requests."""
        return self._state.accounts.service

    @property
    def state(self) -> State:
        """The state after all mails that were decided; it is a value, for any thread."""
        return self._state

    def takes_requests(self, recipient: str) -> bool:
        """Whether mails to *recipient* are requests."""
        return self._state.accounts.takes_requests(recipient)

    def decide(
        self, mails: Sequence[Mail], incoming: Incoming, peer: str = ""
    ) -> tuple[list[Entry], asyncio.Future[None]]:
        """What comes of *mails*, which are one, *incoming* from *peer*, with several recipients; and when that is written.

        The future raises :class:`NotStored`, and is for all who wait: shield it. Raises :class:`UnreadableRequest`, and what the
        secrets of accounts raise; then nothing has happened.
        """
        state = self._state
        now = self._clock()
        outcomes: list[Outcome] = []
        to_fail = list(self._to_fail)
        for mail in mails:
            failing = to_fail.pop(0) if to_fail and self.takes_requests(mail.recipient) else None
            state, outcome = handle(state, mail, now, failing)
            if self._refuse_unreadable and outcome.kind == "refused" and outcome.diagnostics:
                raise UnreadableRequest(outcome.diagnostics)
            outcomes.append(outcome)
        entries = [
            Entry(
                self._next + index,
                now,
                mail.sender,
                mail.recipient,
                incoming.octets,
                outcome,
                incoming.message_id if outcome.reply is not None else None,
                peer,
            )
            for index, (mail, outcome) in enumerate(zip(mails, outcomes, strict=True))
        ]
        self._state = state
        self._to_fail = deque(to_fail)
        self._next += len(entries)
        group = self._group
        if not group.entries:
            group.closing = asyncio.get_running_loop().call_later(_GATHERING, self._mail.set)
        group.entries += entries
        if self._traffic.mails <= 1 and not self._in_work:
            self._write_at_once()
        elif len(group.entries) * 2 >= self._traffic.mails:
            self._mail.set()
        return entries, group.written

    def begin_anew(self, accounts: Sequence[Account]) -> None:
        """Forget all that was, and go on with these *accounts*; for tests, while no mail is being decided."""
        self._state = self._lasting = begin(accounts, domain=self._state.accounts.domain)
        self._to_fail.clear()

    def fail_next(self, error: int) -> None:
        """Refuse the next request with this error, whatever it is; for tests."""
        self._to_fail.append(Rejected(error, "a test has asked for this error"))

    async def set_balance(self, login: str, balance: int) -> None:
        """Give an account another balance, which lasts once this returns.

        Raises :class:`KeyError` where there is no such account, and :class:`NotStored`.
        """
        self._state, change = with_balance(self._state, login, balance)
        group = self._group
        group.changes.append(change)
        self._mail.set()
        await asyncio.shield(group.written)

    async def health(self) -> tuple[str | None, int]:
        """What is the matter with the store, if anything; and how many replies wait."""
        return await self._in_thread(self._store.health)

    async def run(self) -> None:
        """Write group after group until :meth:`end`; what has been decided by then is still written."""
        while not self._ended or self._group:
            try:
                await asyncio.wait_for(self._mail.wait(), _LOOKING)
            except TimeoutError:
                await self._look_after_the_store()
            self._mail.clear()
            if self._group:
                await self._write_group()

    def end(self) -> None:
        """Let :meth:`run` come to its end."""
        self._ended = True
        self._mail.set()

    async def due(self, now: datetime, at_most: int) -> list[PendingReply]:
        """The first replies that may be delivered now."""
        self._reply.clear()
        return await self._in_thread(lambda: self._store.due(now, at_most))

    async def settle(self, settlements: Iterable[Settlement]) -> None:
        """Forget the replies that are done, and try the others again later."""
        await self._in_thread(lambda: self._store.settle(settlements))

    async def is_reply_due(self) -> bool:
        """Whether a reply is still to be delivered, now or later."""
        return await self._in_thread(self._store.next_due) is not None

    def wake_delivery(self) -> None:
        """End :meth:`wait_for_replies`."""
        self._reply.set()

    async def wait_for_replies(self) -> None:
        """Until there may be another reply to deliver."""
        due = await self._in_thread(self._store.next_due)
        seconds = _LONGEST_WAIT if due is None else max(0.0, (due - datetime.now(UTC)).total_seconds())
        with suppress(TimeoutError):
            await asyncio.wait_for(self._reply.wait(), min(seconds, _LONGEST_WAIT))

    def hurry(self) -> None:
        """Wait no longer for other programs that have the store locked."""
        self._thread.submit(self._store.hurry)

    def close(self) -> None:
        """End the thread, after what it has to do."""
        self._thread.shutdown()

    def _write_at_once(self) -> None:
        group = self._group
        try:
            self._store.write(group.entries, self._state.clock, group.changes, waits=False)
        except StoreLocked:
            self._mail.set()  # the thread can wait for the other program
        except Exception as error:  # noqa: BLE001  # as below
            self._has_failed(self._next_group(), error)
        else:
            self._has_lasted(self._next_group(), self._state, self._next)

    async def _write_group(self) -> None:
        group = self._next_group()
        after, next_after = self._state, self._next
        try:
            await self._in_thread(lambda: self._store.write(group.entries, after.clock, group.changes))
        except Exception as error:  # noqa: BLE001  # whatever it is: nobody shall wait for ever
            self._has_failed(group, error)
        else:
            self._has_lasted(group, after, next_after)

    def _has_failed(self, group: _Group, error: Exception) -> None:
        self._state, self._next = self._lasting, self._lasting_next
        failed = [group, self._next_group()]  # the later one was decided on what did not last
        for one in failed:
            one.fail(NotStored())
        if not isinstance(error, sqlite3.Error):
            log.bug(error)
        log.often("not_stored", log.ERROR, mails=sum(len(one.entries) for one in failed), problem=_why(error))

    def _has_lasted(self, group: _Group, after: State, next_after: int) -> None:
        self._lasting, self._lasting_next = after, next_after
        for entry in group.entries:
            _tell(entry)  # before anybody is answered: who has gone by then has sent a mail all the same
        group.written.set_result(None)
        if any(entry.outcome.reply is not None for entry in group.entries):
            self._reply.set()

    async def _look_after_the_store(self) -> None:
        problem = await self._in_thread(self._store.look_after)
        if problem and not self._is_gone:
            log.event("store_gone", log.ERROR, problem=problem)
        self._is_gone = bool(problem)

    def _next_group(self) -> _Group:
        """The group that has been gathered; another begins."""
        group, self._group = self._group, _Group()
        if group.closing:
            group.closing.cancel()
        return group

    async def _in_thread(self, work: Callable[[], _Found]) -> _Found:
        done = asyncio.get_running_loop().run_in_executor(self._thread, work)
        self._in_work += 1
        done.add_done_callback(self._has_worked)
        return await asyncio.shield(done)  # the thread goes on, whoever has gone

    def _has_worked(self, _done: object) -> None:
        self._in_work -= 1


def _why(error: Exception) -> str:
    """What SQLite says; the words of another error may hold what was to be written."""
    return str(error) if isinstance(error, sqlite3.Error) else type(error).__name__


def _tell(entry: Entry) -> None:
    outcome = entry.outcome
    answer = outcome.answer
    log.event(
        "mail",
        seq=entry.seq,
        peer=entry.peer,
        sender=shown_address(entry.sender),
        recipient=shown_address(entry.recipient),
        octets=entry.octets,
        login=outcome.login,
        kind=outcome.kind,
        error=answer.error if isinstance(answer, Rejected) else None,
        sms=answer.sms if isinstance(answer, Accepted) else None,
        replies=outcome.reply is not None,
        phones=_phones(outcome),
        parts=sum(message.parts for message in outcome.messages) or None,
        reason=_reason(outcome),
    )


def _phones(outcome: Outcome) -> str | None:
    """To whom it goes; of many the first."""
    phones = list(dict.fromkeys(phone for message in outcome.messages for phone in message.recipients))
    more = f" and {len(phones) - _NAMED} more" if len(phones) > _NAMED else ""
    return ", ".join(phones[:_NAMED]) + more if phones else None


def _reason(outcome: Outcome) -> str | None:
    """Why it was refused; of what could not be read in the words of the rule, which quote nothing."""
    errors = (found for found in outcome.diagnostics if found.severity == "error")
    if found := next(errors, None):
        return f"{RULES[found.rule].says} [{found.rule}]"
    return outcome.answer.description if isinstance(outcome.answer, Rejected) else None
