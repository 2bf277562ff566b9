"""Links to what has an id: every clause and reading that a text names, every case that it quotes.

A clause leads to the specification, a reading to the register, a case to its page. An id that does not exist is a
warning, and so fails the build.
"""

import re
from collections.abc import Iterable, Iterator

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from smsmail.conformance.register import cases, clauses, find, readings

_LOGGER = logging.getLogger(__name__)

_ID = re.compile(r"\b[CR]-[A-Z0-9]+(?:-[A-Z0-9]+)*\b")
_KIND = "smsmail"
"""Of our own links."""

_CASE = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+){2}")
_NOT_IN = (nodes.literal, nodes.literal_block, nodes.reference, addnodes.pending_xref, nodes.title, nodes.raw)


def label(env: BuildEnvironment, name: str, anchor: str, title: str) -> None:
    """Let links to *name* lead to *anchor* of the page that is being read."""
    domain = env.domains.standard_domain
    domain.anonlabels[name] = env.docname, anchor
    domain.labels[name] = env.docname, anchor, title


def link(env: BuildEnvironment, target: str, *shown: nodes.Node, classes: Iterable[str] = ()) -> addnodes.pending_xref:
    """A link to the label *target*."""
    inner = nodes.inline("", "", *shown, classes=[*classes])
    return addnodes.pending_xref(
        "", inner, refdomain="", reftype=_KIND, reftarget=target, refdoc=env.docname, refwarn=True
    )


def resolve(app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, shown: nodes.Element) -> nodes.Node | None:
    """The link that :func:`link` promised; that of Sphinx' own role would lose how its text is marked up."""
    place = env.domains.standard_domain.anonlabels.get(node["reftarget"]) if node["reftype"] == _KIND else None
    return make_refnode(app.builder, node["refdoc"], *place, shown) if place else None


def id_link(env: BuildEnvironment, id: str) -> addnodes.pending_xref:
    """A link to the clause or reading *id*."""
    return link(env, id.lower(), nodes.Text(id), classes=["id"])


def case_link(env: BuildEnvironment, id: str) -> addnodes.pending_xref:
    """A link to the case *id*."""
    return link(env, f"case-{id}", nodes.literal(id, id))


class Citations(SphinxTransform):
    """Makes links of the ids in a page."""

    default_priority = 500

    def apply(self) -> None:
        for text in list(self.document.findall(nodes.Text)):
            if not _inside(text, _NOT_IN) and _ID.search(text):
                text.parent.replace(text, list(self._linked(text)))
        for literal in list(self.document.findall(nodes.literal)):
            name = literal.astext()
            if not _inside(literal, (nodes.reference, addnodes.pending_xref, nodes.title)) and _CASE.fullmatch(name):
                self._link_case(literal, name)

    def _linked(self, text: nodes.Text) -> Iterator[nodes.Node]:
        end = 0
        for found in _ID.finditer(text):
            if found[0] not in clauses() and found[0] not in readings():
                _LOGGER.warning("there is no clause or reading %s", found[0], location=text.parent)
                continue
            yield nodes.Text(text[end : found.start()])
            yield id_link(self.env, found[0])
            end = found.end()
        yield nodes.Text(text[end:])

    def _link_case(self, literal: nodes.literal, name: str) -> None:
        if name in cases():
            literal.parent.replace(literal, case_link(self.env, name))
        elif find(name) is None and name.partition("/")[0] in {case.partition("/")[0] for case in cases()}:
            _LOGGER.warning("there is no case %s", name, location=literal.parent)


def _inside(node: nodes.Node, kinds: tuple[type[nodes.Node], ...]) -> bool:
    while node := node.parent:
        if isinstance(node, kinds):
            return True
    return False


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_transform(Citations)
    app.connect("missing-reference", resolve)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
