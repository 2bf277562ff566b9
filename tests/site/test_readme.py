"""The README says what is so: its Python runs, and what it shows of the commands is what they write."""

import re

import pytest
from click.testing import CliRunner

from smsmail.cli.main import main
from smsmail.conformance import load_cases
from tests.support import ROOT

README = (ROOT / "README.md").read_text("utf-8")

PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("code", PYTHON, ids=range(len(PYTHON)))
def test_python(code: str) -> None:
    """It asserts what its comments say, and raises nothing."""
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102


def test_the_number_of_cases() -> None:
    cases = load_cases()
    assert f"on {len(cases)} cases" in README
    for op in {case.op for case in cases}:
        count = sum(case.op == op for case in cases)
        assert re.search(rf"│ {op} +│ +{count} │ +{count} │", README), op
    for level in ("must", "should", "may"):
        count = sum(case.level == level for case in cases)
        assert re.search(rf"│ {level} +│ +{count} │ +{count} │", README), level


def test_what_a_message_costs() -> None:
    [(text, shown)] = re.findall(r"\$ smsmail segments '([^\n]*)'\n(.*?)```", README, re.DOTALL)
    result = CliRunner().invoke(main, ["segments", text], env={"COLUMNS": "100"})
    assert result.output == shown


def test_check() -> None:
    [(line, shown)] = re.findall(r"\$ printf '([^\n]*)' \| smsmail check -\n(.*?)```", README, re.DOTALL)
    result = CliRunner().invoke(main, ["check", "--no-config", "-"], input=line, env={"COLUMNS": "100"})
    assert result.output == shown
