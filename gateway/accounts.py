"""The accounts of a gateway, by what a mail may name them by."""

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from .account import Account, Secret

_REQUESTS = "send"
"""What stands before the @ of the address that takes requests (C-ADDR)."""


class AccountIndex(Struct, frozen=True):
    """The accounts by login, address and API key. Nothing in it changes while the gateway runs."""

    by_login: Mapping[str, Account]
    by_address: Mapping[str, Account]
    """Those that mails are forwarded for, by login without case."""
    by_key: tuple[tuple[Secret, Account], ...]
    domain: str
    nobody: Callable[[str], Secret] | None
    """What is asked in place of the secret of an account, for a login that there is not."""
    anybody: Account | None = None
    """What every login has that there is not; then no password or API key is wrong."""

    def owner(self, login: str, psw: str) -> Account | None:
        """Whose login and password these are, or whose API key with an empty login (C-APIKEY, R-KEYONLY)."""
        if self.anybody is not None:
            return self.owner_of(login or self.anybody.login)
        if not login:
            return next((account for key, account in self.by_key if key.matches(psw)), None)
        account = self.by_login.get(login)
        if account is None:
            if self.nobody is not None:
                self.nobody(login).matches(psw)
            return None
        return account if account.secret.matches(psw) else None

    def owner_of(self, login: str) -> Account | None:
        """The account of that login, whatever its password."""
        if self.anybody is None or login in self.by_login:
            return self.by_login.get(login)
        return replace(self.anybody, login=login)

    @property
    def service(self) -> str:
        """The address that takes requests."""
        return f"{_REQUESTS}@{self.domain}"

    def takes_requests(self, recipient: str) -> bool:
        """Whether *recipient* is the address for requests, in upper or lower case."""
        return self._local_part(recipient) == _REQUESTS

    def forwarding(self, recipient: str) -> Account | None:
        """The account for which mails to *recipient* are forwarded (C-FORWARD, R-ADDRESS)."""
        return self.by_address.get(self._local_part(recipient))

    def _local_part(self, recipient: str) -> str:
        """What stands before the @ of an address of the gateway; empty for one of another domain."""
        local, _, domain = recipient.casefold().rpartition("@")
        return local if domain == self.domain else ""


def index(
    accounts: Iterable[Account],
    domain: str,
    nobody: Callable[[str], Secret] | None = None,
    anybody: Account | None = None,
) -> AccountIndex:
    """The index of *accounts*. Raises :class:`ValueError` where two of them, or one and the requests, have one address."""
    by_login: dict[str, Account] = {}
    addresses: set[str] = set()
    for account in accounts:
        address = account.login.casefold()
        if address in addresses:
            raise ValueError(f"account {account.login!r}: there is another of this login, upper and lower case aside")
        if account.forward and address == _REQUESTS:
            raise ValueError(f"account {account.login!r}: mails to {_REQUESTS}@ are requests and cannot be forwarded")
        addresses.add(address)
        by_login[account.login] = account
    return AccountIndex(
        by_login,
        {account.login.casefold(): account for account in by_login.values() if account.forward},
        tuple((key, account) for account in by_login.values() for key in account.keys),
        domain.casefold(),
        nobody,
        anybody,
    )
