"""What the search finds besides whole pages: each clause, reading, rule of the validator, limit and answer.

Each is a result of its own, with its text, and leads to its own place. They are written to ``_static/statements.js``,
which works from a folder of files too; ``search.js`` puts them in front of what Sphinx finds.
"""

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from smsmail.codec import RULES
from smsmail.conformance.register import clauses, readings

FILE = "statements.js"
_TABLES = {"spec/answers": "answer", "spec/limits": "limit", "spec/registries": "registry"}
"""The pages whose tables are found row by row."""


class Entry(NamedTuple):
    """A result: what it is called, where it is, and what is searched and shown."""

    title: str
    page: str
    anchor: str
    text: str


def name_rows(app: Sphinx, doctree: nodes.document) -> None:
    """Give each row of those tables an anchor, and keep what it says."""
    page = app.env.docname
    entries: dict[str, list[Entry]] = _entries(app.env)
    entries.pop(page, None)
    if page not in _TABLES:
        return
    taken: set[str] = set()
    for body in doctree.findall(nodes.tbody):
        for row in body.findall(nodes.row):
            cells = [" ".join(cell.astext().split()) for cell in row.findall(nodes.entry)]
            anchor = _anchor(_TABLES[page], cells[0], taken)
            row["ids"].append(anchor)
            title = cells[0] if page != "spec/registries" else " ".join(filter(None, cells[:2]))
            entries.setdefault(page, []).append(Entry(title, page, anchor, " — ".join(filter(None, cells[1:]))))


def _entries(env: BuildEnvironment) -> dict[str, list[Entry]]:
    if not hasattr(env, "found_rows"):
        env.found_rows = {}  # pyright: ignore[reportAttributeAccessIssue]
    return env.found_rows  # pyright: ignore[reportAttributeAccessIssue]


def merge(app: Sphinx, env: BuildEnvironment, docnames: Iterable[str], other: BuildEnvironment) -> None:
    """Take over the rows of the pages that another process has read."""
    _entries(env).update(_entries(other))


def _anchor(kind: str, title: str, taken: set[str]) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "row"
    anchor = f"{kind}-{words}"
    number = 2
    while anchor in taken:
        anchor = f"{kind}-{words}-{number}"
        number += 1
    taken.add(anchor)
    return anchor


def _of_registers(env: BuildEnvironment) -> Iterator[Entry]:
    places = env.domains.standard_domain.anonlabels
    for clause in clauses().values():
        yield Entry(clause.id, *places[clause.id.lower()][:2], f"{clause.text} (the vendor)")
    for one in readings().values():
        yield Entry(one.id, *places[f"in-spec-{one.id.lower()}"][:2], f"{one.question} {one.reading} ({one.level})")
    for rule in RULES.values():
        if f"rule-{rule.code}" in places:
            yield Entry(rule.code, *places[f"rule-{rule.code}"][:2], rule.says)


def write(app: Sphinx, error: Exception | None) -> None:
    """The file that the page of the search loads."""
    if error or app.builder.format != "html":
        return
    found = [*_of_registers(app.env), *(one for rows in _entries(app.env).values() for one in rows)]
    text = f"const STATEMENTS = {json.dumps(found, ensure_ascii=False)};\n"
    (Path(app.outdir) / "_static" / FILE).write_text(text, "utf-8")


def load(app: Sphinx, pagename: str, templatename: str, context: dict[str, object], doctree: object) -> None:
    """The page of the search alone needs them."""
    if pagename == "search":
        app.add_js_file(FILE)  # pyright: ignore[reportUnknownMemberType]


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("doctree-read", name_rows)
    app.connect("env-merge-info", merge)
    app.connect("html-page-context", load)
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
