"""What became of the cases since version 1.0.0 of the corpus, as its change log names them.

`python -m tests.support.corpus_changes` writes it there. The cases of 1.0.0 are kept as digests, in data/corpus-1.0.0.json.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import groupby
from typing import Any

from smsmail.conformance import Case, load_cases
from smsmail.conformance.corpus import became
from tests.support import ROOT

LOG = ROOT / "fixtures" / "CHANGELOG.md"
BEFORE = ROOT / "tests" / "data" / "corpus-1.0.0.json"
BEGIN, END = "### The cases\n\n", "\n## 1.0.0\n"

Digest = tuple[str, str, str, str]
"""Level, operation and input, expectation, findings."""


def digest(case: Case) -> Digest:
    return (
        case.level,
        _short([case.op, case.input]),
        _short(_without_new_member(case.expect)),
        _short(None if case.findings is None else sorted(case.findings)),
    )


def _short(value: object) -> str:
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:8]


def _without_new_member(expect: dict[str, Any]) -> dict[str, Any]:
    """A binary message without the param that it has not, which is a change of all of them and no change of any."""
    match expect:
        case {"ok": {"kind": "binary", "param": None, **rest}}:
            return {"ok": {"kind": "binary", **rest}}
        case _:
            return expect


def changes() -> str:
    """That part of the change log."""
    before: dict[str, Digest] = {
        f"{topic}/{name}": tuple(kept.split())
        for topic, cases in json.loads(BEFORE.read_text("utf-8")).items()
        for name, kept in cases.items()
    }
    now = {case.id: case for case in load_cases()}
    names = became(now.values())
    found: dict[str, list[str]] = defaultdict(list)
    for old, (level, given, expected, findings) in before.items():
        id = names.get(old, old)
        if id not in now:
            found["Removed"].append(old)
            continue
        level_now, given_now, expected_now, findings_now = digest(now[id])
        if given != given_now:
            found["With another input"].append(id)
        if expected != expected_now:
            found["Expecting something else"].append(id)
        if level != level_now:
            found[f"{level} before, {level_now} now"].append(id)
        if findings != findings_now:
            found["With other findings"].append(id)
    found["New"] = sorted(now.keys() - {names.get(old, old) for old in before})
    renamed = [f"  - `{old}` is `{id}`\n" for old, id in sorted(names.items()) if old in before]
    lines = [f"- Renamed ({len(renamed)}):\n", *renamed]
    for title, ids in sorted(found.items(), key=lambda item: (item[0] == "New", item[0])):
        lines += [f"- {title} ({len(ids)}):\n", *_by_topic(sorted(ids))]
    return "".join(lines)


def _by_topic(ids: Iterable[str]) -> Iterator[str]:
    for topic, of_topic in groupby(ids, key=lambda case: case.rpartition("/")[0]):
        yield f"  - `{topic}/` {', '.join(id.rpartition('/')[2] for id in of_topic)}\n"


def told() -> str:
    """What the change log has in that part."""
    return LOG.read_text("utf-8").partition(BEGIN)[2].partition(END)[0]


def write() -> None:
    head, _, rest = LOG.read_text("utf-8").partition(BEGIN)
    LOG.write_text(f"{head}{BEGIN}{changes()}{END}{rest.partition(END)[2]}", "utf-8")


if __name__ == "__main__":
    write()
