"""What the specification states: the text of a clause or a reading, which is in the corpus and nowhere else.

``{statement} C-ID`` shows it where the page treats it, and is its anchor. Reasons, evidence and cases come along.
"""

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from smsmail.conformance import Case
from smsmail.conformance.register import Clause, RegisteredReading, cases_on, clauses, readings

from .boxes import folded
from .citations import case_link, label, link
from .prose import badge, counted, levels, marked_up, paragraph, separated

_LOGGER = logging.getLogger(__name__)

_FEW = 8
"""So many cases are named where the register names them all."""


class Statement(SphinxDirective):
    """``{statement} ID``: a clause or a reading."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        id = self.arguments[0]
        entry = clauses().get(id) or readings().get(id)
        if entry is None:
            _LOGGER.warning("there is no clause or reading %s", id, location=self.get_location())
            return []
        box = nodes.container(ids=[id.lower()], classes=["statement"])
        label(self.env, id.lower() if isinstance(entry, Clause) else f"in-spec-{id.lower()}", id.lower(), id)
        box += paragraph(*self._head(entry), classes=["ids"])
        box += paragraph(*marked_up(entry.text if isinstance(entry, Clause) else entry.reading))
        if isinstance(entry, RegisteredReading):
            box += folded("Why", *self._basis(entry), classes=("basis",))
        if about := cases_on(id):
            box += folded(counted(len(about), "case"), self._cases(id, about), classes=("basis",))
        return [box]

    def _head(self, entry: Clause | RegisteredReading) -> Iterator[nodes.Node]:
        target = f"clause-{entry.id.lower()}" if isinstance(entry, Clause) else entry.id.lower()
        yield link(self.env, target, nodes.Text(entry.id), classes=["id"])
        if isinstance(entry, Clause):
            yield nodes.inline("", "the vendor", classes=["kind"])
        else:
            yield nodes.inline("", "this project's reading", classes=["kind"])
            yield from (badge(level) for level in levels(entry.level))
        yield nodes.reference("", "¶", refid=entry.id.lower(), internal=True, classes=["permalink"])

    def _basis(self, reading: RegisteredReading) -> Iterator[nodes.Node]:
        yield paragraph(self._named(reading.id), nodes.Text(": "), nodes.emphasis("", "", *marked_up(reading.question)))
        yield paragraph(nodes.Text("Because: "), *marked_up(reading.why))
        yield paragraph(nodes.Text(f"Binding: {reading.level}."))

    def _named(self, id: str) -> nodes.strong:
        """An id with a link to its entry in the register: where it is stated, the reader is."""
        return nodes.strong("", "", link(self.env, id.lower(), nodes.Text(id)))

    def _cases(self, id: str, about: list[Case]) -> nodes.paragraph:
        shown = separated(case_link(self.env, case.id) for case in about[:_FEW])
        target = f"clause-{id.lower()}" if id in clauses() else id.lower()
        more = [nodes.Text(f", and {len(about) - _FEW} more: see "), link(self.env, target, nodes.Text(id))]
        return paragraph(*shown, *(more if len(about) > _FEW else []))


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("statement", Statement)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
