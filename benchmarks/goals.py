"""What is measured, the floor that it stands on, and the target that it is held to."""

from typing import NamedTuple


class Goal(NamedTuple):
    """A figure and its limit, if it is held to one."""

    figure: float
    limit: float | None = None
    unit: str = "×"
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the figure keeps to the limit."""
        if self.limit is None:
            return True
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit


class Result(NamedTuple):
    """What was measured of one thing; times in seconds."""

    name: str
    time: float | None = None
    floor: float | None = None
    """The time of the other thing."""
    cost: Goal | None = None
    """How often the floor's time goes into it, or another figure that shall be small."""
    lead: Goal | None = None
    """How often it goes into the other's time, or another figure that shall be large."""
    rate: float | None = None
    """How many in a second."""
    peak: float | None = None
    """The most memory in octets, of a process."""
    against: str = ""
    """The floor, in words."""


class Row(NamedTuple):
    """A result as it is shown and kept."""

    what: str
    measured: str
    floor: str
    figure: str
    target: str
    verdict: str


def row_of(result: Result) -> Row:
    """*result* in words."""
    goals = [goal for goal in (result.cost, result.lead) if goal]
    held = [goal for goal in goals if goal.limit is not None]
    measured = [
        f"{result.rate:.0f} a second" if result.rate else _seconds(result.time),
        f"{result.peak / 1e6:.1f} MB" if result.peak else "",
    ]
    return Row(
        result.name,
        ", ".join(filter(None, measured)),
        " ".join(filter(None, [result.against, "" if result.rate else _seconds(result.floor)])),
        ", ".join(f"{goal.figure:.2f} {goal.unit}".rstrip() for goal in goals),
        ", ".join(f"{'≥' if goal.at_least else '≤'} {goal.limit:g}" for goal in held),
        "" if not held else "met" if all(goal.met for goal in held) else "missed",
    )


def _seconds(seconds: float | None) -> str:
    if seconds is None:
        return ""
    unit, size = next(one for one in _UNITS if seconds >= one[1] or one is _UNITS[-1])
    return f"{seconds / size:.3g} {unit}"


_UNITS = (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9))
