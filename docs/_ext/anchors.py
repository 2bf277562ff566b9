"""Names for the sections of the page of rules, which is Markdown that is also read without this site."""

from docutils import nodes
from sphinx.application import Sphinx

from smsmail.codec import RULES

PAGE = "rules"


def name_rules(app: Sphinx, doctree: nodes.document) -> None:
    """Let ``rule-CODE`` lead to the section of each rule."""
    if app.env.docname != PAGE:
        return
    domain = app.env.domains.standard_domain
    for section in doctree.findall(nodes.section):
        for code in RULES.keys() & set(section["ids"]):
            domain.anonlabels[f"rule-{code}"] = PAGE, code
            domain.labels[f"rule-{code}"] = PAGE, code, code


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("doctree-read", name_rules)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
