"""The results as they come in, in a file, so that a run can be stopped and go on.

What was found of a file holds until the file changes. A survivor is shown the cases that are new since, and no other.
"""

import hashlib
import json
from pathlib import Path

import msgspec

from smsmail.conformance import Case

from .mutant import Mutant, Trial


class Record:
    """The trials that were made of these sources, and which cases their survivors have passed."""

    def __init__(self, file: Path, root: Path, cases: list[Case], *, fresh: bool):
        self._root = root
        self._file = file
        self._digests: dict[str, str] = {}
        self._cases = {case.id: _digest(msgspec.json.encode(case)) for case in cases}
        self._passed: dict[str, set[str]] = {}
        self.done: dict[str, Trial] = {}
        if fresh or not file.exists():
            file.write_text("", "utf-8")
        self._load()
        self._write({"cases": sorted(self._cases.values())})

    def _load(self) -> None:
        asked: set[str] = set()
        for line in self._file.read_text("utf-8").splitlines():
            entry = json.loads(line)
            if "cases" in entry:
                asked = set(entry["cases"])
                continue
            one = msgspec.convert(entry["trial"], Trial)
            if entry["source"] == self._source(one.key.partition("  ")[0]):
                self.done[one.key] = one
                self._passed.setdefault(one.key, set()).update(asked)

    def unseen(self, mutant: Mutant) -> set[str] | None:
        """The cases that *mutant* has still to meet; ``None`` where that would be all of them."""
        done = self.done.get(mutant.key)
        if done is None:
            return None
        passed = self._passed[mutant.key] if done.fate == "survived" else set(self._cases.values())
        return {id for id, digest in self._cases.items() if digest not in passed}

    def add(self, mutant: Mutant, trial: Trial) -> None:
        """Note *trial*, in the file as well."""
        self.done[trial.key] = trial
        self._write({"source": self._source(mutant.file), "trial": msgspec.to_builtins(trial)})

    def _source(self, file: str) -> str:
        if file not in self._digests:
            path = self._root / file
            self._digests[file] = _digest(path.read_bytes()) if path.exists() else "gone"
        return self._digests[file]

    def _write(self, entry: object) -> None:
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")


def _digest(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()[:12]
