"""Giving the account of a case a login of its own, so that many cases can be put to one gateway.

All cases call their account by the same name. The alias has as many characters, and the same letters in upper case,
so that nothing that a case is about changes with it: not the size of a mail, not the spelling of the login.
"""

import re
from base64 import b64encode
from typing import Any

from msgspec import Struct

from ...codec import DecodeError, decode_mail
from ...codec.mail.encode import ADDRESS
from .mails import Event

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_REQUESTS = ADDRESS.partition("@")[0]


class Alias(Struct, frozen=True):
    """Another login for an account, and other API keys."""

    login: str
    """The account's own."""
    psw: str
    keys: tuple[str, ...]
    alias: str

    @classmethod
    def of(cls, account: dict[str, Any], number: int) -> "Alias":
        """The alias with that *number*, of which each is another one."""
        login: str = account["login"]
        return cls(login, account["psw"], tuple(account.get("apikeys") or ()), _name(number, len(login)))

    def account(self, account: dict[str, Any]) -> dict[str, Any]:
        """The same account under the alias."""
        renamed = {**account, "login": self.alias}
        return {**renamed, "apikeys": [self._key(key) for key in self.keys]} if self.keys else renamed

    def event(self, event: Event, number: int) -> Event:
        """The same event about the alias, its sender made one of its own, by which a reply to it is known."""
        sender = self.sender(event.sender, number)
        recipient = self._address(event.recipient)
        if event.recipient.partition("@")[0].lower() != _REQUESTS:
            return event._replace(sender=sender, recipient=recipient)
        mail = None if event.mail is None else self._mail(event.mail)
        return event._replace(sender=sender, recipient=recipient, mail=mail, text=self._text(event.text))

    def sender(self, address: str, number: int) -> str:
        """The envelope sender of an event, of which each is another one; the null sender stays what it is."""
        local, at, domain = address.rpartition("@")
        return f"{local}.{self.alias}.{number}{at}{domain}" if address else ""

    def says_the_same(self, event: Event, renamed: Event) -> bool:
        """Whether nothing of a mail has changed but the names."""
        if event.mail is None or renamed.mail is None or event.recipient.partition("@")[0].lower() != _REQUESTS:
            return True
        try:
            before = decode_mail(event.mail).text
        except DecodeError as error:
            return _rules(renamed.mail) == [found.rule for found in error.diagnostics]
        try:
            return self._text(before) == decode_mail(renamed.mail).text
        except DecodeError:
            return False

    def _text(self, text: str) -> str:
        """A request text, whose first field is the login, and whose second the password or API key."""
        login, colon, rest = text.partition(":")
        psw, colon_behind, others = rest.partition(":")
        if psw in self.keys or (psw and not login and psw != self.psw):
            psw = self._key(psw)
        return f"{self._renamed(login)}{colon}{psw}{colon_behind}{others}"

    def _mail(self, mail: bytes) -> bytes:
        """A mail with the request in it as it is, or in base64."""
        before = re.compile(rb"(?<![A-Za-z0-9,:])" + re.escape(self.login.encode()) + rb"(?=:)", re.IGNORECASE)
        mail = before.sub(lambda found: self._renamed(found[0].decode()).encode(), mail)
        return mail.replace(_in_base64(f"{self.login}:{self.psw}:"), _in_base64(f"{self.alias}:{self.psw}:"))

    def _address(self, address: str) -> str:
        local, at, domain = address.rpartition("@")
        return f"{self._renamed(local)}{at}{domain}"

    def _renamed(self, text: str) -> str:
        """*text* with the alias for the first login in it, in upper case where that is."""
        at = text.lower().find(self.login.lower())
        if at < 0:
            return text
        end = at + len(self.login)
        letters = zip(text[at:end], self.alias, strict=True)
        return text[:at] + "".join(new.upper() if old.isupper() else new for old, new in letters) + text[end:]

    def _key(self, key: str) -> str:
        return f"{key}.{self.alias}"


def _name(number: int, length: int) -> str:
    """``a`` and digits of base 36."""
    digits = ""
    while number:
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return "a" + digits.rjust(length - 1, "0")


def _in_base64(text: str) -> bytes:
    """The base64 of as much of *text*, the beginning of something, as says nothing about what follows."""
    octets = text.encode()
    return b64encode(octets[: len(octets) // 3 * 3])


def _rules(mail: bytes) -> list[str]:
    try:
        decode_mail(mail)
    except DecodeError as error:
        return [found.rule for found in error.diagnostics]
    return []
