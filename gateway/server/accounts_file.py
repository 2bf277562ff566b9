"""The accounts file: TOML, a table ``[[account]]`` for each account.

.. code-block:: toml

    [[account]]
    login = "alex"
    psw_hash = "$argon2id$v=19$…"     # as `smsmail gateway --hash` writes it
    balance = 5000
    groups = { G15 = 40 }
"""

import re
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta, Struct

from ...grammar import terminal
from .. import DOMAIN, Account, Secret
from ..accounts import index
from . import log
from .hashed import Key, Password, expect_sayable
from .in_words import in_words
from .problems import CannotStart
from .smtp_handler import MAILBOX

_Kept = TypeVar("_Kept")
_PLACE = re.compile(r"(?P<what>.*?)(?: - at `\$(?P<place>[^`]*)`)?", re.DOTALL)
_ACCOUNT = re.compile(r"\.account\[(\d+)\]\.?")

_NUMBER = r"^\+?[0-9]{3,15}\Z"
_DOMAIN = r"^[A-Za-z0-9.-]+\Z"
_PATTERNS = {
    _NUMBER: "expected numbers of 3 to 15 digits, with or without `+`, in quotes",
    _DOMAIN: "expected a domain of letters, digits, dots and hyphens, such as sms.example.org",
}
_SENDERS = tuple(map(terminal, ("SENDER_NAME", "SENDER_NUMBER", "EMAIL")))

_Number = Annotated[str, Meta(pattern=_NUMBER)]
_Secret = Annotated[str, Meta(min_length=1)]
_Name = Annotated[str, Meta(min_length=1)]


class AccountsError(CannotStart):
    """An accounts file that cannot be used: what is wrong in it, and where."""


class _Table(Struct, forbid_unknown_fields=True, kw_only=True):
    """One account as the file has it; :class:`smsmail.gateway.Account` tells what each setting means."""

    login: str
    psw_hash: _Secret | None = None
    psw: _Secret | None = None
    apikey_hashes: tuple[_Secret, ...] = ()
    apikeys: tuple[_Secret, ...] = ()
    balance: int = 1_000_000
    price: int = 1
    senders: frozenset[_Name] | None = None
    denied_words: tuple[_Name, ...] = ()
    blocked: bool = False
    tz: int = 0
    groups: dict[str, int] = {}
    forward: tuple[_Number, ...] = ()
    undeliverable: frozenset[_Number] = frozenset()


class _File(Struct, forbid_unknown_fields=True, kw_only=True):
    account: Annotated[tuple[_Table, ...], Meta(min_length=1)]
    domain: Annotated[str, Meta(pattern=_DOMAIN)] = DOMAIN


class Accounts(Struct, frozen=True):
    """What the file says."""

    accounts: tuple[Account, ...]
    domain: str
    """What stands behind the @ of the gateway's addresses."""


def read_accounts(path: Path) -> Accounts:
    """The accounts in the file at *path*.

    Raises :class:`AccountsError`, which never quotes a password or an API key.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise AccountsError(f"{path}: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AccountsError(f"{path}: this is no TOML: {error}") from None
    try:
        file = msgspec.convert(table, _File)
    except msgspec.ValidationError as error:
        raise AccountsError(f"{path}: {_explained(str(error), table)}") from None
    try:
        accounts = tuple(map(_account, file.account))
        index(accounts, file.domain)  # raises where two cannot stand together
        _expect_keys_apart(accounts)
        return Accounts(accounts, file.domain)
    except ValueError as error:
        raise AccountsError(f"{path}: {error}") from None


def _account(table: _Table) -> Account:
    _expect_useful(table)
    given = {name: getattr(table, name) for name in Account.__struct_fields__ if name not in ("secret", "keys")}
    return Account(secret=_password(table), keys=_keys(table), **given)


def _expect_useful(table: _Table) -> None:
    """A setting that nothing can ever meet is a mistake of the operator's."""
    for sender in table.senders or ():
        if not any(kind.fullmatch(sender) for kind in _SENDERS):
            raise ValueError(
                f"account {table.login!r}, senders {sender!r}: no request can have this sender; expected up to 11 Latin "
                "letters, digits and signs without comma and colon, up to 15 digits, or an e-mail address"
            )
    if table.forward and not MAILBOX.fullmatch(f"{table.login}@localhost"):
        raise ValueError(f"account {table.login!r}, forward: no mail address can begin with this login")


def _password(table: _Table) -> Password:
    if (table.psw_hash is None) == (table.psw is None):
        raise ValueError(f"account {table.login!r}: expected either psw_hash or psw")
    if table.psw_hash is not None:
        return _kept(Password, table.psw_hash, table.login, "psw_hash")
    log.event(
        "plain_password", log.WARNING, login=table.login, advice="put psw_hash in its place: smsmail gateway --hash"
    )
    return _kept(_plain_password, table.psw or "", table.login, "psw")


def _plain_password(text: str) -> Password:
    expect_sayable(text)
    return Password.of(text)


def _plain_key(text: str) -> Key:
    expect_sayable(text)
    return Key.of(text)


def _keys(table: _Table) -> tuple[Key, ...]:
    if table.apikeys:
        log.event(
            "plain_apikeys",
            log.WARNING,
            login=table.login,
            advice="put apikey_hashes in their place: smsmail gateway --hash=apikey",
        )
    hashed = [_kept(Key, hash, table.login, "apikey_hashes") for hash in table.apikey_hashes]
    return (*hashed, *(_kept(_plain_key, key, table.login, "apikeys") for key in table.apikeys))


def _expect_keys_apart(accounts: Sequence[Account]) -> None:
    """A request with an API key names no account, so that the key alone has to (C-APIKEY)."""
    owners: dict[Secret, str] = {}
    for account in accounts:
        for key in account.keys:
            owner = owners.setdefault(key, account.login)
            if owner != account.login:
                raise ValueError(f"account {account.login!r}, apikeys: account {owner!r} has one of them too")


def _kept(kind: Callable[[str], _Kept], hash: str, login: str, name: str) -> _Kept:
    try:
        return kind(hash)
    except ValueError as error:
        raise ValueError(f"account {login!r}, {name}: {error}") from None


def _explained(problem: str, table: dict[str, Any]) -> str:
    """*problem*, which msgspec tells with a path, with the account by its name."""
    found = _PLACE.fullmatch(problem)
    assert found
    what, place = found["what"], found["place"] or ""
    at = _ACCOUNT.match(place)
    if place == ".account" and isinstance(table["account"], dict):
        return "account: write [[account]], in double brackets, before each account"
    pattern = next((words for pattern, words in _PATTERNS.items() if what.endswith(f"{pattern!r}")), None)
    what = pattern or in_words(what, (_Table if at else _File).__struct_fields__)
    if at is None:
        return f"{place.lstrip('.')}: {what}" if place else what
    name = place[at.end() :]
    return f"account {_login(table, at[1])}{f', {name}' if name else ''}: {what}"


def _login(table: dict[str, Any], number: str) -> str:
    """The login of the account of that number, or else the number, from 1 on."""
    account: Any = table["account"][int(number)]
    try:
        login: object = account["login"]
    except (KeyError, TypeError):
        login = None
    return repr(login) if isinstance(login, str) else f"number {int(number) + 1}"
