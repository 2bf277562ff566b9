"""What the search of the site puts first, and that its excerpts hold whole characters: docs/_ext/search.js as a browser runs it."""

import json
import subprocess
from typing import Any

import pytest

from tests.support import ROOT
from tests.support.interpreters import interpreter

SCRIPT = (ROOT / "docs" / "_ext" / "search.js").read_text("utf-8")

BROWSER = """
const window = { location: { search: QUERY } };
const ready = [];
const document = { addEventListener: (_, then) => ready.push(then) };
const Search = { makeSearchSummary: (text) => text === "" ? null : { textContent: text.substr(0, 3) } };
"""


def run(query: str, script: str) -> Any:
    """What the expression *script* is worth where somebody searches for *query*."""
    asked = json.dumps(f"?q={query}")
    program = f"{BROWSER.replace('QUERY', asked)}\n{SCRIPT}\nready.forEach((then) => then());\nconsole.log(JSON.stringify({script}));"
    said = subprocess.run([interpreter("node"), "-e", program], capture_output=True, check=True, text=True, timeout=60)
    return json.loads(said.stdout)


def score(query: str, docname: str, title: str, kind: str, own: int) -> float:
    result = [docname, title, "", None, own, f"{docname}.md", kind]
    return run(query, f"Scorer.score({json.dumps(result)})")


@pytest.mark.parametrize(
    ("query", "docname", "title"),
    [
        ("R-ID0", "spec/readings", "The register of readings > R-ID0"),
        ("c-id", "spec/clauses", "The clauses > C-ID"),
        ("field-missing", "rules", "The rules > field-missing"),
    ],
)
def test_an_id_leads_to_its_entry(query: str, docname: str, title: str) -> None:
    assert score(query, docname, title, "title", 15) > score(query, "spec/request", "The request", "text", 30)
    assert score(query, docname, title, "title", 15) > score(query, "coverage", title, "title", 16)


def test_the_specification_stands_before_the_evidence() -> None:
    found = [score("id", page, page, "text", 10) for page in ("spec/request", "rules", "changelog", "cases/index")]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == len(found)


def test_an_excerpt_holds_no_half_of_a_character() -> None:
    assert run("x", 'Search.makeSearchSummary("ab\\ud83d\\ude00").textContent') == "ab\ufffd"
    assert run("x", 'Search.makeSearchSummary("abc").textContent') == "abc"


def test_a_page_without_text_has_no_excerpt() -> None:
    assert run("x", 'Search.makeSearchSummary("")') is None
