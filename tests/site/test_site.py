"""What is written by hand for the site agrees with the data: nothing is named that does not exist, nothing is left out.

The site itself is built by ``tox -e docs``, which also follows its links.
"""

import json
import re
from collections import Counter
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from smsmail.cli import main
from smsmail.codec import RULES
from smsmail.conformance.register import cases, clauses, readings
from smsmail.grammar.syntax import definitions
from tests.support import ROOT

SPECIFICATION = {page.name: page.read_text("utf-8") for page in sorted((ROOT / "docs" / "spec").glob("*.md"))}
PAGES = {
    page.relative_to(ROOT).as_posix(): page.read_text("utf-8")
    for page in [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "CONTRIBUTING.md"]
    if "cases" not in page.relative_to(ROOT).parts  # made while the site is built
}

ID = re.compile(r"\b[CR]-[A-Z0-9]+(?:-[A-Z0-9]+)*\b")
CASE = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+){2}")
WORDS = {
    **dict.fromkeys(("MUST", "SHALL", "REQUIRED"), "must"),
    **dict.fromkeys(("SHOULD", "RECOMMENDED"), "should"),
    **dict.fromkeys(("MAY", "OPTIONAL"), "may"),
}
WORD = re.compile(rf"\b({'|'.join(WORDS)})\b")


class Statement(NamedTuple):
    ids: tuple[str, ...]
    page: str
    text: str

    @property
    def levels(self) -> set[str]:
        """How binding its words say that it is."""
        return {WORDS[word] for word in WORD.findall(self.text)}


FORM = re.compile(r"^:::\{statement\} ([^\n]+)\n(.*?)^:::$", re.MULTILINE | re.DOTALL)
STATEMENTS = [
    Statement(tuple(found[1].split()), page, found[2])
    for page, text in SPECIFICATION.items()
    for found in FORM.finditer(text)
]


def arguments(directive: str) -> list[str]:
    """The words behind each use of a directive."""
    fences = re.findall(rf"^```\{{{directive}\}} (.+)$", "\n".join(SPECIFICATION.values()), re.MULTILINE)
    return [word for fence in fences for word in fence.split()]


def test_every_clause_and_reading_is_stated_once() -> None:
    stated = Counter(id for statement in STATEMENTS for id in statement.ids)
    there = {*clauses(), *readings()}
    assert there - stated.keys() == set(), "each needs a `:::{statement} ID` on a page of docs/spec/"
    assert stated.keys() - there == set()
    assert [id for id, times in stated.items() if times > 1] == []


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: " ".join(statement.ids))
def test_its_words_of_requirement_are_those_of_the_level(statement: Statement) -> None:
    read = [readings()[id] for id in statement.ids if id in readings()]
    levels = {level for reading in read for level in re.findall(r"\b(?:must|should|may)\b", reading.level)}
    said_plainly = {"must"} if len(read) < len(statement.ids) else set[str]()
    assert levels <= statement.levels <= levels | said_plainly, statement.text


def test_words_of_requirement_stand_in_statements_alone() -> None:
    for page, text in SPECIFICATION.items():
        if page != "terms.md":  # which says what they mean
            assert WORD.findall(FORM.sub("", text)) == [], page


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_names_exists(page: str) -> None:
    text = re.sub(r"^```.*?^```", "", PAGES[page], flags=re.MULTILINE | re.DOTALL)
    assert set(ID.findall(text)) <= clauses().keys() | readings().keys()
    areas = {id.partition("/")[0] for id in cases()}
    quoted = [span for span in re.findall(r"`([^`\n]+)`", text) if CASE.fullmatch(span)]
    assert [id for id in quoted if id.partition("/")[0] in areas and id not in cases()] == []
    assert set(re.findall(r"\(#rule-([a-z-]+)\)", text)) <= RULES.keys()


def test_a_clause_cited_alone_does_not_contradict_its_reading() -> None:
    """What a reading makes optional is not said to be a must by the clause, or not without that reading."""
    contested = {
        "C-DUP": "R-DUP",
        "C-TEST": "R-REPLYWHEN",
        "C-TIME-WIN": "R-WINDOW",
        "C-ID": "R-ID0",
        "C-SENDER": "R-SENDER",
        "C-MAILTO": "R-RECIPIENTKIND",
        "C-OK": "R-REPLYWHEN",
        "C-ERR": "R-REPLYWHEN",
        "C-ERR-ID": "R-REPLYWHEN",
        "C-LIST-TAIL": "R-LISTSUBJ",
    }
    stated = {id: statement.text for statement in STATEMENTS for id in statement.ids}
    assert [clause for clause, reading in contested.items() if not re.search(rf"\b{reading}\b", stated[clause])] == []


ANSWERS = re.findall(r"^\| (.+) \| (.+) \| ([^|]+) \| ([^|]+) \|$", SPECIFICATION["answers.md"], re.MULTILINE)


@pytest.mark.parametrize("row", [row for row in ANSWERS if ID.search(row[3])], ids=lambda row: row[0])
def test_an_answer_is_as_binding_as_what_it_cites(row: tuple[str, str, str, str]) -> None:
    cited = ID.findall(row[3])
    possible = {
        level
        for id in cited
        for level in re.findall(r"\b(?:must|should|may)\b", readings()[id].level if id in readings() else "must")
    }
    told = row[2].split(", ")
    assert set(told) <= possible
    assert told == [level for level in ("must", "should", "may") if level in told]


