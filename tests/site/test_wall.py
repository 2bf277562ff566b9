"""The wall: what is written of published packages follows from what was measured, and is fair to them."""

from collections import Counter
from fnmatch import fnmatchcase

import pytest

from docs._pages import written
from docs._pages.wall import reports_page, wall_page
from smsmail.codec import segment
from tests.support.each import each
from wall import __main__ as command
from wall.findings import FINDINGS, LEVELS, Finding, findings_of
from wall.packages import PACKAGES, Package
from wall.results import Measured, read
from wall.vendor import line

RESULTS = read().packages
PUBLISHED = [package for package in PACKAGES if package.registry in ("npm", "PyPI")]


def test_the_wall_is_wide() -> None:
    from_registry = Counter(package.registry for package in PUBLISHED)
    assert from_registry.total() >= 15
    assert min(from_registry["npm"], from_registry["PyPI"]) >= 5
    assert sum(package.judged == "parts" for package in PUBLISHED) >= 8


@each("package", PACKAGES)
def test_what_is_written_is_of_the_pinned_version(package: Package) -> None:
    assert RESULTS[package.key].version == package.version
    assert bool(package.version) == bool(package.call) == (package in PUBLISHED)


@each("key", RESULTS)
def test_whatever_a_package_does_otherwise_is_told(key: str) -> None:
    told = [pattern for finding in findings_of(RESULTS[key].answers) for pattern in finding.cases.split()]
    others = RESULTS[key].of("failed", "deviating", "crashed")
    assert [id for id in others if not any(fnmatchcase(id, f"segment/{pattern}") for pattern in told)] == []


@each("finding", FINDINGS)
def test_a_finding_is_right_and_somebody_has_it(finding: Finding) -> None:
    right = segment(finding.text)
    assert (right.encoding, right.units, tuple(right.parts)) == (finding.encoding, finding.units, finding.parts)
    answer = {"encoding": right.encoding, "units": right.units, "parts": right.parts, "count": len(right.parts)}
    assert not finding.shows(answer)
    assert [key for key, one in RESULTS.items() if finding in findings_of(one.answers)]


def test_nothing_is_called_a_fault_but_what_a_case_of_level_must_and_a_standard_say() -> None:
    faults = [finding for finding in FINDINGS if finding.kind == "fault"]
    assert faults
    for finding in faults:
        assert "3GPP TS" in finding.standard
        assert LEVELS[f"segment/{finding.cases.split()[0]}"] == "must"


def test_our_own_passes() -> None:
    assert set(RESULTS["ours:examples/javascript"].outcomes.values()) == {"passed"}


def test_the_lines_of_the_vendor() -> None:
    body = {"kind": "single", "phones": ["79991234567", "79991234568"], "mes": "a:b"}
    plain = {"login": "alex", "psw": "psw", "id": None, "time": None, "tz": None, "translit": 0, "format": 0}
    request = {**plain, "sender": None, "test": 0, "body": body}
    assert line(request, "0") == "alex:psw:0:0:0,0,:79991234567,79991234568:a:b"
    assert line(request, "") == "alex:psw:::0,0,:79991234567,79991234568:a:b"
    at = {"kind": "at", "at": "2030-01-31T12:05"}
    full = {**request, "id": "42", "time": at, "tz": -2, "sender": "Alex", "test": 1}
    assert line(full, "0") == "alex:psw:42:3101301205,-2:0,0,Alex,1:79991234567,79991234568:a:b"


def test_a_sample_tells_what_is_not_as_it_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    one = RESULTS["npm:gsm"]
    assert command.compare({"npm:gsm": one}, RESULTS) == 0
    later = Measured(one.version, {**one.outcomes, "segment/later/case": "failed"}, one.answers)
    assert command.compare({"npm:gsm": later}, RESULTS) == 0
    other = Measured(one.version, {**one.outcomes, "segment/long/latin-1000": "crashed"}, one.answers)
    assert command.compare({"npm:gsm": other}, RESULTS) == 1
    assert "npm:gsm: not as wall/results.json has it" in capsys.readouterr().err


def test_a_package_that_is_not_on_the_wall(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["npm:left-pad"]) == 2
    assert "npm:left-pad" in capsys.readouterr().err


def test_a_sample_is_three_packages_of_the_wall() -> None:
    assert len(set(command.SAMPLE) & {package.key for package in PUBLISHED}) == 3


def test_the_pages_say_what_was_measured() -> None:
    assert written("wall.md") == wall_page(), "`python -m docs._pages` writes it again"
    assert written("wall-reports.md") == reports_page(), "`python -m docs._pages` writes it again"
