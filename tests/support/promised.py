"""What docs/stability.md promises, in a form that can be recorded: ``python -m tests.support.promised`` adds what is new.

Each value is a set of names under a name, so that what was recorded and is no more can be told, and what was added is fine.
"""

import importlib
import inspect
import json
from collections.abc import Iterable, Iterator
from types import FunctionType
from typing import Any, cast

import click
import msgspec
from click.testing import CliRunner

from smsmail.cli import main
from smsmail.codec import RULES
from smsmail.conformance import load_cases
from smsmail.conformance.corpus import became
from tests.support import ROOT

RECORD = ROOT / "tests" / "data" / "promised-1.json"

MODULES = ["codec", "conformance", "gateway", "gateway.client", "gateway.server", "grammar"]
SCHEMAS = ["case", "report", "testee", "clauses", "readings"]
GOOD, BAD = "alex:psw::::79991234567:hi", "alex:psw::::7999x:hi"
STATUSES: list[tuple[str, str]] = [
    ("--version", ""),
    ("check -", GOOD),
    ("check -", BAD),
    ("check --no-such-option", ""),
    ("check /no/such/file", ""),
    ("decode -", BAD),
    ("encode -", "no JSON"),
    ("segments hi", ""),
    ("explain R-ID0", ""),
    ("explain no-such-thing", ""),
    ("send --to x hi", ""),
    ("conformance list", ""),
    ("conformance --testee /no/such/testee --case request/id", ""),
]

Promised = dict[str, dict[str, list[str]]]


def promised() -> Promised:
    """All of it, as it is now."""
    return {
        "names": {f"smsmail.{name}": sorted(importlib.import_module(f"smsmail.{name}").__all__) for name in MODULES}
        | {"smsmail": ["SPECIFICATION", "__version__"], "smsmail_pytest": ["smsmail_cases"]},
        "parameters": dict(_parameters()),
        "rules": {"codes": sorted(RULES)},
        "cases": _ids(),
        "schemas": dict(_members()),
        "check": _report(),
        "commands": dict(_options(main, "smsmail")),
        "statuses": {f"{words} < {given}": [str(_run(words, given).exit_code)] for words, given in STATUSES},
    }


def missing(recorded: Promised, now: Promised) -> list[str]:
    """What was recorded and is not there any more."""
    return [
        f"{kind}: {name}: {value}"
        for kind, names in recorded.items()
        for name, values in names.items()
        for value in values
        if value not in now[kind].get(name, [])
    ]


def _parameters() -> Iterator[tuple[str, list[str]]]:
    """Of each public function its parameters, and of each struct its members, which are those of its JSON too."""
    for name in MODULES:
        module = importlib.import_module(f"smsmail.{name}")
        for public in module.__all__:
            value: object = getattr(module, public)
            if isinstance(value, FunctionType):
                yield f"smsmail.{name}.{public}", list(inspect.signature(value).parameters)
            elif isinstance(value, type) and issubclass(value, msgspec.Struct):
                yield f"smsmail.{name}.{public}", list(value.__struct_fields__)


def _ids() -> dict[str, list[str]]:
    """Of each topic the names of its cases, those that a case had before among them."""
    corpus = load_cases()
    topics: dict[str, list[str]] = {}
    for id in sorted({*(case.id for case in corpus), *became(corpus)}):
        topic, _, name = id.rpartition("/")
        topics.setdefault(topic, []).append(name)
    return topics


def _members() -> Iterator[tuple[str, list[str]]]:
    """The members of each object in the schemas."""
    for name in SCHEMAS:
        yield from _objects(json.loads((ROOT / "fixtures" / "schema" / f"{name}.schema.json").read_text("utf-8")), name)


def _objects(schema: Any, place: str) -> Iterator[tuple[str, list[str]]]:
    if isinstance(schema, list):
        for number, inner in enumerate(cast("list[Any]", schema)):
            yield from _objects(inner, f"{place}.{number}")
    elif isinstance(schema, dict):
        parts = cast("dict[str, Any]", schema)
        members: dict[str, Any] = parts.get("properties", {})
        if members:
            yield place, sorted(members)
        for name, inner in members.items():
            yield from _objects(inner, f"{place}.{name}")
        for key, inner in parts.items():
            if key != "properties":
                yield from _objects(inner, place if key == "$defs" else f"{place}.{key}")


def _report() -> dict[str, list[str]]:
    """The members of what ``smsmail check --format json`` writes."""
    report = json.loads(_run("check --no-config --format json -", BAD).stdout)
    [request] = report["requests"]
    parts = {"report": report, "request": request, "finding": request["findings"][0], "summary": report["summary"]}
    return {name: sorted(part) for name, part in parts.items()}


def _options(command: click.Command, path: str) -> Iterator[tuple[str, list[str]]]:
    yield path, sorted({name for one in command.params if isinstance(one, click.Option) for name in one.opts})
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            inner = command.get_command(click.Context(command), name)
            assert inner
            yield from _options(inner, f"{path} {name}")


def _run(words: str, given: str) -> Any:
    return CliRunner(env={"SMSMAIL_PSW": "psw"}).invoke(main, words.split(), input=given)


def _united(one: Promised, other: Promised) -> Promised:
    def both(kind: str) -> Iterable[str]:
        return sorted({*one.get(kind, {}), *other.get(kind, {})})

    return {
        kind: {
            name: list(dict.fromkeys([*one.get(kind, {}).get(name, []), *other.get(kind, {}).get(name, [])]))
            for name in both(kind)
        }
        for kind in other
    }


if __name__ == "__main__":
    before: Promised = json.loads(RECORD.read_text("utf-8")) if RECORD.exists() else {}
    lines = json.dumps(_united(before, promised()), ensure_ascii=False, separators=(",", ":")).replace("],", "],\n")
    RECORD.write_text(lines.replace("},", "},\n") + "\n", "utf-8")
