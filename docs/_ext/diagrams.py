"""Rules of the grammar: as diagram, as they are written, and as ABNF."""

import re
from functools import cache

from click.testing import CliRunner
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from smsmail.cli import main
from smsmail.grammar import NAMES
from smsmail.grammar.abnf import name_of
from smsmail.grammar.railroad import documented, draw
from smsmail.grammar.syntax import Definition, NotBefore, definitions

from .boxes import folded, literal
from .citations import id_link, label
from .prose import paragraph, separated

_LOGGER = logging.getLogger(__name__)

PAGE = "spec/grammar"
"""Where every rule is."""


class Grammar(SphinxDirective):
    """``{grammar} RULE…``: the diagram of each, with its source and its ABNF below."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        shown: list[nodes.Node] = []
        for name in self.arguments[0].split():
            if name in definitions():
                shown += self._rule(definitions()[name])
            else:
                _LOGGER.warning("the grammar has no rule %s", name, location=self.get_location())
        return shown

    def _rule(self, rule: Definition) -> list[nodes.Node]:
        return [_diagram(self, rule), folded(f"{name_of(rule.name)} as Lark and ABNF", *_written(rule))]


class WholeGrammar(SphinxDirective):
    """``{whole-grammar} FILE``: every rule of that grammar, each with an anchor."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        return [self._rule(rule) for rule in definitions().values() if rule.file == self.arguments[0]]

    def _rule(self, rule: Definition) -> nodes.section:
        name = name_of(rule.name)
        anchor = _anchor(rule)
        label(self.env, anchor, anchor, name)
        section = nodes.section(ids=[anchor], names=[])
        section += nodes.title(name, name)
        if rule.basis:
            section += paragraph(*separated(id_link(self.env, id) for id in rule.basis))
        if rule.name in _drawn():
            section += _diagram(self, rule)
        section += _written(rule)
        return section


def _anchor(rule: Definition) -> str:
    return f"grammar-{name_of(rule.name).lower()}"


@cache
def _drawn() -> frozenset[str]:
    """The rules that have a diagram; others are drawn where they are referred to."""
    return frozenset(rule.name for rule in documented(NAMES))


def _diagram(directive: SphinxDirective, rule: Definition) -> nodes.raw:
    page = directive.env.app.builder.get_relative_uri(directive.env.docname, PAGE)
    anchors = {name_of(one.name): _anchor(one) for one in definitions().values()}
    # The style of a picture by itself does not know of the site's dark mode: the site has its own.
    drawn = re.sub(r"<style>.*?</style>", "", draw(rule, link=True), flags=re.DOTALL)
    drawn = re.sub(r'href="([^"]+)\.svg"', lambda found: f'href="{page}#{anchors[found[1]]}"', drawn)
    return nodes.raw("", f'<div class="diagram" tabindex="0">{drawn}</div>', format="html")


def _written(rule: Definition) -> list[nodes.Node]:
    blocks = [literal(_printed(rule, "lark"))]
    if not isinstance(rule.node, NotBefore):
        blocks.append(literal(_printed(rule, "abnf"), "abnf"))
    return blocks


def _printed(rule: Definition, form: str) -> str:
    """What ``smsmail grammar`` prints of it."""
    result = CliRunner().invoke(main, ["grammar", "--rule", rule.name, "--as", form], catch_exceptions=False)
    return result.output.rstrip("\n")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("grammar", Grammar)
    app.add_directive("whole-grammar", WholeGrammar)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
