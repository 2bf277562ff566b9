"""One page of HTML that needs nothing beside itself: style and script are in it, and nothing else may load or run."""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from importlib.resources import files
from string import Template

from smsmail.versions import ALL

from .markup import Child, Element, html, tag


def page(title: str, heading: list[Child], *body: Child) -> str:
    """The page, with its style, its script and landmarks around `heading` and `body`."""
    style, script = _own("page.css"), _own("page.js")
    return Template(_own("page.html")).substitute(
        style=style,
        style_hash=_hash(style),
        script=script,
        script_hash=_hash(script),
        title=html(title),
        heading=html(*heading),
        body=html(*body),
        made_by=html(ALL),
    )


def section(title: str, *children: Child) -> Element:
    """A part of a page, named by its heading."""
    name = title.lower().replace(" ", "-")
    return tag("section", tag("h2", title, id=name), *children, aria_labelledby=name)


def grid(
    head: Sequence[str],
    rows: Iterable[Sequence[Child]],
    *,
    class_: str | None = None,
    rows_are: Sequence[Mapping[str, str]] | None = None,
) -> Element:
    """A table, the first text of each row its heading, in a box of its own that scrolls where it is wider than the page.

    `rows_are` has the attributes of each row.
    """
    heads = tag("thead", tag("tr", *(tag("th", name, scope="col") if name else tag("td") for name in head)))
    body = tag("tbody")
    for place, (first, *others) in enumerate(rows):
        cells = (tag("th", first, scope="row"), *(tag("td", other) for other in others))
        row = tag("tr", *cells, **(rows_are[place] if rows_are else {}))
        row.tail = "\n"
        body.append(row)
    table = tag("table", heads, body, class_=class_)
    return tag("div", table, class_="wide", tabindex="0", role="region", aria_label="Table")


def difference(lines: Sequence[str]) -> Element:
    """Members that differ, each taken away and then added, and within them what is not the same."""
    made: list[Child] = []
    for place, line in enumerate(lines):
        beside = lines[place ^ 1] if place ^ 1 < len(lines) else ""
        name = {"-": "del", "+": "ins"}.get(line[:1], "span")
        made.append(tag(name, *(_marked(line, beside) if name != "span" else [line])))
    return tag("pre", *made)


def _marked(line: str, beside: str) -> Sequence[Child]:
    """The line with what it has not in common with the other one, in its middle, marked, if most of it is common."""
    most = min(len(line), len(beside))
    start = next((place for place in range(1, most) if line[place] != beside[place]), most)
    end = next((back for back in range(most - start) if line[-1 - back] != beside[-1 - back]), most - start)
    if start + end < most / 2:
        return [line]
    middle = line[start : len(line) - end]
    return [line[:start], tag("mark", middle) if middle else None, line[len(line) - end :]]


def _own(name: str) -> str:
    return files(__package__ or "").joinpath(name).read_text("utf-8")


def _hash(content: str) -> str:
    return b64encode(sha256(content.encode()).digest()).decode()
