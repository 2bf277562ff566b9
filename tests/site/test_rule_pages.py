"""Every rule has an example that breaks it and a fix, `smsmail explain` explains it, and docs/rules.md says the same."""

import json
from itertools import groupby

import pytest
from click.testing import CliRunner, Result

from docs._pages import written
from docs._pages.rules import prose, rules_page
from smsmail.cli import main
from smsmail.cli.explain.examples import found_in
from smsmail.cli.explain.rules import explanation_of
from smsmail.codec import RULES, Rule
from tests.support.corpus import DOUBTS, WITHOUT_CASE
from tests.support.each import each


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["explain", *arguments], catch_exceptions=False)


def test_what_an_example_breaks_beside_its_rule_are_rules() -> None:
    assert set[str]().union(*(rule.beside for rule in RULES.values())) <= set(RULES)


def test_the_rules_of_a_section_stand_together() -> None:
    titles = [title for title, _ in groupby(rule.section for rule in RULES.values())]
    assert len(titles) == len(set(titles))


@each("rule", RULES.values())
def test_what_breaks_a_rule_breaks_just_that(rule: Rule) -> None:
    found = {one.rule for one in found_in(rule, rule.breaks)}
    assert found == {rule.code, *rule.beside}


@each("rule", RULES.values())
def test_what_fixes_it_is_accepted_without_a_doubt(rule: Rule) -> None:
    found = found_in(rule, rule.fixed)
    assert {one.severity for one in found} <= {"note"}
    assert rule.code not in {one.rule for one in found}


@each("rule", RULES.values())
def test_a_rule_is_explained(rule: Rule) -> None:
    about = explanation_of(rule)
    assert rule.section == DOUBTS or bool(about.cases) == (rule.code not in WITHOUT_CASE)
    assert about.neighbours
    said = run(rule.code)
    assert said.exit_code == 0
    words = " ".join(said.output.split())
    for part in (rule.code, rule.expected, rule.remedy, about.rule.why, about.clause.text, *about.cases):
        assert " ".join(part.split()) in words
    assert about.reading is None or about.reading.reading in words
    assert json.loads(run(rule.code, "--json").output)["fixed"] == rule.fixed


def test_without_a_code_all_rules_are_listed() -> None:
    said = run().output
    assert all(f"  {code} " in said for code in RULES)
    listed = json.loads(run("--json").output)["rules"]
    assert [one["code"] for one in listed] == list(RULES)


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("feild-missing", "Did you mean field-missing"),
        ("time-fromat", "Did you mean time-format"),
        ("\x1b[31m", "rules like id-zero"),
    ],
)
def test_a_code_that_is_none_is_wrong_usage_and_gets_a_hint(code: str, hint: str) -> None:
    said = run(code)
    assert said.exit_code == 2
    assert hint in said.stderr
    assert "\x1b" not in said.stderr


def test_codes_are_completed() -> None:
    words = {"_SMSMAIL_COMPLETE": "bash_complete", "COMP_WORDS": "smsmail explain window", "COMP_CWORD": "2"}
    said = CliRunner(env=words).invoke(main, prog_name="smsmail").output
    assert said.split() == ["plain,window-minutes", "plain,window-empty", "plain,window-midnight"]


def test_the_page_is_what_the_rules_say() -> None:
    assert written("rules.md") == rules_page(), "`python -m docs._pages` writes it again"


def test_the_page_has_an_anchor_for_each_rule() -> None:
    lines = written("rules.md").splitlines()
    assert [line.removeprefix("### ") for line in lines if line.startswith("### ")] == list(RULES)


def test_markdown_shows_what_is_written() -> None:
    assert prose("OK - <n> SMS, `<id>` of __PING__") == r"OK - \<n\> SMS, `<id>` of \_\_PING\_\_"
