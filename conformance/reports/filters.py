"""The form above a table of cases. It is hidden until the script, without which it would do nothing, shows it."""

from collections.abc import Iterable, Mapping

from .markup import Element, tag


def filters(groups: Mapping[str, Mapping[str, int]], ops: Iterable[str], levels: Iterable[str]) -> Element:
    """A search, a box for each outcome of `groups` with its count, and the operations and levels to choose from."""
    return tag(
        "form",
        tag("p", tag("label", "Search ", tag("input", type="search", name="search", autocomplete="off"))),
        *(_boxes(legend, counts) for legend, counts in groups.items()),
        tag("p", _choice("Operation", "op", ops), " ", _choice("Level", "level", levels)),
        tag("p", tag("button", "Show all", type="reset"), " ", tag("output", id="shown", aria_live="polite")),
        id="filters",
        role="search",
        aria_label="Cases",
        hidden=True,
    )


def _boxes(legend: str, counts: Mapping[str, int]) -> Element:
    boxes = [
        tag("label", tag("input", type="checkbox", name="outcome", value=name, checked=True), f" {name} ({count})")
        for name, count in counts.items()
    ]
    return tag("fieldset", tag("legend", legend), *(child for box in boxes for child in (box, " ")))


def _choice(label: str, name: str, values: Iterable[str]) -> Element:
    options = [tag("option", value, value=value) for value in values]
    return tag("label", f"{label} ", tag("select", tag("option", "all", value=""), *options, name=name))
