"""The accounts that a gateway needs for the cases of ``serve``, where it cannot be controlled."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from ..corpus import Case
from .alias import Alias


def aliases(corpus: Iterable[Case]) -> dict[str, Alias]:
    """The alias of the account of each case of ``serve``, by the case's id: the same for the same corpus."""
    served = sorted((case for case in corpus if case.op == "serve"), key=lambda case: case.id)
    return {case.id: Alias.of(case.input["account"], number) for number, case in enumerate(served)}


def write_accounts(corpus: Iterable[Case], file: Path) -> int:
    """Write all those accounts to *file*, and say how many: in JSON where its name says so, else in TOML.

    The JSON is ``{"accounts": […]}`` with accounts as the cases have them; the TOML is what ``smsmail gateway --accounts``
    reads. Raises OSError.
    """
    corpus = list(corpus)
    named = aliases(corpus)
    accounts = [named[case.id].account(case.input["account"]) for case in corpus if case.id in named]
    if file.suffix == ".json":
        text = json.dumps({"accounts": accounts}, indent=1, ensure_ascii=False) + "\n"
    else:
        text = "\n".join(map(_table, accounts))
    file.write_text(text, "utf-8")
    return len(accounts)


def _table(account: dict[str, Any]) -> str:
    lines = [f"{name} = {_toml(value)}" for name, value in account.items() if value is not None]
    return "\n".join(["[[account]]", *lines, ""])


def _toml(value: object) -> str:
    """*value* in TOML, whose texts, lists, numbers and truths are written as in JSON."""
    if isinstance(value, dict):
        members = cast("dict[str, object]", value)
        return f"{{ {', '.join(f'{json.dumps(name)} = {_toml(member)}' for name, member in members.items())} }}"
    return json.dumps(value, ensure_ascii=False)
