"""The JSON shapes, from the schema of the corpus: what each member is, and an example from a case."""

import json
from functools import cache
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from smsmail.conformance.register import cases
from smsmail.fixtures import ROOT

from .boxes import literal
from .citations import case_link, label
from .prose import marked_up, paragraph, separated


@cache
def _shapes() -> dict[str, Any]:
    return json.loads((ROOT / "schema" / "case.schema.json").read_text("utf-8"))["$defs"]


class Shape(SphinxDirective):
    """``{shape} NAME [CASE]``: the definition of that name in the schema, with what the case expects as an example."""

    required_arguments = 1
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        shape = _shapes()[name]
        label(self.env, f"shape-{name}", f"shape-{name}", name)
        box = nodes.container(ids=[f"shape-{name}"], classes=["shape"])
        if said := shape.get("description"):
            box += paragraph(*marked_up(said))
        if members := shape.get("properties"):
            box += _members(self, members, shape.get("required", []))
        elif ways := shape.get("oneOf") or shape.get("anyOf"):
            box += _ways(self, ways)
        else:
            box += paragraph(*_type(self, shape))
        if len(self.arguments) > 1:
            case = cases()[self.arguments[1]]
            box += paragraph(nodes.Text("Example, from "), case_link(self.env, case.id), nodes.Text(":"))
            box += literal(json.dumps(case.expect["ok"], indent=1, ensure_ascii=False), "json")
        return [box]


def _members(directive: SphinxDirective, members: dict[str, Any], required: list[str]) -> nodes.definition_list:
    listed = nodes.definition_list(classes=["members"])
    for name, shape in members.items():
        term = nodes.term("", "", nodes.literal(name, name), nodes.Text(" "), *_type(directive, shape))
        if name not in required:
            term += nodes.Text(", optional")
        says = shape.get("description", "")
        listed += nodes.definition_list_item("", term, nodes.definition("", paragraph(*marked_up(says))))
    return listed


def _ways(directive: SphinxDirective, ways: list[Any]) -> nodes.bullet_list:
    items = (
        nodes.list_item(
            "",
            paragraph(*_type(directive, way), nodes.Text(f": {way['description']}" if "description" in way else "")),
        )
        for way in ways
    )
    return nodes.bullet_list("", *items)


def _type(directive: SphinxDirective, shape: dict[str, Any]) -> list[nodes.Node]:
    """What kind of value it is, in words."""
    match shape:
        case {"$ref": str(ref)}:
            name = ref.rpartition("/")[2]
            return [nodes.reference("", name, refid=f"shape-{name}", internal=True)]
        case {"const": value}:
            return _code(json.dumps(value))
        case {"enum": list(values)}:
            return list(separated((_code(json.dumps(value))[0] for value in values), " | "))
        case {"oneOf": list(ways)} | {"anyOf": list(ways)}:
            return _joined(directive, ways)
        case {"type": list(types)}:
            return [nodes.Text(" or ".join(types)), *_limits(shape)]
        case {"type": "array", "items": dict(items)}:
            return [nodes.Text("array of "), *_type(directive, items)]
        case {"type": "object", "properties": dict(members)}:
            return [nodes.Text("object with "), *separated(_code(name)[0] for name in members)]
        case {"type": str(name)}:
            return [nodes.Text(name), *_limits(shape)]
        case _:
            return [nodes.Text("any value")]


def _joined(directive: SphinxDirective, ways: list[Any]) -> list[nodes.Node]:
    shown: list[nodes.Node] = []
    for way in ways:
        shown += [nodes.Text(" or ")] if shown else []
        shown += _type(directive, way)
    return shown


def _code(text: str) -> list[nodes.Node]:
    return [nodes.literal(text, text)]


def _limits(shape: dict[str, Any]) -> list[nodes.Node]:
    said: list[str] = []
    match shape:
        case {"minimum": least, "maximum": most}:
            said.append(f"{least} to {most}")
        case {"minimum": least}:
            said.append(f"at least {least}")
        case {"maximum": most}:
            said.append(f"at most {most}")
    if "maxLength" in shape:
        said.append(f"at most {shape['maxLength']} characters")
    shown: list[nodes.Node] = [nodes.Text(f", {one}") for one in said]
    if "pattern" in shape:
        shown += [nodes.Text(", "), *_code(shape["pattern"])]
    return shown


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("shape", Shape)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
