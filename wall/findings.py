"""What was found in the packages: each finding with the smallest text that shows it, and what is right.

They stand in ``findings.json``, a long text there in pieces with how often each stands in it. The texts and the right
answers are worked out by hand from 3GPP TS 23.038 and TS 23.040. A finding is called a *fault* only
where a case of level must is failed by it and a standard says what is right; the others are differences, and what speaks for
them is said. Whether a package has one follows from its answer to that one text.
"""

import json
import re
from pathlib import Path
from typing import Any, Literal, NamedTuple

from smsmail.conformance import Case, load_cases

Answer = dict[str, Any]
Kind = Literal["fault", "crash", "difference"]


class Finding(NamedTuple):
    """Something that packages do, told by their answer to one text."""

    name: str
    says: str
    text: str
    encoding: Literal["gsm7", "ucs2"]
    parts: tuple[str, ...]
    shown_by: dict[str, Any]
    """Which answer has it: one that is ``crashed``; one with this ``count`` of parts, of which none is shown; with so many
    ``parts``, shown or counted; with this ``encoding``; or one in whose ``first_part`` an expression is found."""
    cases: str
    """The cases of the corpus, below `segment/`, that may differ by it, in braces and with stars; the first binds most."""
    standard: str = ""
    """What says what is right; ``""`` where that is the vendor's word, or a reading of this project."""
    fair: str = ""
    """What speaks for those that have it."""
    unless: str = ""
    """Another finding that says the same of those that have it."""

    def shows(self, answer: Answer) -> bool:
        """Whether an answer has it."""
        [(member, wanted)] = self.shown_by.items()
        match member:
            case "crashed":
                return "crashed" in answer
            case "parts":
                return (len(answer["parts"]) if "parts" in answer else answer.get("count")) == wanted
            case "first_part":
                return bool(answer.get("parts")) and re.search(wanted, answer["parts"][0]) is not None
            case _:
                return answer.get(member) == wanted

    @property
    def kind(self) -> Kind:
        if "crashed" in self.shown_by:
            return "crash"
        return "fault" if self.standard and LEVELS[f"segment/{self.cases.split()[0]}"] == "must" else "difference"

    @property
    def units(self) -> int:
        if self.encoding == "ucs2":
            return len(self.text.encode("utf-16-le")) // 2
        return len(self.text) + sum(sign in "^{}\\[~]|€\f" for sign in self.text)

    def as_case(self) -> Case:
        """As a question to a testee."""
        return Case(self.name, "segment", "may", self.says, {"text": self.text}, {"ok": {}})


LEVELS = {case.id: case.level for case in load_cases()}


def _whole(text: str | list[tuple[str, int]]) -> str:
    return text if isinstance(text, str) else "".join(piece * times for piece, times in text)


FINDINGS = tuple(
    Finding(**one | {"text": _whole(one["text"]), "parts": tuple(map(_whole, one["parts"]))})
    for one in json.loads(Path(__file__).with_name("findings.json").read_bytes())
)


def findings_of(answers: dict[str, Answer]) -> list[Finding]:
    """What a package has, by its answers to the texts of those that it was asked."""
    shown = [finding for finding in FINDINGS if finding.name in answers and finding.shows(answers[finding.name])]
    names = {finding.name for finding in shown}
    return [finding for finding in shown if finding.unless not in names]
