"""The accumulated case: how an implementation encodes each character of the basic plane, in one hash.

A case for each of 63,488 characters would make a file of ten megabytes. Whoever is asked for them one by one, in any language,
gives a line for each, and the hash of the lines says whether all are right.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256

import msgspec

from ..fixtures import ROOT
from .corpus import Case, Effect, Kind, Level, Op
from .protocol import Answer, Ok


class Accumulated(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An operation asked for each character of some ranges, and the SHA-256 of the lines that come of it."""

    id: str
    since: str
    op: Op
    level: Level
    clauses: tuple[str, ...]
    readings: tuple[str, ...]
    catches: str
    kind: Kind
    effect: Effect
    characters: tuple[tuple[str, str], ...]
    lines: int
    sha256: str

    def each(self) -> Iterator[str]:
        """The characters, in order."""
        for first, last in self.characters:
            yield from map(chr, range(int(first, 16), int(last, 16) + 1))

    def questions(self) -> Iterator[Case]:
        """A question for each character, by its code point."""
        for character in self.each():
            yield Case(code_point(character), self.op, self.level, self.catches, {"text": character}, {})


class _File(msgspec.Struct, forbid_unknown_fields=True):
    accumulated: tuple[Accumulated, ...]


def load_accumulated() -> tuple[Accumulated, ...]:
    """Those of fixtures/accumulated.json."""
    return msgspec.json.decode((ROOT / "accumulated.json").read_bytes(), type=_File).accumulated


def code_point(character: str) -> str:
    return f"U+{ord(character):04X}"


def line(character: str, answer: Answer) -> str:
    """What is hashed of an answer; what it does not say is a hyphen.

    >>> line("€", Ok({"encoding": "gsm7", "units": 2, "parts": ["€"]}))
    'U+20AC gsm7 2'
    """
    said = answer.value if isinstance(answer, Ok) and isinstance(answer.value, dict) else {}
    return f"{code_point(character)} {said.get('encoding', '-')} {said.get('units', '-')}"


def digest(lines: Iterable[str]) -> str:
    return sha256("".join(f"{one}\n" for one in lines).encode()).hexdigest()
