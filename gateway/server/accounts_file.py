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
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta, Struct

from .. import DOMAIN, Account
from . import log
from .hashed import Key, Password
from .problems import CannotStart

_Kept = TypeVar("_Kept")
_PLACE = re.compile(r"(?P<what>.*?)(?: - at `\$(?P<place>[^`]*)`)?", re.DOTALL)
_ACCOUNT = re.compile(r"\.account\[(\d+)\]\.?")

_Number = Annotated[str, Meta(pattern=r"^\+?[0-9]{3,15}\Z")]
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
    domain: Annotated[str, Meta(pattern=r"^[A-Za-z0-9.-]+\Z")] = DOMAIN


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
        return Accounts(tuple(map(_account, file.account)), file.domain)
    except ValueError as error:
        raise AccountsError(f"{path}: {error}") from None


def _account(table: _Table) -> Account:
    given = {name: getattr(table, name) for name in Account.__struct_fields__ if name not in ("secret", "keys")}
    return Account(secret=_password(table), keys=_keys(table), **given)


def _password(table: _Table) -> Password:
    if (table.psw_hash is None) == (table.psw is None):
        raise ValueError(f"account {table.login!r}: expected either psw_hash or psw")
    if table.psw_hash is not None:
        return _kept(Password, table.psw_hash, table.login, "psw_hash")
    log.event(
        "plain_password", log.WARNING, login=table.login, advice="put psw_hash in its place: smsmail gateway --hash"
    )
    return Password.of(table.psw or "")


def _keys(table: _Table) -> tuple[Key, ...]:
    if table.apikeys:
        log.event(
            "plain_apikeys",
            log.WARNING,
            login=table.login,
            advice="put apikey_hashes in their place: smsmail gateway --hash=apikey",
        )
    hashed = [_kept(Key, hash, table.login, "apikey_hashes") for hash in table.apikey_hashes]
    return (*hashed, *map(Key.of, table.apikeys))


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
