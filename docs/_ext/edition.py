"""At the top of each page of the specification: which edition it is of, and how to cite it."""

import re
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from smsmail import SPECIFICATION
from smsmail.versions import CORPUS

from .citations import link
from .prose import paragraph

[_heading, *_] = re.findall(
    r"^## (.*)$", (Path(__file__).parents[1] / "spec" / "changes.md").read_text("utf-8"), re.MULTILINE
)
EDITION = f"Edition {SPECIFICATION} ({_heading})"
STATUS = "draft"


def say_edition(app: Sphinx, doctree: nodes.document) -> None:
    """Below the title of the page."""
    env = app.env
    if not env.docname.startswith("spec/"):
        return
    title = next(doctree.findall(nodes.title), None)
    if title is None or title.parent is None:
        return
    told = f"{EDITION} · status: {STATUS} · corpus {CORPUS}, smsmail {app.config.release} · "
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
