"""The index of clauses and the register of readings, from the data of the corpus."""

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from smsmail.conformance import Case
from smsmail.conformance.register import (
    Clause,
    RegisteredReading,
    cases_on,
    clauses,
    grammar_on,
    readings,
    readings_of,
    rules_on,
)
from smsmail.grammar.abnf import name_of

from .boxes import folded
from .citations import id_link, label, link
from .prose import badges, counted, levels, marked_up, paragraph, separated

_SECTIONS = {
    "transport": "Transport",
    "request": "Request",
    "reply": "Reply",
    "server": "Server",
}


class ClauseIndex(SphinxDirective):
    """``{clauses}``: every clause, where it is treated, how it is read, which cases pin it."""

    def run(self) -> list[nodes.Node]:
        return [self._section(name, title) for name, title in _SECTIONS.items()]

    def _section(self, name: str, title: str) -> nodes.section:
        section = nodes.section(ids=[f"section-{name}"], names=[])
        section += nodes.title(title, title)
        for clause in clauses().values():
            if clause.section == name:
                section += self._entry(clause)
        return section

    def _entry(self, clause: Clause) -> nodes.section:
        section = _entry(self, clause.id, f"clause-{clause.id.lower()}")
        section += paragraph(*marked_up(clause.text))
        if read := readings_of(clause.id):
            section += paragraph(
                nodes.Text("Read by "), *separated(id_link(self.env, reading.id) for reading in read), nodes.Text(".")
            )
        section += _related(self, clause.id, link(self.env, clause.id.lower(), nodes.Text("where it is treated")))
        return section


class Register(SphinxDirective):
    """``{readings}``: every reading with its question, reason, alternatives, level and cases."""

    def run(self) -> list[nodes.Node]:
        return [self._entry(reading) for reading in sorted(readings().values(), key=lambda one: one.id)]

    def _entry(self, reading: RegisteredReading) -> nodes.section:
        section = _entry(self, reading.id, reading.id.lower())
        fields: list[tuple[str, list[nodes.Node]]] = [
            ("Question", marked_up(reading.question)),
            ("Reading", marked_up(reading.reading)),
            ("Why", marked_up(reading.why)),
            ("Binding", _binding(reading.level)),
            ("Clauses", list(separated(id_link(self.env, id) for id in reading.clauses))),
        ]
        listed = nodes.field_list()
        for name, body in fields:
            listed += _field(name, paragraph(*body))
        for name, items in (("Evidence", map(str, reading.evidence)), ("Alternatives", reading.alternatives)):
            rows = (nodes.list_item("", paragraph(*marked_up(one))) for one in items)
            listed.insert(3, _field(name, nodes.bullet_list("", *rows)))
        section += listed
        where = link(self.env, f"in-spec-{reading.id.lower()}", nodes.Text("where it is treated"))
        section += _related(self, reading.id, where)
        return section


class Questions(SphinxDirective):
    """``{questions}``: the question of each reading, with a link to it, by the part of the protocol that it is about."""

    def run(self) -> list[nodes.Node]:
        shown: list[nodes.Node] = []
        for name, title in _SECTIONS.items():
            about = [one for one in readings().values() if clauses()[one.clauses[0]].section == name]
            items = (nodes.list_item("", paragraph(*self._entry(reading))) for reading in about)
            shown += [nodes.rubric(title, title), nodes.bullet_list("", *items, classes=["questions"])]
        return shown

    def _entry(self, reading: RegisteredReading) -> list[nodes.Node]:
        return [*marked_up(reading.question), nodes.Text(" "), id_link(self.env, reading.id)]


def _binding(said: str) -> list[nodes.Node]:
    """The levels, and what each is for where there are several."""
    return [*badges(said), *([nodes.Text(f" {said}")] if len(levels(said)) > 1 else [])]


def _field(name: str, body: nodes.Node) -> nodes.field:
    return nodes.field("", nodes.field_name(name, name), nodes.field_body("", body))


def _entry(directive: SphinxDirective, id: str, anchor: str) -> nodes.section:
    label(directive.env, anchor, anchor, id)
    section = nodes.section(ids=[anchor], names=[], classes=["entry"])
    section += nodes.title(id, id)
    return section


def _related(directive: SphinxDirective, id: str, where: nodes.Node) -> nodes.container:
    """Where it is treated, and the rules, grammar and cases that rest on it."""
    env = directive.env
    box = nodes.container(classes=["related"])
    parts: list[nodes.Node] = [nodes.Text("Specification: "), where]
    if stated := grammar_on(id):
        links = (
            link(env, f"grammar-{name_of(one.name).lower()}", nodes.literal("", name_of(one.name))) for one in stated
        )
        parts += [nodes.Text(". Grammar: "), *separated(links)]
    if rules := rules_on(id):
        links = (link(env, f"rule-{rule.code}", nodes.literal("", rule.code)) for rule in rules)
        parts += [nodes.Text(". Rules: "), *separated(links)]
    box += paragraph(*parts, nodes.Text("."))
    if about := cases_on(id):
        box += folded(counted(len(about), "case"), _by_topic(env, about))
    return box


def _by_topic(env: BuildEnvironment, about: list[Case]) -> nodes.bullet_list:
    """The cases, each under its topic by the last word of its id: there are thousands on this page."""
    topics: dict[str, list[addnodes.pending_xref]] = {}
    for case in about:
        topic, _, name = case.id.rpartition("/")
        topics.setdefault(topic, []).append(link(env, f"case-{case.id}", nodes.Text(name)))
    items = (
        nodes.list_item("", paragraph(nodes.Text(f"{topic}: "), *separated(links))) for topic, links in topics.items()
    )
    return nodes.bullet_list("", *items, classes=["cases"])


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("clauses", ClauseIndex)
    app.add_directive("readings", Register)
    app.add_directive("questions", Questions)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
