"""What can be folded away: a node that is ``<details>`` in HTML, and its directive."""

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator


class details(nodes.General, nodes.Element):  # noqa: N801 (docutils finds the visitors by this name)
    """A box that opens when its ``summary`` is clicked."""


def folded(summary: str, *children: nodes.Node, classes: tuple[str, ...] = ()) -> details:
    """A box with *children*, closed at first."""
    return details("", *children, summary=summary, classes=list(classes))


def literal(text: str, language: str = "text") -> nodes.literal_block:
    """*text* as it is."""
    return nodes.literal_block(text, text, language=language)


class Details(Directive):
    """``{details} SUMMARY`` around content."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        box = folded(self.arguments[0])
        self.state.nested_parse(self.content, self.content_offset, box)
        return [box]


def _open(translator: HTML5Translator, node: details) -> None:
    translator.body.append(translator.starttag(node, "details"))
    translator.body.append(f"<summary>{translator.encode(node['summary'])}</summary>\n")


def _close(translator: HTML5Translator, node: details) -> None:
    translator.body.append("</details>\n")


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_node(details, html=(_open, _close))
    app.add_directive("details", Details)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
