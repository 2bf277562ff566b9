"""The mutants of the rules: of each, what is answered to what breaks it. Its words show in no answer."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from .mutant import Mutant

FILE = "codec/findings/rules.json"


def mutants_of_rules(root: Path, use: Callable[[str, bytes], None]) -> Iterator[Mutant]:
    """Every mutant of a rule; *use* gets the changed file when one is applied."""
    text = (root / FILE).read_text("utf-8")
    rows: list[dict[str, Any]] = json.loads(text)
    for index, row in enumerate(rows):
        number = text[: text.index(f'{{"code": "{row["code"]}"')].count("\n") + 1
        for change, members in _changed(row):

            def apply(index: int = index, row: dict[str, Any] = row, members: dict[str, Any] = members) -> None:
                other = [*rows[:index], {**row, **members}, *rows[index + 1 :]]
                use(FILE, json.dumps(other).encode())

            yield Mutant(FILE, "", row["code"], change, number, apply)


def _changed(row: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    if row["severity"] == "error":
        yield "is a warning", {"severity": "warning", "error": None}
        if number := row.get("error"):
            yield f"is error {_other(number)}", {"error": _other(number)}
    elif row["severity"] == "warning":
        yield "is an error", {"severity": "error", "error": 1}
        if number := row.get("encoder_error"):
            yield "is written by the encoder", {"encoder_error": None}
            yield f"is refused by the encoder with error {_other(number)}", {"encoder_error": _other(number)}
        else:
            yield "is refused by the encoder", {"encoder_error": 1}


def _other(number: int) -> int:
    return number % 9 + 1
