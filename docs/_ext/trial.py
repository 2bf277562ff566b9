"""The page on which a line can be tried without a server: the JavaScript of ``examples/``, made into one script.

Browsers import no modules from files, and the page has to work from a folder too. So the modules are written one behind
the other into ``_static/trial.js``, with what the page shows beside: expressions of the grammar, examples of the corpus, and
where clauses, readings, rules and cases stand in this site.
"""

import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from smsmail.conformance.register import cases, clauses, readings
from smsmail.grammar.abnf import name_of
from smsmail.grammar.derive import terminal
from smsmail.grammar.dialects import DIALECTS
from smsmail.grammar.expressions import TERMINALS
from smsmail.grammar.syntax import definitions

FILE = "trial.js"
PAGE = "try"

_MODULES = Path(__file__).parents[2] / "examples" / "javascript"
_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./([^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_LONGEST = 400
"""Characters of an example, which is to be seen at one look."""
_OPS = {"decode_request": "text", "decode_reply": "text", "decode_mail": "eml"}


def bundle() -> str:
    """The modules of the codec as one script, in which ``codec`` has what each of them exports."""
    texts = {path.name: path.read_text("utf-8") for path in _MODULES.glob("*.js")}
    needs = {name: {needed for _, needed in _IMPORT.findall(text)} for name, text in texts.items()}
    wanted = {"count.js", "mail.js", "reply.js", "schedule.js"}
    while more := {needed for name in wanted for needed in needs[name]} - wanted:
        wanted |= more
    order = TopologicalSorter({name: sorted(needs[name]) for name in sorted(wanted)}).static_order()
    return "const codec = {};\n" + "".join(map(_scoped, map(texts.__getitem__, order)))


def _scoped(module: str) -> str:
    names = ", ".join(_EXPORT.findall(module))
    body = _EXPORT.sub("", _IMPORT.sub(r"const \1 = codec;\n", module))
    return f"{{\n{body}Object.assign(codec, {{ {names} }});\n}}\n"


def examples() -> Iterator[tuple[str, str, bool]]:
    """Cases of the corpus that can be typed: the id, the text, and whether it is accepted."""
    for case in cases().values():
        if case.op not in _OPS or not (case.level == "must" or case.documented):
            continue
        given = case.input[_OPS[case.op]]
        try:
            text = b64decode(given).decode("ascii").replace("\r\n", "\n") if case.op == "decode_mail" else given
            text.encode()
        except UnicodeError:
            continue
        if 0 < len(text) <= _LONGEST and not re.search(r"[\0\r]", text):
            yield case.id, text, "ok" in case.expect


def data(place_of: Callable[[str], str]) -> Mapping[str, Any]:
    """What the script needs beside the codec."""
    labels = [*clauses(), *readings(), *(f"grammar-{name_of(name).lower()}" for name in definitions())]
    found = [*examples()]
    labels += [f"case-{id}" for id, _, _ in found]
    return {
        "terminals": {name: terminal(name, DIALECTS["ecmascript"]) for name in TERMINALS},
        "rules": {name: name_of(name) for name in definitions()},
        "examples": found,
        "places": {label: place for label in labels if (place := place_of(label.lower()))},
    }


def script(place_of: Callable[[str], str]) -> str:
    """All of it; *place_of* says where a label stands in the site."""
    page = Path(__file__).with_suffix(".js").read_text("utf-8")
    # No < in it, so that it could also stand in a page.
    given = json.dumps(data(place_of), ensure_ascii=False).replace("<", "\\u003c")
    return f'"use strict";\n{{\n{bundle()}const DATA = {given};\n{page}}}\n'


def write(app: Sphinx, error: Exception | None) -> None:
    """The file that the page loads."""
    if error or app.builder.format != "html":
        return
    places = app.env.domains.standard_domain.anonlabels

    def place_of(label: str) -> str:
        page, anchor = places.get(label, ("", ""))
        return f"{app.builder.get_relative_uri(PAGE, page)}#{anchor}" if page else ""

    (Path(app.outdir) / "_static" / FILE).write_text(script(place_of), "utf-8")


def load(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: object) -> None:
    """That page alone needs it. On all of them the headings of the navigation get the level that they lack."""
    if pagename == PAGE:
        app.add_js_file(FILE, loading_method="defer")
    tree = context.get("furo_navigation_tree")
    if tree:
        context["furo_navigation_tree"] = tree.replace('role="heading"', 'role="heading" aria-level="2"')


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("build-finished", write)
    app.connect("html-page-context", load, priority=900)  # behind the theme
    return {"parallel_read_safe": True, "parallel_write_safe": True}
