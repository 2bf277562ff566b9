"""The vendor's page that the clauses restate: which copy was read, and which clause states which of its sentences."""

import json
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from smsmail.conformance.register import clauses
from smsmail.fixtures import ROOT

from .citations import id_link
from .prose import marked_up, paragraph, separated


def vendor_page() -> dict[str, Any]:
    """fixtures/source.json."""
    return json.loads((ROOT / "source.json").read_text("utf-8"))


class Source(SphinxDirective):
    """``{source}``: where the page is, and the copy that was read."""

    def run(self) -> list[nodes.Node]:
        page = vendor_page()
        copy = page["copy"]
        rows = {
            "Page": [nodes.reference("", page["title"], refuri=page["page"]), nodes.Text(f", {page['page']}")],
            "Copy checked": [nodes.Text(f"{copy['read']}, {copy['octets']:,} octets")],
            "SHA-256": [nodes.literal("", copy["sha256"])],
            "Condition": marked_up(copy["condition"]),
        }
        listed = nodes.field_list()
        for name, body in rows.items():
            listed += nodes.field("", nodes.field_name(name, name), nodes.field_body("", paragraph(*body)))
        return [listed]


class Trace(SphinxDirective):
    """``{trace}``: for each part of the page its sentences, each with the clauses that state it."""

    def run(self) -> list[nodes.Node]:
        shown: list[nodes.Node] = []
        for part in vendor_page()["parts"]:
            shown.append(nodes.rubric(part["title"], f"{part['part']} {part['title']}"))
            items = (
                nodes.list_item("", paragraph(*self._sentence(part, number + 1))) for number in range(part["sentences"])
            )
            shown.append(nodes.enumerated_list("", *items, enumtype="arabic", prefix="", suffix=".", classes=["trace"]))
        return shown

    def _sentence(self, part: dict[str, Any], number: int) -> Iterator[nodes.Node]:
        if why := part["without"].get(str(number)):
            yield nodes.Text(f"no clause: {why}")
        else:
            name = f"{part['part']}.{number}"
            yield from separated(id_link(self.env, one.id) for one in clauses().values() if name in one.sentences)


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("source", Source)
    app.add_directive("trace", Trace)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