def test_every_answer_has_a_level() -> None:
    rows = [line for line in SPECIFICATION["answers.md"].splitlines() if re.match(r"\|.*\b[CR]-[A-Z]", line)]
    assert len(rows) >= 50
    assert len(rows) == sum(bool(ID.search(row[3])) for row in ANSWERS)


SAMPLES = re.findall(
    r"^\$ printf '([^'\n]*)' \| smsmail (check) -\n(.*?)^```$", "\n".join(PAGES.values()), re.MULTILINE | re.DOTALL
)


def test_there_are_samples() -> None:
    assert SAMPLES


@pytest.mark.parametrize(("given", "command", "shown"), SAMPLES)
def test_what_a_command_is_shown_to_print_is_what_it_prints(given: str, command: str, shown: str) -> None:
    result = CliRunner().invoke(main, [command, "--no-config", "-"], input=given, env={"COLUMNS": "100"})
    assert result.output == shown


def test_the_tutorials_show_failures_as_the_suite_knows_them() -> None:
    """The report of a failing case names the clauses, readings and mistake that the corpus has of it."""
    shown = re.findall(
        r"^FAILED  (\S+)  \((\w+), (\w+)\)\n.*?^  catches  ([^\n]+)\n  see      ([^\n]+)$",
        "\n".join(PAGES.values()),
        re.MULTILINE | re.DOTALL,
    )
    assert shown
    for id, level, op, catches, see in shown:
        case = cases()[id]
        assert (level, op, catches, see.split(", ")) == (
            case.level,
            case.op,
            case.catches,
            [*case.clauses, *case.readings],
        )


def test_nobody_is_told_to_install_what_no_index_has() -> None:
    for page, text in PAGES.items():
        assert not re.search(r"pip install (?:--?\S+ )*['\"]?smsmail(?![^\n]*@)", text), page


def test_the_examples_are_cases() -> None:
    blocks = re.findall(r"^```\{examples\}\n(.*?)^```$", "\n".join(SPECIFICATION.values()), re.MULTILINE | re.DOTALL)
    named = [line for block in blocks for line in block.splitlines() if line and not line.startswith(":")]
    assert len(named) > 100
    assert [id for id in named if id not in cases()] == []


def test_every_documented_example_is_shown() -> None:
    """Those lines that the vendor prints, as they are printed or as they are meant."""
    shown = "\n".join(SPECIFICATION.values())
    lines = {re.sub(r"-as-(printed|meant)$", "", id) for id in cases() if id.startswith("request/documented/")}
    assert [line for line in lines if line not in shown] == []


def test_the_rules_shown_are_in_the_grammar() -> None:
    assert set(arguments("grammar")) <= definitions().keys()


def test_the_whole_grammar_is_shown() -> None:
    assert sorted(arguments("whole-grammar")) == sorted({rule.file for rule in definitions().values()})


def test_every_shape_is_described() -> None:
    schema = json.loads((ROOT / "fixtures" / "schema" / "case.schema.json").read_text("utf-8"))
    shown = re.findall(r"^```\{shape\} (\w+)", PAGES["docs/reference/shapes.md"], re.MULTILINE)
    assert sorted(shown) == sorted(schema["$defs"])


def test_the_vendor_is_named_and_not_pretended_to_be() -> None:
    for page in ("docs/index.md", "docs/spec/index.md"):
        assert re.search(r"not affiliated\s+with SMSCentre", PAGES[page]), page


# ---- the follower of links


def site(folder: Path, **pages: str) -> Path:
    for name, body in pages.items():
        (folder / f"{name}.html").write_text(f"<html><body>{body}</body></html>", "utf-8")
    return folder


def problems(folder: Path) -> list[str]:
    """What ``docs/_links.py``, which is no part of a package, says of a site."""
    described = spec_from_file_location("links", ROOT / "docs" / "_links.py")
    assert described
    assert described.loader
    links = module_from_spec(described)
    described.loader.exec_module(links)
    return links.problems(folder)


def test_links_that_lead_somewhere(tmp_path: Path) -> None:
    folder = site(
        tmp_path,
        one='<p id="here"></p><a href="two.html#there"></a><a href="#here"></a><a href="https://example.com/x"></a>',
        two='<svg><a href="one.html"><text id="there"></text></a></svg>',
    )
    assert problems(folder) == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<a href="gone.html"></a>', "one.html: gone.html leads nowhere"),
        ('<a href="#gone"></a>', "one.html: #gone leads to a page without that anchor"),
        ('<svg><a xlink:href="one.html#x"></a></svg>', "one.html: one.html#x leads to a page without that anchor"),
        ('<p id="a"></p><p id="a"></p>', "one.html: the anchor a is there twice"),
        ('<script src="https://example.com/x.js"></script>', "one.html: loads https://example.com/x.js"),
        ('<img src="gone.png">', "one.html: gone.png leads nowhere"),
    ],
)
def test_what_is_wrong_with_a_site_is_told(tmp_path: Path, body: str, said: str) -> None:
    assert problems(site(tmp_path, one=body)) == [said]
