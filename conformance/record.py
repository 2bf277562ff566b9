"""A finished run, as the reports see it."""

from dataclasses import dataclass

from .protocol import Hello
from .results import Policy, Result, Tally


@dataclass(frozen=True)
class Record:
    """Who was tested under which demands, every result in order, their counts, and how long it took."""

    hello: Hello
    policy: Policy
    results: list[Result]
    tally: Tally
    seconds: float

    @property
    def name(self) -> str:
        """The implementation and its version, as it calls itself: foreign text."""
        return f"{self.hello.implementation} {self.hello.version}"

    @property
    def verdict(self) -> str:
        """What came of it, in a few words of our own."""
        deviating = self.tally.total["deviating"]
        if self.tally.failures:
            return f"{self.tally.failures} of {len(self.results)} cases fail"
        if not self.tally.ok:
            return "not well"
        if deviating:
            should = self.tally.by_level["should"].total() - self.tally.by_level["should"]["skipped"]
            return f"no case fails, but {deviating} of {should or deviating} that should hold deviate (--strict fails them)"
        return "all well"
