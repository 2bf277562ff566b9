"""JSON reports read again, whoever wrote them."""

import json
from pathlib import Path
from typing import Annotated, Literal, cast

import msgspec

from ..corpus import Level
from ..escape import escape
from ..results import Column
from ..values import JSON
from .run import About, Cell, Run

FORMAT = 1
"""The newest format of reports that is understood."""

MAX_SIZE = 256 * 1024 * 1024
"""No report of this suite has nearly so many octets."""


class BadReport(ValueError):
    """A file that is no report, or none that this version understands; the message says why, but not which file."""


class _Testee(msgspec.Struct):
    implementation: str
    version: str
    language: str


class _Suite(msgspec.Struct):
    name: str
    version: str
    corpus: str


_Name = Annotated[str, msgspec.Meta(max_length=200)]
"""What stands in a table; none of this suite is nearly so long."""


class _Result(msgspec.Struct):
    id: _Name
    op: _Name
    level: Level
    catches: str
    outcome: Literal["passed", "deviating", "failed", "skipped"]
    observed: _Name
    known: bool
    reason: str


class _Report(msgspec.Struct):
    suite: _Suite
    testee: _Testee
    results: list[_Result]


def read_run(file: Path) -> Run:
    """The run that a JSON report tells of. Members that are not known are ignored, as the format promises.

    Raises OSError for a file that cannot be read, and BadReport.
    """
    with file.open("rb") as opened:
        octets = opened.read(MAX_SIZE + 1)
    if len(octets) > MAX_SIZE:
        raise BadReport(f"it has more than {MAX_SIZE} octets")
    report = _report(octets)
    ids = [result.id for result in report.results]
    if len(set(ids)) < len(ids):
        raise BadReport("a case stands in it twice")
    testee, suite = report.testee, report.suite
    return Run(
        file=str(file),
        implementation=testee.implementation,
        version=testee.version,
        language=testee.language,
        suite=f"{suite.name} {suite.version}, corpus {suite.corpus}",
        cells={result.id: Cell(_column(result), result.observed, result.reason) for result in report.results},
        cases={result.id: About(result.op, result.level, result.catches) for result in report.results},
    )


def _report(octets: bytes) -> _Report:
    try:
        # Not msgspec's own parser, which tells of a mistake less well.
        value = cast("JSON", json.loads(octets))
    except UnicodeDecodeError as error:
        raise BadReport("it is not UTF-8") from error
    except ValueError as error:
        raise BadReport(f"it is no JSON: {escape(str(error))}") from error
    except RecursionError as error:
        raise BadReport("it is nested too deep") from error
    version = value.get("format") if isinstance(value, dict) else None
    if type(version) is not int:
        raise BadReport('it is no report of this suite: it has no number "format"')
    if version != FORMAT:
        raise BadReport(f"it is of format {str(version)[:40]}, and this version of smsmail reads format {FORMAT}")
    try:
        return msgspec.convert(value, _Report)
    except msgspec.ValidationError as error:
        raise BadReport(f"it is no report of format {FORMAT}: {escape(str(error))}") from error


def _column(result: _Result) -> Column:
    return "known" if result.known else result.outcome
