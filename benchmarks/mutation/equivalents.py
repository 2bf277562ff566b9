"""The survivors that are argued equivalent: mutants that no testee could be told by, with the reason."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, convert

FILE = Path(__file__).parent.parent / "mutation-equivalents.toml"


class Argument(Struct):
    """Why some mutants cannot be seen."""

    why: str
    mutants: tuple[str, ...]


class _File(Struct):
    argument: tuple[Argument, ...] = ()


def load_arguments(file: Path = FILE) -> tuple[Argument, ...]:
    """What *file* argues."""
    return convert(tomllib.loads(file.read_text("utf-8")), _File).argument if file.exists() else ()


def argued(arguments: tuple[Argument, ...]) -> Iterator[tuple[str, str]]:
    """Each key that is argued about, and why it is equivalent."""
    return ((key, one.why) for one in arguments for key in one.mutants)
