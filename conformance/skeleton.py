"""Testees to begin with: one for each of some languages, each answering one operation."""

from importlib.resources import files
from typing import Literal, NamedTuple, get_args

Language = Literal["python", "javascript", "php", "shell", "go", "csharp", "ruby", "perl", "java"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class Skeleton(NamedTuple):
    """A testee: the name of its file, the words that run it, and what is in it."""

    file: str
    program: str
    content: bytes


_FILES: dict[Language, tuple[str, str]] = {
    "python": ("testee.py", "python3"),
    "javascript": ("testee.js", "node"),
    "php": ("testee.php", "php"),
    "shell": ("testee.sh", "sh"),
    "go": ("testee.go", "go run"),
    "csharp": ("testee.cs", "dotnet run"),
    "ruby": ("testee.rb", "ruby"),
    "perl": ("testee.pl", "perl"),
    "java": ("Testee.java", "java"),
}


def skeleton(language: Language) -> Skeleton:
    """The testee that an implementation in *language* can begin with."""
    file, program = _FILES[language]
    return Skeleton(file, program, files(__package__ or "").joinpath("skeletons", file).read_bytes())
