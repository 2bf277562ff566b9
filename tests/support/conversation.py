"""A gateway and its only client, talking: short names for what the tests of the core do all the time."""

from datetime import UTC, datetime, timedelta
from typing import Any

from smsmail.codec import Accepted, Rejected, Reply
from smsmail.gateway import Account, Fact, Mail, Outcome, Plain, State, begin, handle

NOON = datetime(2030, 1, 31, 9, 0, tzinfo=UTC)
"""In Moscow."""

REQUESTS = "send@send.smscentre.com"
CLIENT = "client@example.org"
PHONE = "79991234567"


def account(**settings: Any) -> Account:
    """The account alex with the password psw."""
    given: dict[str, Any] = {"login": "alex", "secret": Plain("psw")}
    return Account(**given | settings)


def line(
    mes: str = "hi",
    *,
    login: str = "alex",
    psw: str = "psw",
    id: str = "",
    time: str = "",
    options: str = "",
    phones: str = PHONE,
) -> str:
    """A request; with empty phones *mes* is a list."""
    return f"{login}:{psw}:{id}:{time}:{options}:{phones}:{mes}"


class Conversation:
    """The state of a gateway after all that was said so far, and the facts that a store would have."""

    def __init__(self, *accounts: Account, **settings: Any):
        self.state: State = begin(accounts or [account(**settings)])
        self.facts: list[Fact] = []

    def say(
        self, content: str | bytes, at: float = 0, *, sender: str = CLIENT, to: str = REQUESTS, by: datetime = NOON
    ) -> Outcome:
        """What comes of a mail that arrives *at* so many seconds after noon."""
        mail = Mail(sender, to, content)
        self.state, outcome = handle(self.state, mail, by + timedelta(seconds=at))
        self.facts += outcome.changes
        return outcome

    def answer(self, content: str | bytes, at: float = 0) -> Reply:
        """The same as an answer, whoever is told."""
        answer = self.say(content, at).answer
        assert answer is not None
        return answer

    def errors(self, *contents: str | bytes, at: float = 0) -> list[int]:
        """The number of the error that each mail is answered, 0 where it is accepted."""
        return [error_of(self.answer(content, at)) for content in contents]

    def restart(self, *accounts: Account) -> None:
        """Go on with the state that the stored facts make with these *accounts*."""
        self.state = begin(accounts, self.facts)

    def balance(self, login: str = "alex") -> int:
        return self.state.balances[login]


def error_of(answer: Accepted | Rejected) -> int:
    return answer.error if isinstance(answer, Rejected) else 0
