"""The pages of the wall: docs/wall.md, what published packages do, and docs/wall-reports.md, a report for each to file."""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from docs._pages.rules import block, prose
from wall.findings import FINDINGS, Answer, Finding, findings_of
from wall.packages import PACKAGES, Package
from wall.results import Measured, Outcome, read

INTRODUCTION = """\
# The wall

What published packages do with the suite. Each divides texts into SMS or counts what they take, and was put to the cases of `segment` by an
adapter of a few lines, which calls it as its documentation does and changes no answer (`wall/` in the repository). The packages
are pinned. `tox -e wall` installs them, runs the suite and writes what comes of it, `python -m docs._pages` makes this page of that, and
once a week a job compares both.

How to read it:

- A package is measured on what it gives: one that only counts is not asked for parts, and what one does not claim to do is *not asked*.
- A **fault** fails a case of level must, and a standard says what is right. A **crash** is an exception where an answer is due. All else
  is a **difference**, however grave: the standard allows it, or a reading of this project decides it, or the corpus has no case of level
  must for it. What speaks for it is said.
- `deviating` and `failed` are the suite's words for cases of level should and must. They measure how a package fits *this* service, which bills by
  its own numbers; a package made for another purpose may be right in its own terms, and have no fault.
- Each was seen by calling the package directly as well.
"""

VENDOR = """\
## The lines of the vendor's libraries

The client libraries of the vendor write one line for one message, each field as it is given, with 0 where there is no id and no time (PHP, Python,
C#, Ruby: *zeros*) or nothing (Perl: *nothing*). These two formulas, written anew from what is known of those libraries, are put to the cases of
`encode_request` that are to be accepted; they check nothing and claim no lists.
"""

REPORTS = """\
# Reports of the wall

For each fault, each crash and each difference from a standard a report that can be filed with the package as it stands here. {doc}`wall` says how
they came about. None has been filed by this project.
"""

KINDS = {"fault": "Faults", "crash": "Crashes", "difference": "Differences"}
REGISTRIES = {"npm": "npm", "PyPI": "PyPI", "ours": "this project", "vendor": "vendor"}
COLUMNS: dict[str, tuple[Outcome, ...]] = {
    "passed": ("passed",),
    "deviating": ("deviating",),
    "failed": ("failed",),
    "crashed": ("crashed",),
    "not asked": ("skipped",),
}


def wall_page() -> str:
    """The text of docs/wall.md."""
    return "\n".join(_page())


def reports_page() -> str:
    """The text of docs/wall-reports.md."""
    return "\n".join(_reports())


def _page() -> Iterator[str]:
    results = read()
    measured = [(package, results.packages[package.key]) for package in PACKAGES]
    yield INTRODUCTION
    yield from (f"Measured with the corpus {results.corpus}.", "", "## Packages", "")
    yield from _table([(package, one) for package, one in measured if package.op == "segment"])
    for kind, title in KINDS.items():
        yield from (f"## {title}", "")
        for finding in FINDINGS:
            having = [(package, one) for package, one in measured if finding in findings_of(one.answers)]
            if finding.kind == kind and having:
                yield from _finding(finding, having)
    yield "## By topic"
    yield from ("", "Passed, of those that were asked.", "")
    yield from _topics([(package, one) for package, one in measured if package.op == "segment"])
    yield VENDOR
    yield from _table([(package, one) for package, one in measured if package.op != "segment"])


def _table(measured: list[tuple[Package, Measured]]) -> Iterator[str]:
    yield f"| package | judged on | {' | '.join(COLUMNS)} | faults |"
    yield f"|---|---|{'--:|' * len(COLUMNS)}--:|"
    for package, one in measured:
        counts = [str(len(one.of(*outcomes)) or "") for outcomes in COLUMNS.values()]
        faults = sum(finding.kind == "fault" for finding in findings_of(one.answers))
        yield f"| {_named(package, one)} | {package.judged} | {' | '.join(counts)} | {faults or ''} |"
    yield ""


def _topics(measured: list[tuple[Package, Measured]]) -> Iterator[str]:
    topics = list(dict.fromkeys(id.rpartition("/")[0] for _, one in measured for id in one.outcomes))
    yield f"| package | {' | '.join(topic.partition('/')[2] for topic in topics)} |"
    yield f"|---|{'--:|' * len(topics)}"
    for package, one in measured:
        asked = Counter(id.rpartition("/")[0] for id in one.of("passed", "failed", "deviating", "crashed"))
        passed = Counter(id.rpartition("/")[0] for id in one.of("passed"))
        cells = [f"{passed[topic]}/{asked[topic]}" if asked[topic] else "" for topic in topics]
        yield f"| {_named(package, one)} | {' | '.join(cells)} |"
    yield ""


