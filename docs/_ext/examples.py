"""Examples of the specification: cases, each in short."""

from base64 import b64decode
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from smsmail.conformance import Case
from smsmail.conformance.register import cases

from .boxes import literal
from .citations import case_link
from .prose import badge, counted, documented, paragraph
from .shown import as_mail, as_text, in_a_line

_LOGGER = logging.getLogger(__name__)

_LONGEST = 240
_LONGEST_STORY = 1200
_LARGE = 10_000
"""So many octets of a mail are worth telling."""

CUT = "│"
"""Where one part of a text ends and the next begins."""

UNITS = {"gsm7": "septets", "ucs2": "code units"}


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
        for shown in _result(case, show):
            yield shown
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
        case {"text": str(text)} | {"mes": str(text)} if case.op != "segment":
            return as_text(text, _LONGEST)
        case {"eml": str(eml)}:
            return as_mail(eml, _LONGEST)
        case {"account": dict(account), "events": list(events)}:
            return as_text("\n".join(_story(account, events, case.expect["ok"]["replies"])), _LONGEST_STORY)
        case {"now": str(now), "tz": tz, "account_tz": int(account_tz)}:
            clock = _on_the_clock(now, account_tz if tz is None else tz)
            zone = f"of the account: {account_tz}" if tz is None else tz
            return f"time {_time(given['time'])}, tz {zone}, now {now} (there {clock})"
        case _ if case.op == "segment" and "ok" in case.expect:
            return f" {CUT} ".join(in_a_line(part) for part in case.expect["ok"]["parts"])
        case _:
            return in_a_line(_chosen(given, show) or given)


def _result(case: Case, show: list[str]) -> Iterator[nodes.Node]:
    match case.expect:
        case {"error": error}:
            code = error.get("code")
            yield nodes.strong("", "refused" if code is None else f"refused, error {code}")
        case {"ok": {"replies": list()}}:
            pass  # They stand with the mails.
        case {"ok": {"parts": list(parts), "encoding": str(encoding), "units": int(units)}}:
            yield nodes.strong("", counted(len(parts), "part"))
            yield nodes.Text(f"of {encoding}, {units} {UNITS[encoding]} together")
        case {"ok": {"at": instant}} if case.op == "send_at":
            yield nodes.Text(f"is sent at {instant}" if instant else "is sent at once")
        case {"ok": ok}:
            kind = f"format {case.input['format']} is " if case.op == "decode_content" else "gives "
            shown = in_a_line(_chosen(ok, show) or ok)
            yield nodes.Text(kind)
            yield nodes.literal(shown, shown)
        case _:
            raise AssertionError(case.id)
    if "eml" in case.input and (octets := len(b64decode(case.input["eml"]))) > _LARGE:
        yield nodes.Text(f"(a mail of {octets:,} octets)")


def _story(account: dict[str, Any], events: list[dict[str, Any]], replies: list[Any]) -> Iterator[str]:
    """What a server is told: the account, and each mail with its time of day; below each, what it answers."""
    yield f"account   {in_a_line(account)}"
    for event, reply in zip(events, replies, strict=True):
        to = f"to {event['to']}: " if "to" in event else ""
        nobody = "null sender: " if event.get("from") == "" else ""
        yield f"{event['at'].partition('T')[2].removesuffix('Z')}  {nobody}{to}{event.get('text', '(a mail)')}"
        yield f"       →  {_answer(reply)}"


def _answer(reply: Any) -> str:
    """What is answered to a mail, and how much of it is left open."""
    match reply:
        case None:
            return "(no reply)"
        case {"any": True}:
            return "(any reply, or none)"
        case {"text": str(text), **open_}:
            return f"{text}  ({'or any other error' if open_.get('error') == 'any' else 'the id is the choice of the server'})"
        case text:
            return str(text)


def _time(time: dict[str, Any] | None) -> str:
    """A time as a request has it; a date as ISO 8601 does."""
    match time:
        case {"kind": "window", "from": first, "to": last}:
            return f"{first}-{last}"
        case {"kind": "at", "at": str(at)}:
            return at
        case _:
            return in_a_line(time)


def _on_the_clock(now: str, tz: int) -> str:
    """The time of day that *now*, in UTC, is where *tz* holds (R-MSK)."""
    return f"{datetime.fromisoformat(now) + timedelta(hours=3 + tz):%H:%M:%S}"


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
