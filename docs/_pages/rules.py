"""The page of all rules, docs/rules.md, from what ``smsmail explain`` says."""

import re
from collections.abc import Iterable, Iterator

from smsmail.cli.explain.rules import OPERATIONS, Explanation, answer, explanation_of, place, sections, shown

INTRODUCTION = """\
# The rules

What `smsmail check` and the codec say of requests, mails and replies, and of values that are to be written. A code is stable:
scripts may select and ignore by it. *Errors* refuse; *warnings* are about what is accepted and should be written differently;
*notes* are worth knowing. `smsmail explain CODE` prints what is here, with more conformance cases.

`C-…` is a clause of the vendor's description, `R-…` the reading by which this project closes a gap of it; `smsmail explain ID` shows either, and so do
[the clauses](spec/clauses.md) and [the readings](spec/readings.md).
"""

FEW = 3
"""So many of the cases that show a rule are named here."""

_CODE_SPAN = re.compile(r"(`[^`]*`)")
_MARKUP = re.compile(r"([\\*_<>\[\]#|])")


def rules_page() -> str:
    """The text of docs/rules.md."""
    return "\n".join(_page())


def _page() -> Iterator[str]:
    yield INTRODUCTION
    for title, rules in sections():
        yield from (f"**{title}**", "", "| rule | | what is wrong |", "|---|---|---|")
        for rule in rules:
            yield f"| [{rule.code}](#{rule.code}) | {rule.severity} | {prose(rule.says)} |"
        yield ""
    for title, rules in sections():
        yield from (f"## {title}", "")
        for rule in rules:
            yield from _entry(explanation_of(rule))


def _entry(about: Explanation) -> Iterator[str]:
    rule = about.rule
    yield from (f"### {rule.code}", "")
    yield from (f"*{answer(rule).capitalize()}.* {prose(sentence(rule.says))} {prose(rule.why)}", "")
    yield from (f"Breaks it ({OPERATIONS[rule.op]}):", "", *block(shown(rule.breaks)), "")
    yield from (f"What is said of it: {prose(place(about.finding) + about.finding.message)}", "")
    yield from ("Fixed:", "", *block(shown(rule.fixed)), "")
    yield f"- **Expected**: {prose(rule.expected)}"
    yield f"- **Remedy**: {prose(rule.remedy)}"
    yield f"- **{about.clause.id}**: {prose(about.clause.text)}"
    if about.reading:
        yield f"- **{about.reading.id}**: {prose(about.reading.question)} {prose(about.reading.reading)}"
    if about.cases:
        yield f"- **Cases**: {', '.join(f'`{case}`' for case in about.cases[:FEW])}"
    yield ""


def block(lines: Iterable[str], language: str = "text") -> list[str]:
    """*lines* as they are."""
    return [f"```{language}", *lines, "```"]


def sentence(text: str) -> str:
    """*text*, which has neither a capital nor a full stop, with both."""
    return f"{text[0].upper()}{text[1:]}."


def prose(text: str) -> str:
    """*text* with nothing that Markdown would take for markup but its code spans."""
    return "".join(
        piece if index % 2 else _MARKUP.sub(r"\\\1", piece) for index, piece in enumerate(_CODE_SPAN.split(text))
    )
