"""Passwords and API keys that are kept as hashes.

Verifying a password against its argon2 hash is slow on purpose. So what was found right is remembered in memory, as a
digest under a key that only this process has. What is wrong takes as long as verifying does, whether there is such a
login or not and whatever is known of it, so that nobody learns from the time which logins there are.
"""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from ...grammar import terminal

KEY_PREFIX = "sha256:"
SHORTEST_KEY = 20
"""Characters of an API key that is hashed. A shorter one could be found by trying, since its hash is quick to make."""

_KEY_HASH = re.compile(r"sha256:([0-9a-f]{64})")
_OF_THIS_PROCESS = secrets.token_bytes(32)
_PASSWORD_HASH = re.compile(
    r"\$argon2(?:id|i|d)(?:\$v=(?:16|19))?"
    r"\$m=(?P<memory>[1-9][0-9]{0,9}),t=(?P<rounds>[1-9][0-9]{0,9}),p=(?P<lanes>[1-9][0-9]{0,9})"
    r"\$(?P<salt>[A-Za-z0-9+/]+)\$(?P<tag>[A-Za-z0-9+/]+)"
)
_MOST_MEMORY, _MOST_ROUNDS, _MOST_LANES = 1 << 20, 100, 64
"""In KiB, and in numbers; whoever gave the right password would wait too long for more."""
_SHORTEST_SALT, _SHORTEST_TAG = 8, 4
"""Octets (RFC 9106, 3.1)."""
_LANE = 8
"""KiB that a lane needs at least (RFC 9106, 3.1)."""
_PSW = terminal("PSW")
_REMEMBERED = 4096
"""Wrong passwords, of all logins together."""


class Unverified(Exception):
    """A password of which nobody knows yet whether it is right: :meth:`Password.verify` finds out."""

    def __init__(self, password: "Password", given: str) -> None:
        super().__init__("the password has yet to be verified")
        self.password = password
        self.given = given


class Wrong:
    """What was found to be wrong of late, for all logins together: asked again, it takes no time."""

    def __init__(self) -> None:
        self._digests: dict[bytes, None] = {}

    def __contains__(self, digest: bytes) -> bool:
        return digest in self._digests

    def add(self, digest: bytes) -> None:
        """Remember it, and forget the oldest where there are too many."""
        if len(self._digests) >= _REMEMBERED:
            del self._digests[next(iter(self._digests))]
        self._digests[digest] = None


class Password:
    """The password of a login, kept as the hash that :func:`hash_password` makes of it."""

    def __init__(self, hash: str, login: str = "", wrong: Wrong | None = None) -> None:
        """Raises :class:`ValueError` for what is no argon2 hash, or none that can be verified; quotes nothing of it."""
        _expect_verifiable(hash)
        self.login = login
        self.hash: str | None = hash
        """What verifying takes its time with."""
        self._wrong = Wrong() if wrong is None else wrong
        self._right: bytes | None = None
        self._is_nobodys = False

    @classmethod
    def of(cls, text: str, login: str = "", wrong: Wrong | None = None, hash: str | None = None) -> "Password":
        """The password *text*, of which a digest for this process is kept.

        What is wrong takes as long as with *hash*, or no time without one.
        """
        password = cls._beside(hash, login, wrong)
        password._right = password._digest(text)
        return password

    @classmethod
    def of_nobody(cls, login: str, wrong: Wrong, hashes: Sequence[str]) -> "Password":
        """What every password is wrong for, since nobody has the *login*; it takes as long as one of *hashes* does,
        and for one login always the same, as if that were of an account."""
        draw = int.from_bytes(_digest(login, "")[:8])
        password = cls._beside(hashes[draw % len(hashes)] if hashes else None, login, wrong)
        password._is_nobodys = True
        return password

    @classmethod
    def _beside(cls, hash: str | None, login: str, wrong: Wrong | None) -> "Password":
        password = cls.__new__(cls)
        password.login, password.hash, password._is_nobodys = login, hash, False
        password._wrong, password._right = Wrong() if wrong is None else wrong, None
        return password

    def matches(self, given: str) -> bool:
        """Whether *given* is it.

        Raises :class:`Unverified` where that has yet to be found out.
        """
        digest = self._digest(given)
        if self._right is not None and hmac.compare_digest(digest, self._right):
            return True
        if self.hash is None or digest in self._wrong:
            return False
        raise Unverified(self, given)

    def verify(self, given: str) -> bool:
        """The same, by the hash alone: takes long, and may be called in any thread."""
        assert self.hash is not None
        try:
            is_right = PasswordHasher().verify(self.hash, given.encode("utf-8", "surrogatepass"))
        except VerifyMismatchError:
            return False
        # A hash that only takes time is of somebody else.
        return is_right and not self._is_nobodys and self._right is None

    def remember(self, given: str, right: bool) -> None:
        """What :meth:`verify` found, for :meth:`matches`."""
        if right:
            self._right = self._digest(given)
        else:
            self._wrong.add(self._digest(given))

    def _digest(self, text: str) -> bytes:
        return _digest(self.login, text)

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
            raise ValueError(
                f"this is no hash of an API key ({KEY_PREFIX} and 64 hex digits); `smsmail gateway --hash=apikey` makes one"
            )
        self._digest = bytes.fromhex(found[1])

    @classmethod
    def of(cls, text: str) -> "Key":
        """The key *text*, of which the hash is kept."""
        return cls(_key_hash(text))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and hmac.compare_digest(self._digest, other._digest)

    def __hash__(self) -> int:
        return hash(self._digest)

    def matches(self, given: str) -> bool:
        """Whether *given* is it."""
        return hmac.compare_digest(hashlib.sha256(_octets(given)).digest(), self._digest)

    def __repr__(self) -> str:
        return "Key(***)"


