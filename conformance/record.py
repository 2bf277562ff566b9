"""A finished run, as the reports see it."""

from dataclasses import dataclass

from .protocol import Hello
from .results import Policy, Result, Tally


@dataclass(frozen=True)
class Record:
    """Who was tested under which demands, every result in order, and their counts."""

    hello: Hello
    policy: Policy
    results: list[Result]
    tally: Tally
    seconds: float
