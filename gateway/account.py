"""An account, as its owner and the operator have set it up."""

import hmac
from collections.abc import Mapping
from typing import Protocol, final, runtime_checkable

from msgspec import Struct

from ..grammar import one_of, terminal

NUMBER = one_of("DIGITS", "PLUS_NUMBER")
"""A phone number as an account has it: without the spaces and hyphens that a request may have."""

_LOGIN, _GROUP, _TZ = terminal("LOGIN"), terminal("GROUP"), terminal("TZ")
_LINE_END = terminal("LINE_END")


@runtime_checkable
class Secret(Protocol):
    """A password or API key, however it is kept."""

    def matches(self, given: str) -> bool:
        """Whether *given* is it. What this raises, :func:`smsmail.gateway.handle` raises."""
        ...


@final
class Plain:
    """A password or API key that is kept as it is, and shown nowhere."""

    __slots__ = ("_octets",)

    def __init__(self, text: str):
        self._octets = _octets(text)

    def matches(self, given: str) -> bool:
        """Whether *given* is it, in a time that does not depend on where they differ."""
        return hmac.compare_digest(self._octets, _octets(given))

    def __repr__(self) -> str:
        return "Plain(***)"


def secret_of(kind: type, value: object) -> Plain:
    """For msgspec: the :class:`Secret` that stands as its text in JSON."""
    if not isinstance(value, str):
        raise TypeError("a password or an API key is a text")
    return Plain(value)


def _octets(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


class Account(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"secret": "psw", "keys": "apikeys"}
):
    """What the server knows of a client. The balance is the one to begin with; a state has the current one.

    As JSON this is the shape of the testee protocol, where a :class:`Secret` is its text.

    Raises :class:`ValueError`, naming the account and the setting, for a value that no account can have.
    """

    login: str
    """As requests name it: not empty, without colon and line break, without white space around it."""
    secret: Secret
    """The password (C-SINGLE)."""
    keys: tuple[Secret, ...] = ()
    """The API keys, which stand in place of the password after an empty login (C-APIKEY, R-KEYONLY)."""
    balance: int = 1_000_000
    """In the unit of *price*."""
    price: int = 1
    """Of one SMS: of each part of a message, for each recipient (C-SEGMENT)."""
    senders: frozenset[str] | None = None
    """The sender names that are registered; ``None`` is any (C-SENDER)."""
    denied_words: tuple[str, ...] = ()
    """Texts that no message may hold, in upper or lower case (R-DENIED)."""
    blocked: bool = False
    """Whether every request is answered with error 4 (R-BLOCKED)."""
    tz: int = 0
    """Whole hours from Moscow time, -15 to 11, for requests that name no zone (C-TZ)."""
    groups: Mapping[str, int] = {}
    """How many numbers each stored group has: ``{"G15": 40}`` (C-GROUP)."""
    forward: tuple[str, ...] = ()
    """The numbers to which mails to ``<login>@`` are forwarded; without any there is no such address (C-FORWARD)."""
    undeliverable: frozenset[str] = frozenset()
    """The numbers to which nothing can be delivered (C-ERRNO, 8)."""

    def __post_init__(self) -> None:
        if not _LOGIN.fullmatch(self.login) or _LINE_END.search(self.login):
            raise ValueError(
                f"login {self.login!r}: expected a text without colon and line break, and without white space around it"
            )
        for name, value in (("balance", self.balance), ("price", self.price)):
            if value < 0:
                self._refuse(name, value, "expected a whole number, 0 or more")
        if not _TZ.fullmatch(str(self.tz)):
            self._refuse("tz", self.tz, "expected whole hours from Moscow time, -15 to 11")
        for word in self.denied_words:
            if not word:
                self._refuse("denied_words", word, "expected words that are not empty, or every text would be denied")
        for group, size in self.groups.items():
            if not _GROUP.fullmatch(group) or size < 0:
                self._refuse("groups", {group: size}, 'expected names and sizes such as {"G15": 40}')
        for name, numbers in (("forward", self.forward), ("undeliverable", self.undeliverable)):
            for number in numbers:
                if not NUMBER.fullmatch(number):
                    self._refuse(name, number, "expected numbers of 3 to 15 digits, with or without `+`")

    def _refuse(self, name: str, value: object, expected: str) -> None:
        raise ValueError(f"account {self.login!r}, {name} {value!r}: {expected}")
