"""Passwords and API keys that are kept as hashes.

Verifying a password against its argon2 hash is slow on purpose. So it is done once for each account and process: what was
found right is remembered in memory as a digest under a key that only this process has, and from then on every other
text is known to be wrong.
"""

import hashlib
import hmac
import re
import secrets

from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import InvalidHash, VerificationError

KEY_PREFIX = "sha256:"
SHORTEST_KEY = 20
"""Characters of an API key that is hashed. A shorter one could be found by trying, since its hash is quick to make."""

_KEY_HASH = re.compile(r"sha256:([0-9a-f]{64})")
_OF_THIS_PROCESS = secrets.token_bytes(32)
_REMEMBERED = 64
"""Wrong passwords of one account, until the right one is known."""


class Unverified(Exception):
    """A password of which nobody knows yet whether it is right: :meth:`Password.verify` finds out."""

    def __init__(self, password: "Password", given: str) -> None:
        super().__init__("the password has yet to be verified")
        self.password = password
        self.given = given


class Password:
    """A password, kept as the hash that :func:`hash_password` makes of it."""

    def __init__(self, hash: str) -> None:
        """Raises :class:`ValueError` for what is no argon2 hash."""
        try:
            extract_parameters(hash)
        except InvalidHash:
            raise ValueError("this is no argon2 hash; `smsmail gateway --hash` makes one") from None
        self._hash = hash
        self._right: bytes | None = None
        self._wrong: dict[bytes, None] = {}

    @classmethod
    def of(cls, text: str) -> "Password":
        """The password *text*, of which a digest for this process is kept."""
        password = cls.__new__(cls)
        password._hash, password._right, password._wrong = "", _digest(text), {}
        return password

    def matches(self, given: str) -> bool:
        """Whether *given* is it.

        Raises :class:`Unverified` where that has yet to be found out.
        """
        digest = _digest(given)
        if self._right is not None:
            return hmac.compare_digest(digest, self._right)
        if digest in self._wrong:
            return False
        raise Unverified(self, given)

    def verify(self, given: str) -> bool:
        """The same, by the hash alone: takes long, and may be called in any thread."""
        try:
            return PasswordHasher().verify(self._hash, given.encode("utf-8", "surrogatepass"))
        except VerificationError:
            return False

    def remember(self, given: str, right: bool) -> None:
        """What :meth:`verify` found, for :meth:`matches`."""
        if right:
            self._right = _digest(given)
            self._wrong.clear()
            return
        if len(self._wrong) >= _REMEMBERED:
            del self._wrong[next(iter(self._wrong))]
        self._wrong[_digest(given)] = None

    def __repr__(self) -> str:
        return "Password(***)"


class Key:
    """An API key, kept as the hash that :func:`hash_key` makes of it.

    A key is long and drawn at random, so that a quick hash hides it, and a request with a wrong key costs next to nothing.
    """

    def __init__(self, hash: str) -> None:
        """Raises :class:`ValueError` for what is no such hash."""
        found = _KEY_HASH.fullmatch(hash)
        if found is None:
            raise ValueError(f"this is no hash of an API key ({KEY_PREFIX} and 64 hex digits); see --hash --apikey")
        self._digest = bytes.fromhex(found[1])

    @classmethod
    def of(cls, text: str) -> "Key":
        """The key *text*, of which the hash is kept."""
        return cls(_key_hash(text))

    def matches(self, given: str) -> bool:
        """Whether *given* is it."""
        return hmac.compare_digest(hashlib.sha256(_octets(given)).digest(), self._digest)

    def __repr__(self) -> str:
        return "Key(***)"


def hash_password(text: str) -> str:
    """What an accounts file holds of the password *text*: an argon2id hash with a salt of its own."""
    return PasswordHasher().hash(_octets(text))


def hash_key(text: str) -> str:
    """What an accounts file holds of the API key *text*.

    Raises :class:`ValueError` for one that is too short to be hidden by it.
    """
    if len(text) < SHORTEST_KEY:
        raise ValueError(f"an API key that is hashed has {SHORTEST_KEY} characters or more, drawn at random")
    return _key_hash(text)


def _key_hash(text: str) -> str:
    return KEY_PREFIX + hashlib.sha256(_octets(text)).hexdigest()


def _digest(text: str) -> bytes:
    return hashlib.blake2b(_octets(text), key=_OF_THIS_PROCESS, digest_size=32).digest()


def _octets(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
