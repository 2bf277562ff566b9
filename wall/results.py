"""What was measured, as it is kept in `results.json`: a line for each case, so that a change of one is seen."""

import json
from typing import Any, Literal

import msgspec

from .packages import HERE, PACKAGES, Package

RESULTS = HERE / "results.json"

Outcome = Literal["passed", "failed", "deviating", "skipped", "crashed"]


class Measured(msgspec.Struct):
    """What came of one package."""

    version: str
    outcomes: dict[str, Outcome]
    """By the id of the case."""
    answers: dict[str, dict[str, Any]]
    """What it says to the smallest text of each finding, by the finding's name."""

    def of(self, *outcomes: Outcome) -> list[str]:
        """The cases of which that came."""
        return [id for id, outcome in self.outcomes.items() if outcome in outcomes]


class Results(msgspec.Struct):
    """All that was measured, by the key of the package, and with which corpus."""

    corpus: str
    packages: dict[str, Measured]


class _Kept(msgspec.Struct):
    corpus: str
    versions: dict[str, str]
    cases: dict[str, dict[str, Outcome]]
    """The outcome of each case by package; those that are not named passed."""
    answers: dict[str, dict[str, dict[str, Any]]]


def read() -> Results:
    # Not with msgspec's own parser, which takes no half of a surrogate pair.
    kept = msgspec.convert(json.loads(RESULTS.read_bytes()), _Kept)
    return Results(kept.corpus, {one.key: _of(one, kept) for one in PACKAGES if one.key in kept.versions})


def _of(package: Package, kept: _Kept) -> Measured:
    key, area = package.key, package.op
    asked = {id: others for id, others in kept.cases.items() if id.startswith("segment/") == (area == "segment")}
    outcomes: dict[str, Outcome] = {id: others.get(key, "passed") for id, others in asked.items()}
    answers = {name: by_package[key] for name, by_package in kept.answers.items() if key in by_package}
    return Measured(kept.versions[key], outcomes, answers)


def write(results: Results) -> None:
    cases: dict[str, dict[str, Outcome]] = {}
    answers: dict[str, dict[str, Any]] = {}
    for key, one in results.packages.items():
        for id, outcome in one.outcomes.items():
            cases.setdefault(id, {}).update({} if outcome == "passed" else {key: outcome})
        for name, answer in one.answers.items():
            answers.setdefault(name, {})[key] = answer
    lines = [
        f'"corpus": {json.dumps(results.corpus)}',
        f'"versions": {_object({key: one.version for key, one in results.packages.items()})}',
        f'"cases": {_object(cases)}',
        '"answers": {\n' + ",\n".join(f" {json.dumps(name)}: {_object(of)}" for name, of in answers.items()) + "\n}",
    ]
    RESULTS.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def _object(members: dict[str, Any]) -> str:
    return "{\n" + ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in members.items()) + "\n }"
