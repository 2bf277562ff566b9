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
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from msgspec import Struct

from ...grammar import one_of
from .. import DOMAIN, Account, Secret
from ..account import NUMBER
from ..accounts import index
from ..mailbox import is_mailbox
from . import log
from .hashed import Key, Password, Wrong, expect_sayable
from .settings import CannotServe

_Kept = TypeVar("_Kept")

_SENDER = one_of("SENDER_NAME", "SENDER_NUMBER", "EMAIL")
_DOMAIN = re.compile(r"[A-Za-z0-9.-]+")
_KINDS: dict[type, str] = {
    int: "a whole number",
    float: "a number with a fraction",
    str: "a text in quotes",
    bool: "true or false",
    list: "a list in brackets",
    dict: "a table",
}


class AccountsError(CannotServe):
    """An accounts file that cannot be used: what is wrong in it, and where."""


class _Setting(NamedTuple):
    """What a setting is, and of a list or a table each item."""

    kind: type
    items: type | None = None
    expected: str = ""
    """What a text has to be, in words, and"""
    is_met: Callable[[Any], object] = bool
    """whether one is."""


_ANY = "a text that is not empty"
_NUMBER = ("numbers of 3 to 15 digits, with or without `+`, in quotes", NUMBER.fullmatch)

# smsmail.gateway.Account tells what each means.
_ACCOUNT = {
    "login": _Setting(str),
    "psw_hash": _Setting(str, expected=_ANY),
    "psw": _Setting(str, expected=_ANY),
    "apikey_hashes": _Setting(list, str, _ANY),
    "apikeys": _Setting(list, str, _ANY),
    "balance": _Setting(int),
    "price": _Setting(int),
    "senders": _Setting(list, str, _ANY),
    "denied_words": _Setting(list, str, _ANY),
    "blocked": _Setting(bool),
    "tz": _Setting(int),
    "groups": _Setting(dict, int),
    "forward": _Setting(list, str, *_NUMBER),
    "undeliverable": _Setting(list, str, *_NUMBER),
}
_SECRETS = frozenset({"psw_hash", "psw", "apikey_hashes", "apikeys"})
_FILE = {
    "account": _Setting(list, dict),
    "domain": _Setting(
        str, None, "a domain of letters, digits, dots and hyphens, such as sms.example.org", _DOMAIN.fullmatch
    ),
}
_NO_ACCOUNT = "there is no account; each begins with a line [[account]]"


class AccountsFile(Struct, frozen=True):
    """What the file says."""

    accounts: tuple[Account, ...]
    domain: str
    """What stands behind the @ of the gateway's addresses."""
    nobody: Callable[[str], Secret] | None = None
    """What the password of a login is held against that no account has."""


