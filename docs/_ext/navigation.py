"""The navigation beside the pages that are not in it: the same in all of a folder, so drawn once for it.

Drawing it is a third of the work of the whole site, and most pages (the cases) are not in it.
"""

from collections.abc import Callable

from docutils import nodes
from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, bool]:
    drawn: dict[tuple[str, object], str] = {}

    def share(
        app: Sphinx, page: str, template: str, context: dict[str, object], doctree: nodes.document | None
    ) -> None:
        draw = context.get("toctree")
        if "orphan" not in app.env.metadata[page] or not isinstance(draw, Callable):
            return
        folder = page.rpartition("/")[0]

        def draw_once(**options: object) -> str:
            key = folder, frozenset(options.items())
            if key not in drawn:
                drawn[key] = draw(**options)
            return drawn[key]

        context["toctree"] = draw_once

    app.connect("html-page-context", share, priority=400)  # before the theme, which draws it
    return {"parallel_read_safe": True, "parallel_write_safe": True}
