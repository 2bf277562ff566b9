"""The cases of the corpus, as typed values."""

import json
from base64 import b64encode
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from typing import Any, Literal, get_args

import msgspec
from msgspec.structs import replace

from ..fixtures import ROOT

Level = Literal["must", "should", "may"]
LEVELS: tuple[Level, ...] = ("must", "should", "may")

Op = Literal[
    "decode_request",
    "encode_request",
    "decode_reply",
    "encode_reply",
    "decode_content",
    "segment",
    "sms_count",
    "send_at",
    "decode_mail",
    "encode_mail",
    "serve",
]
OPS: tuple[Op, ...] = get_args(Op)


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question to an implementation, the answer the specification gives, and why it is asked.

    `expect` is `{"ok": value}`, or `{"error": {}}`, with a `code` where a reading fixes it.
    """

    id: str
    op: Op
    level: Level
    catches: str
    input: dict[str, Any]
    expect: dict[str, Any]
    clauses: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    findings: tuple[str, ...] | None = None
    documented: bool = False

    @property
    def topic(self) -> str:
        return self.id.rpartition("/")[0]


class CorpusError(Exception):
    """A file of the corpus that does not have the shape of the corpus."""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    cases: list[Case]


def load_cases(folder: Traversable | None = None) -> list[Case]:
    """Every case under the folder (the packaged corpus, unless told), ordered by address."""
    root = ROOT / "cases" if folder is None else folder
    return [case for beside, file in _json_files(root) for case in _cases_of(beside, file)]


def _json_files(folder: Traversable) -> Iterator[tuple[Traversable, Traversable]]:
    """Each file of cases, and the folder it is in."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _json_files(entry)
        elif entry.name.endswith(".json"):
            yield folder, entry


def _cases_of(beside: Traversable, file: Traversable) -> list[Case]:
    try:
        # Not msgspec's own parser: it refuses the lone surrogates that some cases are about.
        cases = msgspec.convert(json.loads(file.read_bytes()), _File).cases
        return [_with_mail(case, beside) if case.op == "decode_mail" else case for case in cases]
    except (ValueError, OSError, msgspec.ValidationError) as error:
        raise CorpusError(f"{file}: {error}") from error


def _with_mail(case: Case, beside: Traversable) -> Case:
    """The case as the protocol puts it, with the octets of its mail in place of their file's name."""
    name = case.input.get("file")
    if not isinstance(name, str):
        return case
    octets = beside.joinpath(*name.split("/")).read_bytes()
    return replace(case, input={"eml": b64encode(octets).decode("ascii")})
