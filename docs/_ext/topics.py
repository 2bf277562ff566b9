"""The cases: a page for each topic, written when the site is built.

The pages themselves are a line each, ``{topic} request/time``; what is on them comes from the corpus.
"""

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.docutils import SphinxDirective

from smsmail.conformance import Case
from smsmail.conformance.register import cases

from .boxes import literal
from .citations import id_link, label, link
from .prose import badge, counted, documented, paragraph, separated
from .shown import as_json, as_mail, as_text

FOLDER = Path(__file__).parent.parent / "cases"

AREAS = {
    "request": "Requests",
    "list": "Lists",
    "content": "Messages",
    "reply": "Replies",
    "mail": "Mails",
    "segment": "Parts of a text",
    "count": "The number of SMS",
    "schedule": "When a request is sent",
    "encode": "Writing requests",
    "encode-reply": "Writing replies",
    "encode-mail": "Writing mails",
    "serve": "What a server does",
}
"""The areas that readers know by another name, in the order in which they should meet them; others come behind."""

_LONGEST = 1200

# Not in the navigation, which would be copied into each page, with all its cases.
# Nor in the index of the search: there are more cases than all else together, and each would be found by every word of
# the protocol. The page is found by its title.
_PAGE = """\
---
orphan: true
nosearch: true
---

# {topic}

```{{topic}} {topic}
```
"""


def write_pages(app: Sphinx, config: Config) -> None:
    """A page for each topic, and the list of them; what is no longer there is removed."""
    wanted = {"index.md": _index()}
    for topic in _topics():
        wanted[f"{topic}.md"] = _PAGE.format(topic=topic)
    for old in FOLDER.rglob("*.md"):
        if old.relative_to(FOLDER).as_posix() not in wanted:
            old.unlink()
    for name, text in wanted.items():
        page = FOLDER / name
        if not page.exists() or page.read_text("utf-8") != text:
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(text, "utf-8")


def _topics() -> list[str]:
    return list(dict.fromkeys(case.topic for case in cases().values()))


def _index() -> str:
    lines = [
        "(cases)=",
        "# Cases",
        "",
        f"The {len(cases())} cases of the corpus by topic. Each has its place here, with an address to cite. The same as plain JSON, for",
        "programs, is in the folder `fixtures/`; {doc}`../reference/shapes` describes it. `smsmail explain CASE` shows a case in a terminal.",
        "",
    ]
    areas = dict.fromkeys([*AREAS, *(topic.partition("/")[0] for topic in _topics())])
    for area in areas:
        topics = [topic for topic in _topics() if topic.startswith(f"{area}/")]
        if topics:
            lines += [f"## {AREAS.get(area, area.capitalize())}", "", *map(_entry, topics), ""]
    return "\n".join(lines)


def _entry(topic: str) -> str:
    about = [case for case in cases().values() if case.topic == topic]
    return f"- [{topic}]({topic}.md) ({len(about)})"


class Topic(SphinxDirective):
    """``{topic} AREA/NAME``: the cases of this topic."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        about = [case for case in cases().values() if case.topic == self.arguments[0]]
        ops = ", ".join(dict.fromkeys(case.op for case in about))
        run = f"smsmail conformance --case {self.arguments[0]}"
        said = f"{counted(len(about), 'case')} of {ops}. To run them: "
        back = link(self.env, "cases", nodes.Text("All topics"))
        head = paragraph(nodes.Text(said), nodes.literal(run, run), nodes.Text(" · "), back)
        return [head, *(self._case(case) for case in about)]

    def _case(self, case: Case) -> nodes.section:
        name = case.id.rpartition("/")[2]
        label(self.env, f"case-{case.id}", name, case.id)
        section = nodes.section(ids=[name], names=[], classes=["case"])
        section += nodes.title(name, name)
        section += paragraph(
            badge(case.level),
            nodes.Text(" "),
            nodes.literal(case.op, case.op),
            nodes.Text(" · "),
            *separated(id_link(self.env, id) for id in (*case.clauses, *case.readings)),
            *([nodes.Text(" · "), documented()] if case.documented else []),
        )
        section += paragraph(
            nodes.strong("", "Catches: "),
            nodes.Text(f"{case.catches} "),
            nodes.emphasis("", f"({case.kind}, {case.effect})"),
        )
        section += literal(*_input(case))
        section += paragraph(nodes.strong("", "Expected: "), *_outcome(case))
        if "ok" in case.expect:
            section += literal(*_expected(case))
        if case.findings:
            links = (link(self.env, f"rule-{code}", nodes.literal(code, code)) for code in case.findings)
            section += paragraph(nodes.Text("Findings: "), *separated(links))
        return section


def _input(case: Case) -> tuple[str, str]:
    """What is asked, and in which language."""
    match case.input:
        case {"text": str(text)}:
            return as_text(text, _LONGEST), "text"
        case {"eml": str(eml)}:
            return as_mail(eml, _LONGEST), "text"
        case given:
            return as_json(given, _LONGEST)


def _expected(case: Case) -> tuple[str, str]:
    match case.expect["ok"]:
        case {"text": str(text), **others} if not others:
            return as_text(text, _LONGEST), "text"
        case value:
            return as_json(value, _LONGEST)


def _outcome(case: Case) -> list[nodes.Node]:
    if "ok" in case.expect:
        return [nodes.Text("accepted")]
    code = case.expect["error"].get("code")
    return [nodes.Text("refused" if code is None else f"refused, with error {code}")]


def setup(app: Sphinx) -> dict[str, bool]:
    app.connect("config-inited", write_pages)
    app.add_directive("topic", Topic, override=True)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
