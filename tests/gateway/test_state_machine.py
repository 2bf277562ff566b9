"""The core against a plain model of the server, in any order of events that Hypothesis can think of."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from smsmail.codec import Accepted, Rejected, decode_reply
from smsmail.gateway import Account, Fact, Mail, Outcome, Plain, begin, handle, knows
from tests.support.effort import examples
from tests.support.plain_model import Client, PlainModel, Verdict, Wish

START = datetime(2030, 1, 31, 9, 0, tzinfo=UTC)
REQUESTS = "send@send.smscentre.com"

PHONES = ("79990000001", "+79990000001", "79990000002", "G1", "G2", "79990000009")
TEXTS = ("hi", "Привет", "Spam", "x" * 161, "a:b,c;d", "line\nline")


def as_written(wish: Wish) -> Wish:
    """With test 2 a later line that begins with a group is text, and no row (R-ROWSTART)."""
    later = [phones[0] for phones, _ in wish.rows[1:]]
    return replace(wish, test=1) if wish.test == 2 and any(phone[0] == "G" for phone in later) else wish


WISHES = st.builds(
    Wish,
    login=st.sampled_from(["alex", "alex", "alex", "alex", "alex", "bob", "", "nobody"]),
    psw=st.sampled_from(["psw", "psw", "psw", "psw", "psw", "psw", "KEY", "wrong"]),
    id=st.sampled_from(["", "42", "order-7"]),
    sender=st.sampled_from(["", "", "Shop", "Shop2"]),
    test=st.integers(0, 2),
    rows=st.lists(
        st.tuples(
            st.lists(st.sampled_from(PHONES), min_size=1, max_size=3).map(tuple),
            st.sampled_from(TEXTS) | st.text("ab€Ж😀", min_size=1, max_size=200),
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
    is_list=st.booleans(),
    flaw=st.sampled_from([*[""] * 12, "parameters", "date", "number"]),
).map(as_written)
CLIENTS = st.builds(
    Client,
    login=st.just("alex"),
    psw=st.just("psw"),
    keys=st.sampled_from([(), ("KEY",), ("KEY", "KEY2")]),
    balance=st.sampled_from([0, 100, 10_000]),
    price=st.sampled_from([0, 1, 3]),
    senders=st.sampled_from([None, frozenset({"Shop"})]),
    denied=st.sampled_from([(), ("sPAM",)]),
    blocked=st.sampled_from([False, False, False, False, False, False, False, True]),
    groups=st.sampled_from([{}, {"G1": 2}, {"G1": 0, "G2": 40}]),
    forward=st.sampled_from([(), ("79990000001",), ("+79990000001", "79990000003")]),
    undeliverable=st.sampled_from([frozenset[str](), frozenset({"79990000009"})]),
)

STEPS = st.sampled_from([0, 1, 30_000, 59_999, 60_000, 60_001, 119_999, 120_000, 1_000_000]) | st.integers(0, 130_000)
"""In milliseconds."""
BORDERS = st.sampled_from([59_999, 60_000, 60_001, 119_999, 120_000, 120_001])


def account_of(client: Client) -> Account:
    return Account(
        login=client.login,
        secret=Plain(client.psw),
        keys=tuple(map(Plain, client.keys)),
        balance=client.balance,
        price=client.price,
        senders=client.senders,
        denied_words=client.denied,
        blocked=client.blocked,
        groups=client.groups,
        forward=client.forward,
        undeliverable=client.undeliverable,
    )


def line_of(wish: Wish, *, spaced: bool) -> str:
    """The request as a client would write it."""
    time = "3002301200" if wish.flaw == "date" else ""
    options = f"{'7' if wish.flaw == 'parameters' else ''},,{wish.sender},{wish.test}"
    ows = " " if spaced else ""
    rows = [(",".join(phones), mes) for phones, mes in wish.rows]
    if wish.flaw == "number":
        rows[0] = ("7999x", rows[0][1])
    if wish.is_list:
        body = f"{ows}:" + "\n".join(f"{phones}{ows}:" + mes.replace("\n", "\\n") for phones, mes in rows)
    else:
        body = f"{ows}{rows[0][0]}{ows}:{rows[0][1]}"
    return f"{wish.login}{ows}:{ows}{wish.psw}:{ows}{wish.id}:{time}:{options}{ows}:{body}"


class Gateway(RuleBasedStateMachine):
    @initialize(client=CLIENTS)
    def begin(self, client: Client) -> None:
        bob = Client("bob", "psw", (), 50, 1, None, (), False, {"G1": 1}, (), frozenset())
        self.accounts = [account_of(one) for one in (client, bob)]
        self.first = client
        self.model = PlainModel({"alex": client, "bob": bob}, {"alex": client.balance, "bob": 50})
        self.state = begin(self.accounts)
        self.twin = self.state
        self.real = self.told = 0  # milliseconds on the clock, now and at the last mail
        self.facts: list[Fact] = []
        self.assigned: list[str] = []
        self.said: list[Wish] = []

    # ---- what can happen

    @rule(milliseconds=STEPS)
    def wait(self, milliseconds: int) -> None:
        self.real += milliseconds

    @rule(wish=WISHES, spaced=st.booleans(), sender=st.sampled_from(["me@example.org", "me@example.org", ""]))
    def request(self, wish: Wish, spaced: bool, sender: str) -> None:
        if not wish.is_list:
            wish = replace(wish, rows=wish.rows[:1])
        self.said.append(wish)
        self.ask(wish, spaced, sender)

    @precondition(lambda self: self.said)
    @rule(back=st.integers(0, 3), spaced=st.booleans(), times=st.integers(1, 3), data=st.data())
    def request_again(self, back: int, spaced: bool, times: int, data: st.DataObject) -> None:
        wish = self.said[-1 - back % len(self.said)]
        if data.draw(st.booleans(), "with the API key") and self.first.keys and wish.login == "alex":
            wish = replace(wish, login="", psw=self.first.keys[0])
        for _ in range(times):
            self.ask(wish, spaced, "me@example.org")

    @rule(wish=WISHES, after=BORDERS)
    def request_at_the_border(self, wish: Wish, after: int) -> None:
        """Two of a kind, and the third about a minute later."""
        wish = replace(wish, login="alex", psw="psw", flaw="", rows=wish.rows[:1])
        self.ask(wish, False, "me@example.org")
        self.ask(wish, False, "me@example.org")
        self.real += after
        self.ask(wish, False, "me@example.org")

    @rule(phone=st.sampled_from(PHONES[:3]), after=BORDERS, salt=st.integers())
    def flood_at_the_border(self, phone: str, after: int, salt: int) -> None:
        """As many as may come, and another about two minutes later."""
        self.flood("alex", phone, 50, salt)
        self.real += after
        self.flood("alex", phone, 1, salt)

    @rule(milliseconds=st.sampled_from([1, 70_000, 10_000_000, 315_360_000_000]))
    def put_the_clock_back(self, milliseconds: int) -> None:
        """What was remembered keeps the age that it had at the last mail, and from there on time goes on."""
        self.real -= milliseconds

    def time_passes(self) -> None:
        self.model.now += max(0, self.real - self.told)
        self.told = self.real

    @rule(
        login=st.sampled_from(["alex", "alex", "bob"]),
        phone=st.sampled_from(PHONES[:3]),
        count=st.sampled_from([1, 10, 24, 25, 26, 49, 50, 51]),
        salt=st.integers(),
    )
    def flood(self, login: str, phone: str, count: int, salt: int) -> None:
        rows = tuple(((phone,), f"{salt} {n}") for n in range(count))
        self.ask(Wish(login, "psw", "", "", 0, rows, is_list=True), False, "me@example.org")

    @precondition(lambda self: self.first.forward)
    @rule(text=st.sampled_from([*TEXTS, "", "x" * 1000, "x" * 1001]), sender=st.sampled_from(["me@example.org", ""]))
    def forward(self, text: str, sender: str) -> None:
        self.time_passes()
        verdict = self.model.forward(self.first, text)
        outcome = self.tell(Mail(sender, "ALEX@send.smscentre.com", text))
        assert outcome.kind == ("not_forwarded" if verdict.error else "forwarded")
        self.compare(outcome, verdict, ((self.first.forward, text),))

    @rule(recipient=st.sampled_from(["bob@send.smscentre.com", "send@example.org", "x"]))
    def write_to_nobody(self, recipient: str) -> None:
        outcome = self.tell(Mail("me@example.org", recipient, "alex:psw::::79990000001:hi"))
        assert (outcome.kind, outcome.answer, outcome.messages) == ("no_such_address", None, ())
        assert not knows(self.state, recipient)

    @rule(shuffled=st.randoms(use_true_random=False), purged=st.booleans())
    def restart(self, shuffled: Random, purged: bool) -> None:
        """Only the last fact of each key is stored, in any order, and perhaps none that no longer matters.

        From then on the state that was built again has to do what the other one does.
        """
        last = list({fact.key: fact for fact in self.facts}.values())
        shuffled.shuffle(last)
        if purged:
            last = [fact for fact in last if fact.until is None or fact.until > self.state.clock]
        again = begin(self.accounts, last)
        for name in ("balances", "next_id", "clock", "seen"):
            assert getattr(again, name) == getattr(self.state, name)
        assert again.kept <= self.state.kept
        self.state, self.twin = again, self.state

    # ---- what must hold

    def ask(self, wish: Wish, spaced: bool, sender: str) -> None:
        self.time_passes()
        verdict = self.model.request(wish, has_sender=bool(sender))
        outcome = self.tell(Mail(sender, REQUESTS, line_of(wish, spaced=spaced)))
        assert outcome.kind == ("refused" if verdict.error else "accepted")
        assert bool(outcome.diagnostics) == bool(wish.flaw)
        self.compare(outcome, verdict, wish.rows)

    def tell(self, mail: Mail) -> Outcome:
        before = self.state
        self.time_passes()
        now = START + timedelta(milliseconds=self.real)
        self.state, outcome = handle(before, mail, now)
        _, again = handle(before, mail, now)
        assert again == outcome, "a state is a value: it does the same again"
        self.twin, other = handle(self.twin, mail, now)
        assert other == outcome, "a state that was built again does the same as the one that was not"
        self.facts += outcome.changes
        return outcome

    def compare(self, outcome: Outcome, verdict: Verdict, rows: tuple[tuple[tuple[str, ...], str], ...]) -> None:
        answer = outcome.answer
        if verdict.error:
            assert isinstance(answer, Rejected)
            assert answer.error == verdict.error
            assert outcome.messages == ()
            # What is refused leaves no trace but in the clock and the counter of ids.
            assert {fact.key for fact in outcome.changes} <= {"clock:", "next_id:"}
        else:
            assert isinstance(answer, Accepted)
            assert answer.sms == verdict.sms
            assert [one.recipients for one in outcome.messages] == [phones for phones, _ in rows]
            assert [getattr(one.content, "text", None) for one in outcome.messages] == [text for _, text in rows]
        if verdict.id == "":
            assert answer.id is not None
            assert 1 <= int(answer.id) <= 2147483647
            self.assigned.append(answer.id)
        else:
            assert answer.id == verdict.id
        assert (outcome.reply is not None) == verdict.answered
        if outcome.reply is not None:
            assert decode_reply(outcome.reply) == answer

    @invariant()
    def money_is_kept(self) -> None:
        if hasattr(self, "state"):
            assert dict(self.state.balances) == self.model.balances
            assert all(balance >= 0 for balance in self.state.balances.values())

    @invariant()
    def no_id_is_assigned_twice(self) -> None:
        if hasattr(self, "state"):
            assert len(set(self.assigned)) == len(self.assigned)

    @invariant()
    def memory_is_bounded(self) -> None:
        if hasattr(self, "state"):
            self.tell(Mail("", "nobody", ""))  # time goes on
            assert self.state.kept <= self.model.still_counting()


Gateway.TestCase.settings = examples(60, stateful_step_count=30)
TestGateway = Gateway.TestCase
