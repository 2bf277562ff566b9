"""The cases of the corpus, as typed values."""

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources.abc import Traversable
from typing import Any, Literal, cast, get_args

import msgspec
from msgspec.structs import replace

from ..fixtures import ROOT
from .values import JSON

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


Kind = Literal[
    "accepts", "refuses", "misreads", "alters", "miscounts", "mistimes", "miswrites", "misanswers", "crashes"
]
"""What an implementation does that has the mistake of a case; fixtures/README.md tells of each."""
Effect = Literal[
    "lost",
    "wrong-text",
    "wrong-recipient",
    "wrong-sender",
    "wrong-kind",
    "wrong-time",
    "wrong-cost",
    "repeated",
    "unnoticed",
    "misled",
    "breach",
    "outage",
]
"""What comes of it for people."""


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question to an implementation, the answer the specification gives, and why it is asked.

    `expect` is `{"ok": value}`, or `{"error": {}}`, with a `code` where a reading fixes it.

    >>> [case] = select(load_cases(), ["request/id/one"])
    >>> case.op, case.level, case.expect["ok"]["id"]
    ('decode_request', 'must', '1')
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
    since: str = ""
    """The version of the corpus in which the case first was."""
    aliases: tuple[str, ...] = ()
    """Ids that it had in earlier versions."""
    kind: Kind | None = None
    effect: Effect | None = None

    @property
    def topic(self) -> str:
        return self.id.rpartition("/")[0]

    @property
    def basis(self) -> tuple[str, ...]:
        """The clauses and readings that it rests on."""
        return self.clauses + self.readings


class CorpusError(Exception):
    """A file of the corpus that does not have the shape of the corpus.

    >>> try:
    ...     load_cases(ROOT / "schema")
    ... except CorpusError:
    ...     print("these are no cases")
    these are no cases
    """


class _File(msgspec.Struct, forbid_unknown_fields=True):
    cases: list[Case]


def load_cases(folder: Traversable | None = None) -> list[Case]:
    """Every case under the folder (the packaged corpus, unless told), ordered by address.

    >>> load_cases()[0].topic
    'content/binary'
    """
    return [*_packaged()] if folder is None else _cases_under(folder)


@cache
def _packaged() -> list[Case]:
    return _cases_under(ROOT / "cases")


def _cases_under(folder: Traversable) -> list[Case]:
    return [case for beside, file in _json_files(folder) for case in _cases_of(beside, file)]


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
        return [_with_mails(case, beside) for case in cases]
    except (ValueError, OSError, msgspec.ValidationError) as error:
        raise CorpusError(f"{file}: {error}") from error


def became(cases: Iterable[Case]) -> dict[str, str]:
    """The id of a case, by each that it had in an earlier version."""
    return {alias: case.id for case in cases for alias in case.aliases}


def _with_mails(case: Case, beside: Traversable) -> Case:
    """The case as the protocol puts it, with the octets of its mails in place of their files' names."""
    match case.op, case.input:
        case "decode_mail", {"file": str(name)}:
            return replace(case, input={"eml": _base64_of(beside, name)})
        case "serve", {"events": list()}:
            events = cast("list[JSON]", case.input["events"])
            return replace(case, input={**case.input, "events": [_with_mail(event, beside) for event in events]})
        case _:
            return case


def _with_mail(event: JSON, beside: Traversable) -> JSON:
    """An event of the operation serve: a mail, or the text of one, comes in."""
    match event:
        case {"mail": {"file": str(name)}}:
            return {**event, "mail": _base64_of(beside, name)}
        case _:
            return event


def _base64_of(beside: Traversable, name: str) -> str:
    return b64encode(beside.joinpath(*name.split("/")).read_bytes()).decode("ascii")
