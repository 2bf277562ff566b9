"""What the specification states, and on what.

A statement is prose that names the clauses and readings it follows. It is the anchor of each of them: ``{statement}
C-ID R-IDCHAR``. What belongs to them, texts, reasons and cases, comes from the corpus.
"""

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from smsmail.conformance import Case
from smsmail.conformance.register import cases_on, clauses, readings

from .boxes import folded
from .citations import case_link, label, link
from .prose import badge, counted, levels, marked_up, paragraph, separated

_LOGGER = logging.getLogger(__name__)

_FEW = 8
"""So many cases are named where the register names them all."""


class Statement(SphinxDirective):
    """``{statement} ID…``: what follows from these clauses and readings."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        ids = self.arguments[0].split()
        known = [id for id in ids if id in clauses() or id in readings()]
        for id in set(ids).difference(known):
            _LOGGER.warning("there is no clause or reading %s", id, location=self.get_location())
        box = nodes.container(ids=[id.lower() for id in known], classes=["statement"])
        for id in known:
            name = id.lower() if id in clauses() else f"in-spec-{id.lower()}"
            label(self.env, name, id.lower(), id)
        box += paragraph(*self._head(known), classes=["ids"])
        self.state.nested_parse(self.content, self.content_offset, box)
        box += folded("Why", *self._basis(known), classes=("basis",))
        if about := _cases_on_all(known):
            box += folded(counted(len(about), "case"), self._cases(known, about), classes=("basis",))
        return [box]

    def _head(self, ids: list[str]) -> Iterator[nodes.Node]:
        for id in ids:
            target = f"clause-{id.lower()}" if id in clauses() else id.lower()
            yield link(self.env, target, nodes.Text(id), classes=["id"])
            if id in readings():
                yield nodes.inline("", "this project's reading", classes=["kind"])
                yield from (badge(level) for level in levels(readings()[id].level))
            else:
                yield nodes.inline("", "the vendor", classes=["kind"])
        yield nodes.reference("", "¶", refid=ids[0].lower(), internal=True, classes=["permalink"])

    def _basis(self, ids: list[str]) -> Iterator[nodes.Node]:
        for id in ids:
            if id in clauses():
                name = self._named(f"clause-{id.lower()}", id)
                yield paragraph(name, nodes.Text(", the vendor's description: "), *marked_up(clauses()[id].text))
            else:
                one = readings()[id]
                asked = nodes.emphasis("", "", *marked_up(one.question))
                answer = (nodes.Text(" "), *marked_up(one.reading))
                yield paragraph(self._named(id.lower(), id), nodes.Text(": "), asked, *answer)
                yield paragraph(nodes.Text("Because: "), *marked_up(one.why))
                yield paragraph(nodes.Text(f"Binding: {one.level}."))

    def _named(self, target: str, id: str) -> nodes.strong:
        """An id with a link to its entry in the register: where it is stated, the reader is."""
        return nodes.strong("", "", link(self.env, target, nodes.Text(id)))

    def _cases(self, ids: list[str], about: list[Case]) -> nodes.paragraph:
        shown = separated(case_link(self.env, case.id) for case in about[:_FEW])
        more = [] if len(about) <= _FEW else [nodes.Text(f", and {len(about) - _FEW} more: see "), *self._all(ids)]
        return paragraph(*shown, *more)

    def _all(self, ids: list[str]) -> Iterator[nodes.Node]:
        """Where all cases are named."""
        shown = (
            link(self.env, f"clause-{id.lower()}" if id in clauses() else id.lower(), nodes.Text(id)) for id in ids
        )
        return separated(shown)


def _cases_on_all(ids: list[str]) -> list[Case]:
    """The cases on any of *ids*; those first that rest on the most of them, then the most binding."""
    found: dict[str, Case] = {case.id: case for id in ids for case in cases_on(id)}
    return sorted(found.values(), key=lambda case: -sum(id in case.clauses + case.readings for id in ids))


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("statement", Statement)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