def _finding(finding: Finding, having: list[tuple[Package, Measured]]) -> Iterator[str]:
    yield from (f"### {_title(finding)}", "", prose(finding.says), "")
    yield f"- **Text**: {_code(_in_python(finding.text))}"
    yield f"- **Right**: {_right(finding)}"
    yield f"- **Because of**: {finding.standard or 'a reading, or the number that the vendor names'}"
    if finding.fair:
        yield f"- **What speaks for it**: {prose(finding.fair)}"
    yield f"- **Case**: `segment/{finding.cases.split()[0]}`"
    yield ""
    yield from ("| package | says |", "|---|---|")
    for package, one in having:
        said = _said(one.answers[finding.name])
        report = f" ([report](wall-reports.md#{_anchor(package, finding)}))" if _is_reported(package, finding) else ""
        yield f"| {_named(package, one)} | {said}{report} |"
    yield ""


def _reports() -> Iterator[str]:
    results = read()
    yield REPORTS
    to_file = [
        (package, finding)
        for package in PACKAGES
        for finding in findings_of(results.packages[package.key].answers)
        if _is_reported(package, finding)
    ]
    for package, findings in groupby(to_file, key=lambda one: one[0]):
        yield from (f"## {package.name} ({REGISTRIES[package.registry]})", "")
        for _, finding in findings:
            yield from (f"({_anchor(package, finding)})=", f"### {package.name}: {_title(finding)}", "")
            yield from (*block(_report(package, results.packages[package.key], finding)), "")


def _report(package: Package, one: Measured, finding: Finding) -> Iterator[str]:
    is_python = package.registry == "PyPI"
    yield f"Title: {_title(finding)}"
    yield ""
    yield finding.says
    yield ""
    yield f"Version: {package.name} {one.version}"
    yield f"Text:    {_in_python(finding.text) if is_python else _in_javascript(finding.text)}"
    yield f"Call:    {package.call}"
    yield f"Says:    {_said(one.answers[finding.name]).replace('`', '')}"
    yield f"Right:   {_right(finding).replace('`', '')}"
    yield f"Why:     {finding.standard}"
    if finding.kind == "difference" and finding.fair:
        yield from ("", f"This may be meant: {finding.fair}")
    yield ""
    yield "Found with the conformance suite of smsmail, which has more cases of the kind."


def _is_reported(package: Package, finding: Finding) -> bool:
    return package.registry in ("npm", "PyPI") and (finding.kind != "difference" or bool(finding.standard))


def _title(finding: Finding) -> str:
    words = finding.name.replace("-", " ")
    return words[0].upper() + words[1:]


def _anchor(package: Package, finding: Finding) -> str:
    return f"report-{package.registry.lower()}-{package.name.strip('@').replace('/', '-')}-{finding.name}"


def _named(package: Package, one: Measured) -> str:
    return " ".join(filter(None, (package.name, one.version, f"({REGISTRIES[package.registry]})")))


def _right(finding: Finding) -> str:
    unit = "septet" if finding.encoding == "gsm7" else "UTF-16 unit"
    return f"`{finding.encoding}`, {_counted(finding.units, unit)}, {_of_lengths(finding.parts)}"


def _said(answer: Answer) -> str:
    if "crashed" in answer:
        return f"`{answer['crashed']}`"
    units = [_counted(answer["units"], "unit")] if "units" in answer else []
    count = [_counted(answer["count"], "part")] if "count" in answer else []
    parts = [_of_lengths(answer["parts"])] if "parts" in answer else []
    return ", ".join([f"`{answer['encoding']}`", *units, *count, *parts])


def _of_lengths(parts: list[str] | tuple[str, ...]) -> str:
    if len(parts) == 1:
        return "1 part"
    lengths = [str(len(part.encode("utf-16-le", "surrogatepass")) // 2) for part in parts]
    return f"{len(parts)} parts of {', '.join(lengths[:-1])} and {lengths[-1]} characters"


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" + "s" * (number != 1)


def _runs(text: str) -> list[tuple[str, int]]:
    """The text as pieces, each with how often it is repeated."""
    return [(sign, len(list(signs))) for sign, signs in groupby(text)]


def _code(text: str) -> str:
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _quoted(sign: str) -> str:
    return json.dumps(sign, ensure_ascii=not sign.isprintable())


def _in_python(text: str) -> str:
    return " + ".join(_quoted(sign) + (f" * {times}" if times > 1 else "") for sign, times in _runs(text))


def _in_javascript(text: str) -> str:
    return " + ".join(_quoted(sign) + (f".repeat({times})" if times > 1 else "") for sign, times in _runs(text))
