"""The report for continuous integration: JUnit XML as its common readers understand it.

The document is well-formed whatever a testee wrote: what XML cannot carry appears as an escape.
"""

from xml.etree import ElementTree as ET

from smsmail.versions import ALL

from ..escape import escape
from ..explanation import diff_lines, explain
from ..record import Record
from ..results import Result


def render(record: Record) -> str:
    complaints = record.tally.complaints()
    skipped = sum(map(_is_skipped, record.results))
    counts = {
        "tests": str(len(record.results) + len(complaints)),
        "failures": str(record.tally.failures),
        "errors": str(len(complaints)),
        "skipped": str(skipped),
        "time": f"{record.seconds:.3f}",
    }
    name = escape(f"smsmail conformance of {record.name}")
    suites = ET.Element("testsuites", {"name": "smsmail conformance", **counts})
    suite = ET.SubElement(suites, "testsuite", {"name": name, **counts})
    ET.SubElement(ET.SubElement(suite, "properties"), "property", name="made-by", value=ALL)
    for result in record.results:
        _add_case(suite, result)
    for complaint in complaints:
        case = ET.SubElement(suite, "testcase", classname="smsmail", name="the run as a whole")
        ET.SubElement(case, "error", message=escape(complaint))
    ET.indent(suites)
    return ET.tostring(suites, encoding="unicode") + "\n"


def _add_case(suite: ET.Element, result: Result) -> None:
    case = result.case
    name = case.id.rpartition("/")[2]
    element = ET.SubElement(suite, "testcase", classname=case.topic.replace("/", "."), name=name)
    reason = escape(result.reason)
    if result.fails:
        ET.SubElement(element, "failure", type=result.verdict.outcome, message=reason).text = _text(result)
    elif _is_skipped(result):
        known = "known failure: " if result.column == "known" else ""
        ET.SubElement(element, "skipped", message=known + reason)
    elif reason:
        ET.SubElement(element, "system-out").text = _text(result)


def _is_skipped(result: Result) -> bool:
    return not result.fails and result.column in ("skipped", "known")


def _text(result: Result) -> str:
    lines = [f"{label}: {text}" for label, text in explain(result)]
    return "\n".join(["", *lines, *diff_lines(result), ""])
