"""The state of the gateway: an immutable value."""

from collections.abc import Callable, Iterable

from msgspec import Struct
from msgspec.structs import replace
from rpds import HashTrieMap

from .account import Account, Secret
from .accounts import AccountIndex, index
from .expiring_map import ExpiringMap
from .facts import CHAIN_WINDOW, REPEAT_WINDOW, Chain, Times, of_balance, remembered
from .model import DOMAIN, Fact


class State(Struct, frozen=True):
    """All that the gateway remembers. :func:`begin` makes the first one, :func:`smsmail.gateway.handle` each next."""

    accounts: AccountIndex
    balances: "HashTrieMap[str, int]"
    """By login."""
    repeats: ExpiringMap[Times]
    """When requests were accepted, by their fingerprint."""
    chains: ExpiringMap[Chain]
    """Messages to one number from one account, by ``login:number``."""
    next_id: int
    """What is assigned to the next request that needs an id (R-IDAUTO)."""
    clock: int
    """The time on which the rules count, in microseconds: it goes on as the clock does, and stands still where that is put
    back (R-CLOCK)."""
    seen: int
    """The time of the last mail, in microseconds since 1970-01-01 UTC."""

    @property
    def kept(self) -> int:
        """How many entries of the past are kept: what the size of a state, in which accounts are few, depends on."""
        return len(self.repeats) + len(self.chains)

    def __repr__(self) -> str:
        return f"State({len(self.balances)} accounts, {self.kept} entries kept)"


def begin(
    accounts: Iterable[Account],
    facts: Iterable[Fact] = (),
    *,
    domain: str = DOMAIN,
    nobody: Callable[[str], Secret] | None = None,
    anybody: Account | None = None,
) -> State:
    """The state with these *accounts*, and with the *facts* that a store has kept, in the order of their writing.

    A stored balance holds in place of the account's own, and those of accounts that are gone are passed over. *domain* is
    what stands behind the @ of the gateway's addresses; case does not matter. What *nobody* gives for a login is asked
    where there is no such account, so that it takes as long as where there is one; what it says does not matter. With
    *anybody* every login has an account like this one, whatever its password.

    Raises :class:`ValueError` where two accounts have logins that differ at most in case, where an account that forwards
    mails is called as the address for requests is, and for a fact that is none.
    """
    known = index(accounts, domain, nobody, anybody)
    told = remembered(facts)
    balances = {login: told.balances.get(login, account.balance) for login, account in known.by_login.items()}
    balances |= told.balances if anybody else {}
    return State(
        known,
        HashTrieMap(balances),
        ExpiringMap(REPEAT_WINDOW, told.clock, stale=HashTrieMap(told.repeats)),
        ExpiringMap(CHAIN_WINDOW, told.clock, stale=HashTrieMap(told.chains)),
        told.next_id,
        told.clock,
        told.seen,
    )


def with_balance(state: State, login: str, balance: int) -> tuple[State, Fact]:
    """*state* with another balance of an account, and what a store has to write of it.

    >>> state, fact = with_balance(begin([Account(login="alex", secret=Plain("psw"))]), "alex", 7)
    >>> state.balances["alex"]
    7

    Raises :class:`KeyError` where there is no such account.
    """
    if state.accounts.owner_of(login) is None:
        raise KeyError(login)
    return replace(state, balances=state.balances.insert(login, balance)), of_balance(login, balance)


def knows(state: State, recipient: str) -> bool:
    """Whether mails to *recipient* have somebody to go to (R-ADDRESS): what RCPT TO is answered by."""
    return state.accounts.takes_requests(recipient) or state.accounts.forwarding(recipient) is not None
