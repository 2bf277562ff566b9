"""Many rows in one test: a test of each costs more than what most rows ask, and those that fail are named all the same."""

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import pytest

SHOWN = 10


def each(names: str | tuple[str, ...], rows: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """As ``pytest.mark.parametrize``, in a single test, whose fixtures all rows share."""
    names = tuple(names.replace(",", " ").split()) if isinstance(names, str) else names
    tried = [dict(zip(names, row if len(names) > 1 else (row,), strict=True)) for row in rows]
    assert tried, f"nothing to try: {names}"

    def together(test: Callable[..., None]) -> Callable[..., None]:
        @wraps(test)
        def of_all(**fixtures: Any) -> None:
            failed: list[Exception] = []
            for row in tried:
                try:
                    test(**row, **fixtures)
                except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001
                    # What pytest raises by itself is no Exception, of which groups are made.
                    told = error if isinstance(error, Exception) else AssertionError(str(error))
                    told.add_note(f"of {', '.join(f'{name} = {shown(value)}' for name, value in row.items())}")
                    failed.append(told)
            if failed:
                raise ExceptionGroup(f"{len(failed)} of {len(tried)} rows", failed[:SHOWN])

        signature = inspect.signature(test)
        rest = [one for name, one in signature.parameters.items() if name not in names]
        of_all.__dict__["__signature__"] = signature.replace(parameters=rest)
        return of_all

    return together


def shown(value: object) -> str:
    """What tells the row from the others: its id where it has one, or a text that is not long."""
    text = str(next((getattr(value, name) for name in ("id", "code", "name") if hasattr(value, name)), repr(value)))
    return text if len(text) <= 200 else f"{text[:200]}…"
