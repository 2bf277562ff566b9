"""Mails, replies and numbers under a disk that fills up, a mail server that fails, a clock that is moved, and restarts."""

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from smsmail.gateway import Account, Fact, Mail, Plain, begin, read
from smsmail.gateway.server.deliver import Delivery
from smsmail.gateway.server.delivery_loop import DeliveryLoop
from smsmail.gateway.server.intake import Intake, NotStored, Traffic
from smsmail.gateway.server.reader import Incoming
from smsmail.gateway.server.store import Entry, PendingReply, Settlement, Store
from tests.support.effort import examples
from tests.support.running import CLIENT, SERVICE

FULL = sqlite3.OperationalError("database or disk is full")


class Disk(Store):
    """A store on a disk that may be full; it can be read all the same."""

    is_full = False

    def write(self, entries: Sequence[Entry], clock: int, changes: Sequence[Fact] = (), *, waits: bool = True) -> None:
        if self.is_full:
            raise FULL
        super().write(entries, clock, changes, waits=waits)

    def settle(self, settlements: Iterable[Settlement]) -> None:
        if self.is_full:
            raise FULL
        super().settle(settlements)


Mood = Literal["takes all", "is away", "refuses for now", "hangs up after one", "has a fault"]


class MailServer:
    """Where replies go."""

    def __init__(self) -> None:
        self.mood: Mood = "takes all"
        self.got: Counter[int] = Counter()

    def __call__(self, replies: Sequence[PendingReply]) -> list[Delivery]:
        match self.mood:
            case "is away":
                return [Delivery(reply, "nobody there") for reply in replies]
            case "refuses for now":
                return [Delivery(reply, "451 later") for reply in replies]
            case "has a fault":
                raise RuntimeError("a mistake of ours")
            case "hangs up after one":
                replies = replies[:1]
            case _:
                pass
        self.got.update(reply.seq for reply in replies)
        return [Delivery(reply) for reply in replies]

    def stop(self) -> None:
        pass


class Gateway(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory(prefix="smsmail-")
        self.runner = asyncio.Runner()
        self.server = MailServer()
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.taken: list[int] = []
        self.pruned = self.requests = 0
        self.due: set[int] = set()
        self.may_come_again: Counter[int] = Counter()
        self.disk_is_full = False
        self.open()

    def open(self) -> None:
        self.store = Disk(Path(self.folder.name) / "store.sqlite")
        self.runner.run(self.start())

    async def start(self) -> None:
        account = Account(login="alex", secret=Plain("psw"))
        state = begin([account], self.store.facts())
        self.intake = Intake(state, self.store, Traffic(), clock=lambda: self.now)
        self.delivery = DeliveryLoop(self.intake, self.server, clock=lambda: self.now)
        self.writing = asyncio.create_task(self.intake.run())

    def close(self) -> None:
        async def end() -> None:
            self.intake.end()
            await self.writing
            self.intake.close()

        self.runner.run(end())
        self.store.close()

    # ---- what can happen

    @rule(test=st.sampled_from([1, 1, 0]), sender=st.sampled_from([CLIENT, CLIENT, ""]), number=st.integers(1, 3))
    def mails_come(self, test: int, sender: str, number: int) -> None:
        async def send() -> None:
            for _ in range(number):
                self.requests += 1
                request = f"alex:psw:::,,,{test}:7999{self.requests:07}:hello"
                mail = Mail(sender, SERVICE, read(request))
                try:
                    (entry,), written = self.intake.decide([mail], Incoming({}, 100, None))
                    await asyncio.shield(written)
                except NotStored:
                    assert self.disk_is_full
                    continue
                assert not self.disk_is_full
                assert entry.outcome.kind == "accepted"
                self.taken.append(entry.seq)
                if test and sender:
                    self.due.add(entry.seq)

        self.runner.run(send())

    @rule(is_full=st.booleans())
    def the_disk_fills_up_or_is_emptied(self, is_full: bool) -> None:
        self.disk_is_full = self.store.is_full = is_full

    @rule(mood=st.sampled_from(Mood.__args__))
    def the_mail_server_changes(self, mood: Mood) -> None:
        self.server.mood = mood

    @rule()
    def the_disk_fills_up_before_replies_are_written_down(self) -> None:
        self.the_disk_fills_up_or_is_emptied(is_full=False)
        self.mails_come(test=1, sender=CLIENT, number=1)
        self.the_disk_fills_up_or_is_emptied(is_full=True)
        self.replies_are_delivered(2)

    @rule()
    def the_clock_was_ahead_when_replies_were_put_off(self) -> None:
        self.the_disk_fills_up_or_is_emptied(is_full=False)
        self.the_clock_moves(315_360_000)
        self.mails_come(test=1, sender=CLIENT, number=1)
        self.the_mail_server_changes("is away")
        self.replies_are_delivered(2)
        self.the_clock_moves(-315_360_000)

    @rule(times=st.integers(1, 4))
    def replies_are_delivered(self, times: int) -> None:
        async def deliver() -> None:
            for _ in range(times):
                await self.delivery.write_down()
                try:
                    await self.delivery.deliver_some()
                except RuntimeError:
                    assert self.server.mood == "has a fault"

        self.runner.run(deliver())

    @rule(seconds=st.sampled_from([1, 60, 7200, 864_000, 315_360_000, -1, -7200, -864_000, -315_360_000]))
    def the_clock_moves(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(is_killed=st.booleans())
    def restart(self, is_killed: bool) -> None:
        """What could not be written down, or not any more, may come again, and nothing else."""

        async def end() -> bool:
            return await self.delivery.write_down()

        if is_killed or not self.runner.run(end()):
            self.may_come_again.update(self.waiting() & set(self.server.got))
        self.close()
        self.open()
        self.store.is_full = self.disk_is_full

    @rule()
    def old_mails_are_pruned(self) -> None:
        self.pruned += self.store.prune(self.now)

    # ---- what must hold

    def waiting(self) -> set[int]:
        return {reply.seq for reply in self.store.due(datetime(9000, 1, 1, tzinfo=UTC), 10**6)}

    @invariant()
    def nothing_is_lost_and_nothing_doubled(self) -> None:
        if not hasattr(self, "taken"):
            return
        assert all(before < after for before, after in pairwise(self.taken)), "a number is given once"
        assert self.store.last() == (self.taken or [0])[-1]
        with closing(sqlite3.connect(Path(self.folder.name) / "store.sqlite")) as db:
            rows = db.execute("SELECT count(*) FROM mails").fetchall()
        assert rows == [(len(self.taken) - self.pruned,)]
        for seq, times in self.server.got.items():
            assert seq in self.due
            assert times <= 1 + self.may_come_again[seq]
        assert self.due <= self.waiting() | set(self.server.got)

    def teardown(self) -> None:
        if not hasattr(self, "taken"):
            return
        self.store.is_full = self.disk_is_full = False
        self.server.mood = "takes all"
        for _ in range(3):
            self.now += timedelta(hours=3)
            self.replies_are_delivered(4)
        self.nothing_is_lost_and_nothing_doubled()
        assert set(self.server.got) == self.due
        assert not self.waiting()
        self.close()
        self.runner.close()
        self.folder.cleanup()


Gateway.TestCase.settings = examples(100, stateful_step_count=30)
TestGateway = Gateway.TestCase
