"""At the top of each page of the specification: which edition it is of, and how to cite it."""

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from smsmail.fixtures import ROOT

from .citations import link
from .prose import paragraph

EDITION = "Second edition, 28 November 2026"
STATUS = "draft"


def say_edition(app: Sphinx, doctree: nodes.document) -> None:
    """Below the title of the page."""
    env = app.env
    if not env.docname.startswith("spec/"):
        return
    corpus = (ROOT / "VERSION").read_text("utf-8").strip()
    title = next(doctree.findall(nodes.title), None)
    if title is None or title.parent is None:
        return
    told = f"{EDITION} · status: {STATUS} · corpus {corpus}, smsmail {app.config.release} · "
    cite = link(env, "how-to-cite", nodes.Text("how to cite"))
    changes = addnodes.pending_xref(
        "",
        nodes.inline("", "changes"),
        refdomain="std",
        reftype="doc",
        refdoc=env.docname,
        reftarget="/spec/changes",
        refexplicit=True,
        refwarn=True,
    )
    title.parent.insert(
        title.parent.index(title) + 1,
        paragraph(nodes.Text(told), cite, nodes.Text(" · "), changes, classes=["edition"]),
    )


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("doctree-read", say_edition)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
