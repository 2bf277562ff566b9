"""Examples of the specification: cases, each in short."""

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from smsmail.cli.entries import cases
from smsmail.conformance import Case

from .boxes import literal
from .citations import case_link
from .prose import badge, documented, paragraph
from .shown import as_mail, as_text, in_a_line

_LOGGER = logging.getLogger(__name__)

_LONGEST = 240


class Examples(SphinxDirective):
    """``{examples}`` with an id a line: each case in short. ``:show:`` names the members of the result to show."""

    has_content = True
    option_spec = {"show": str.split}  # noqa: RUF012 (docutils' own way)

    def run(self) -> list[nodes.Node]:
        box = nodes.container(classes=["examples"])
        for id in filter(None, map(str.strip, self.content)):
            if id in cases():
                box += self._example(cases()[id])
            else:
                _LOGGER.warning("there is no case %s", id, location=self.get_location())
        return [box]

    def _example(self, case: Case) -> nodes.container:
        show = self.options.get("show", [])
        told = paragraph(*self._told(case, show), classes=["told"])
        return nodes.container("", literal(_given(case, show)), told, classes=["example"])

    def _told(self, case: Case, show: list[str]) -> Iterator[nodes.Node]:
        yield from _result(case, show)
        yield nodes.Text(" ")
        yield badge(case.level)
        yield nodes.Text(" ")
        yield case_link(self.env, case.id)
        if case.documented:
            yield nodes.Text(" ")
            yield documented()


def _given(case: Case, show: list[str]) -> str:
    given = case.input
    match given:
        case {"text": str(text)} | {"mes": str(text)}:
            return as_text(text, _LONGEST)
        case {"eml": str(eml)}:
            return as_mail(eml, _LONGEST)
        case {"account": dict(account), "events": list(events)}:
            return as_text("\n".join(_story(account, events)), _LONGEST)
        case {"now": _}:
            return ", ".join(f"{name} {in_a_line(value)}" for name, value in given.items())
        case _:
            return in_a_line(_chosen(given, show) or given)


def _result(case: Case, show: list[str]) -> Iterator[nodes.Node]:
    match case.expect:
        case {"error": error}:
            code = error.get("code")
            yield nodes.strong("", "refused" if code is None else f"refused, error {code}")
        case {"ok": {"replies": list(replies)}}:
            yield from _replies(replies)
        case {"ok": ok}:
            kind = f"format {case.input['format']} is " if case.op == "decode_content" else "gives "
            shown = in_a_line(_chosen(ok, show) or ok)
            yield nodes.Text(kind)
            yield nodes.literal(shown, shown)
        case _:
            raise AssertionError(case.id)


def _story(account: dict[str, Any], events: list[dict[str, Any]]) -> Iterator[str]:
    """What a server is told: the account, and each mail with its time of day."""
    yield f"account  {in_a_line(account)}"
    for event in events:
        to = f"to {event['to']}: " if "to" in event else ""
        nobody = "from nobody: " if event.get("from") == "" else ""
        yield f"{event['at'].partition('T')[2]}  {nobody}{to}{event.get('text', '(a mail)')}"


def _replies(replies: list[str | dict[str, Any] | None]) -> Iterator[nodes.Node]:
    """What is answered to each mail, and how much of it is left open."""
    for index, reply in enumerate(replies):
        yield nodes.Text("; " if index else "answers ")
        match reply:
            case None:
                yield nodes.emphasis("", "nothing")
            case {"any": True}:
                yield nodes.emphasis("", "whatever it likes")
            case {"text": str(text), **open_}:
                yield nodes.literal(text, text)
                yield nodes.Text(
                    ", or with another error" if open_.get("error") == "any" else ", with an id of its own"
                )
            case text:
                yield nodes.literal(text, text)


def _chosen(value: Any, show: list[str]) -> dict[str, Any]:
    """The members of *value* that *show* names, wherever in it they are."""
    found: dict[str, Any] = {}
    if isinstance(value, dict):
        for name, one in value.items():
            if name in show:
                found[name] = one
            else:
                found |= _chosen(one, show)
    return found


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("examples", Examples)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