def hash_password(text: str) -> str:
    """What an accounts file holds of the password *text*: an argon2id hash with a salt of its own.

    Raises :class:`ValueError` for a text that no request can hold as its password.
    """
    expect_sayable(text)
    return PasswordHasher().hash(_octets(text))


def hash_key(text: str) -> str:
    """What an accounts file holds of the API key *text*.

    Raises :class:`ValueError` for one that is too short to be hidden by it, or that no request can hold.
    """
    expect_sayable(text)
    if len(text) < SHORTEST_KEY:
        raise ValueError(f"an API key that is hashed has {SHORTEST_KEY} characters or more, drawn at random")
    return _key_hash(text)


def expect_sayable(text: str) -> None:
    """Raises :class:`ValueError` for a password or API key that no request can hold (R-NOESC, R-OWS); quotes nothing."""
    if "\r" in text or not _PSW.fullmatch(text):
        raise ValueError(
            "no request can hold this: expected a text without colon and line break, and without white space around it"
        )


def _expect_verifiable(hash: str) -> None:
    found = _PASSWORD_HASH.fullmatch(hash)
    if found is None or _octets_of(found["salt"]) < _SHORTEST_SALT or _octets_of(found["tag"]) < _SHORTEST_TAG:
        raise ValueError("this is no argon2 hash; `smsmail gateway --hash` makes one")
    memory, rounds, lanes = (int(found[name]) for name in ("memory", "rounds", "lanes"))
    if not (lanes * _LANE <= memory <= _MOST_MEMORY and rounds <= _MOST_ROUNDS and lanes <= _MOST_LANES):
        raise ValueError(
            f"this hash cannot be verified here: expected m from {_LANE} times p to {_MOST_MEMORY}, t up to {_MOST_ROUNDS} "
            f"and p up to {_MOST_LANES}; `smsmail gateway --hash` makes one"
        )


def _octets_of(text: str) -> int:
    """How many octets *text* is in base64 without padding; 0 for what is none."""
    try:
        octets = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except binascii.Error:
        return 0
    return len(octets) if base64.b64encode(octets).decode().rstrip("=") == text else 0


def _key_hash(text: str) -> str:
    return KEY_PREFIX + hashlib.sha256(_octets(text)).hexdigest()


def _digest(login: str, text: str) -> bytes:
    return hashlib.blake2b(_octets(f"{login}:{text}"), key=_OF_THIS_PROCESS, digest_size=32).digest()


def _octets(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
