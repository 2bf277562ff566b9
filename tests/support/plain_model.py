"""The server's behaviour written down a second time, plainly: lists of all that ever happened, looked through each time.

It shares nothing with the gateway's core. Of the codec it needs nothing either, since it is told what a request says and
not its text. It rests on the readings: R-ERRORDER, R-DUPCOUNT, R-FLOODCOUNT, R-WHOLE, R-CHARGE, R-DENIED, R-NUNKNOWN,
R-NOGROUP, R-ERRID, R-FORWARDREPLY, R-KEYONLY, R-BLOCKED, R-REPLYWHEN, R-REPLYTO.
"""

from dataclasses import dataclass, field, replace
from typing import Literal

from tests.support.independent.segments import fewest_parts

Flaw = Literal["", "parameters", "date", "number"]


@dataclass(frozen=True)
class Client:
    """An account as its owner has set it up."""

    login: str
    psw: str
    keys: tuple[str, ...]
    balance: int
    price: int
    senders: frozenset[str] | None
    denied: tuple[str, ...]
    blocked: bool
    groups: dict[str, int]
    forward: tuple[str, ...]
    undeliverable: frozenset[str]


@dataclass(frozen=True)
class Wish:
    """What a request says."""

    login: str
    psw: str
    id: str
    sender: str
    test: int
    rows: tuple[tuple[tuple[str, ...], str], ...]
    """Recipients and text of each message."""
    is_list: bool
    flaw: Flaw = ""


@dataclass(frozen=True)
class Verdict:
    """What the server has to make of a mail."""

    error: int
    """0 where it is accepted or forwarded."""
    id: str | None
    """The client's; empty where it must be the server's, None where there is none."""
    sms: int
    answered: bool


@dataclass
class PlainModel:
    clients: dict[str, Client]
    balances: dict[str, int]
    now: int = 0
    """In milliseconds."""
    accepted: list[tuple[int, Wish]] = field(default_factory=list[tuple[int, Wish]])
    """Every request that was ever accepted, with the login of its account and without password."""
    sent: list[tuple[int, str, str]] = field(default_factory=list[tuple[int, str, str]])
    """Every message that ever went out: when, from whose account, to which number."""

    def request(self, wish: Wish, *, has_sender: bool) -> Verdict:
        client = self.owner(wish)
        error = self.error_of(wish, client)
        sms = 0
        if not error:
            assert client is not None
            sms = self.sms(client, wish.rows)
            self.accepted.append((self.now, self.without_secrets(wish, client)))
            self.send(client, wish.rows, sms)
        id = wish.id if error in (0, 3, 6, 7, 8) else None
        if wish.flaw == "number" and client is None:
            id = ""  # what stands there may be a piece of the password
        return Verdict(error, id, sms, answered=has_sender and (error > 0 or wish.test == 1))

    def forward(self, client: Client, text: str) -> Verdict:
        rows = ((client.forward, text),)
        if not 1 <= len(text) <= 1000:
            error = 1
        elif client.blocked:
            error = 4
        else:
            error = self.objection(client, rows, "")
        sms = 0 if error else self.sms(client, rows)
        if not error:
            self.send(client, rows, sms)
        return Verdict(error, "" if error in (0, 3, 6, 8) else None, sms, answered=False)

    def owner(self, wish: Wish) -> Client | None:
        for client in self.clients.values():
            if not wish.login and wish.psw in client.keys:
                return client
            if wish.login == client.login and wish.psw == client.psw:
                return client
        return None

    def error_of(self, wish: Wish, client: Client | None) -> int:
        match wish.flaw:
            case "parameters":
                return 1
            case "date":
                return 5
            case "number":
                return 7
            case _:
                pass
        if client is None:
            return 2
        if client.blocked:
            return 4
        if any(phone[0] == "G" and phone not in client.groups for phones, _ in wish.rows for phone in phones):
            return 7
        same = self.without_secrets(wish, client)
        if len([at for at, other in self.accepted if other == same and self.now - at < 60_000]) >= 2:
            return 9
        return self.objection(client, wish.rows, wish.sender)

    def objection(self, client: Client, rows: tuple[tuple[tuple[str, ...], str], ...], sender: str) -> int:
        if sender and client.senders is not None and sender not in client.senders:
            return 6
        if any(word.casefold() in text.casefold() for word in client.denied for _, text in rows):
            return 6
        sms = self.sms(client, rows)
        if sms * client.price > self.balances[client.login]:
            return 3
        if sms == 0:
            return 8
        numbers = [phone.removeprefix("+") for phones, _ in rows for phone in phones if phone[0] != "G"]
        if any(number in client.undeliverable for number in numbers):
            return 8
        if any(self.chain(client.login, number) + numbers.count(number) > 50 for number in set(numbers)):
            return 8
        return 0

    def sms(self, client: Client, rows: tuple[tuple[tuple[str, ...], str], ...]) -> int:
        return sum(
            fewest_parts(text) * (client.groups[phone] if phone[0] == "G" else 1)
            for phones, text in rows
            for phone in phones
        )

    def chain(self, login: str, number: str) -> int:
        """How many messages have come one after the other, and would be followed by one that is sent now."""
        times = [at for at, who, whom in self.sent if (who, whom) == (login, number)]
        length = 0
        for before, at in zip([-1_000_000, *times], [*times, self.now], strict=True):
            length = length + 1 if at - before < 120_000 else 1
        return length - 1

    def send(self, client: Client, rows: tuple[tuple[tuple[str, ...], str], ...], sms: int) -> None:
        self.balances[client.login] -= sms * client.price
        for phones, _ in rows:
            self.sent += [(self.now, client.login, one.removeprefix("+")) for one in phones if one[0] != "G"]

    @staticmethod
    def without_secrets(wish: Wish, client: Client) -> Wish:
        return replace(wish, login=client.login, psw="")

    def still_counting(self) -> int:
        """How many things of the past may still matter, or have done so until lately: twice as long as they count."""
        requests = {wish for at, wish in self.accepted if self.now - at <= 120_000}
        numbers = {(login, number) for at, login, number in self.sent if self.now - at <= 240_000}
        return len(requests) + len(numbers)