def read_accounts(path: Path) -> AccountsFile:
    """The accounts in the file at *path*.

    Raises :class:`AccountsError`, which never quotes a password or an API key.
    """
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise AccountsError(f"{path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:  # a number of more digits than Python reads, among others
        raise AccountsError(f"{path}: this is no TOML: {error}") from None
    try:
        return _accounts(table)
    except ValueError as error:
        raise AccountsError(f"{path}: {error}") from None


def _accounts(file: Mapping[str, Any]) -> AccountsFile:
    if type(file.get("account")) is dict:
        raise ValueError("account: write [[account]], in double brackets, before each account")
    _expect_settings(file, _FILE, "")
    tables: list[dict[str, Any]] = file.get("account", [])
    if not tables:
        raise ValueError(f"account: {_NO_ACCOUNT}")
    for number, table in enumerate(tables, 1):
        login: object = table.get("login")
        name = f"account {login!r}" if isinstance(login, str) else f"account number {number}"
        _expect_settings(table, _ACCOUNT, name)
        if login is None:
            raise ValueError(f"{name}: expected a setting `login`")
    wrong = Wrong()
    hashes: Sequence[str] = sorted({table["psw_hash"] for table in tables if "psw_hash" in table})
    accounts = tuple(_account(table, wrong, hashes) for table in tables)
    domain: str = file.get("domain", DOMAIN)
    index(accounts, domain)  # raises where two cannot stand together
    _expect_keys_apart(accounts)
    return AccountsFile(accounts, domain, lambda login: Password.of_nobody(login, wrong, hashes))


def _expect_settings(table: Mapping[str, Any], settings: Mapping[str, _Setting], name: str) -> None:
    """Raises :class:`ValueError` for a setting of *table* that there is not, or that is of another kind."""
    for key, value in table.items():
        if key not in settings:
            there_is_none = f"there is no setting `{key}`{_instead_of(key, list(settings))}"
            raise ValueError(f"{name}: {there_is_none}" if name else there_is_none)
        setting = settings[key]
        where = f"{name}, {key}" if name else key
        _expect_kind(value, setting.kind, where)
        if setting.items is None:
            items = {where: value}
        elif setting.items is dict:
            items = {f"account number {number}": item for number, item in enumerate(value, 1)}
        else:
            keys: Iterable[object] = value if setting.kind is dict else range(len(value))
            items = {f"{where}[{one}]": value[one] for one in keys}
        for at, item in items.items():
            _expect_kind(item, setting.items or setting.kind, at)
            if setting.expected and not setting.is_met(item):
                raise ValueError(f"{at}: expected {setting.expected}")


def _expect_kind(value: object, kind: type, where: str) -> None:
    found: type = type(value)
    if found is not kind:  # true is no number
        raise ValueError(f"{where}: expected {_KINDS[kind]}, found {_KINDS.get(found, 'a date or a time')}")


def _instead_of(name: str, settings: Sequence[str]) -> str:
    nearest = get_close_matches(name.lower(), settings, n=1)
    return f"; did you mean `{nearest[0]}`?" if nearest else f"; there are {', '.join(settings)}"


def _account(table: Mapping[str, Any], wrong: Wrong, hashes: Sequence[str]) -> Account:
    login: str = table["login"]
    given = {name: value for name, value in table.items() if name not in _SECRETS}
    given |= {name: frozenset(given[name]) for name in ("senders", "undeliverable") if name in given}
    given |= {name: tuple(given[name]) for name in ("denied_words", "forward") if name in given}
    account = Account(secret=_password(table, wrong, hashes), keys=_keys(table), **given)
    # A setting that nothing can ever meet is a mistake of the operator's.
    for sender in account.senders or ():
        if not _SENDER.fullmatch(sender):
            raise ValueError(
                f"account {login!r}, senders {sender!r}: no request can have this sender; expected up to 11 Latin "
                "letters, digits and signs without comma and colon, up to 15 digits, or an e-mail address"
            )
    if account.forward and not is_mailbox(f"{login}@localhost"):
        raise ValueError(f"account {login!r}, forward: no mail address can begin with this login")
    return account


def _password(table: Mapping[str, Any], wrong: Wrong, hashes: Sequence[str]) -> Password:
    login: str = table["login"]
    if ("psw_hash" in table) == ("psw" in table):
        raise ValueError(f"account {login!r}: expected either psw_hash or psw")
    if "psw_hash" in table:
        return _kept(lambda text: Password(text, login, wrong), table["psw_hash"], login, "psw_hash")
    log.event("plain_password", log.WARNING, login=login, advice="put psw_hash in its place: smsmail gateway --hash")

    def plain(text: str) -> Password:
        expect_sayable(text)
        alike = Password.of_nobody(login, wrong, hashes)
        return Password.of(text, login, wrong, alike.hash)

    return _kept(plain, table["psw"], login, "psw")


def _plain_key(text: str) -> Key:
    expect_sayable(text)
    return Key.of(text)


def _keys(table: Mapping[str, Any]) -> tuple[Key, ...]:
    login: str = table["login"]
    plain: list[str] = table.get("apikeys", [])
    hashes: list[str] = table.get("apikey_hashes", [])
    if plain:
        advice = "put apikey_hashes in their place: smsmail gateway --hash=apikey"
        log.event("plain_apikeys", log.WARNING, login=login, advice=advice)
    hashed = [_kept(Key, hash, login, "apikey_hashes") for hash in hashes]
    return (*hashed, *(_kept(_plain_key, key, login, "apikeys") for key in plain))


def _expect_keys_apart(accounts: Sequence[Account]) -> None:
    """A request with an API key names no account, so that the key alone has to (C-APIKEY)."""
    owners: dict[Secret, str] = {}
    for account in accounts:
        for key in account.keys:
            owner = owners.setdefault(key, account.login)
            if owner != account.login:
                raise ValueError(f"account {account.login!r}, apikeys: account {owner!r} has one of them too")


def _kept(kind: Callable[[str], _Kept], secret: str, login: str, name: str) -> _Kept:
    try:
        return kind(secret)
    except ValueError as error:
        raise ValueError(f"account {login!r}, {name}: {error}") from None
