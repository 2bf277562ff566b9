"""What is written by hand for the site agrees with the data: nothing is named that does not exist, nothing is left out.

The site itself is built by ``tox -e docs``, which also follows its links.
"""

import json
import re
from collections import Counter
from datetime import UTC, datetime
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner

from smsmail.cli import main
from smsmail.codec import RULES, Accepted, Request, decode_mail, decode_reply, decode_request, send_at, sms_count
from smsmail.conformance.corpus import became
from smsmail.conformance.register import cases, clauses, readings
from smsmail.grammar.syntax import definitions
from tests.support import ROOT
from tests.support.each import each

SPECIFICATION = {page.name: page.read_text("utf-8") for page in sorted((ROOT / "docs" / "spec").glob("*.md"))}
PAGES = {
    page.relative_to(ROOT).as_posix(): page.read_text("utf-8")
    for page in [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "CONTRIBUTING.md"]
    if "cases" not in page.relative_to(ROOT).parts  # made while the site is built
}

ID = re.compile(r"\b[CR]-[A-Z0-9]+(?:-[A-Z0-9]+)*\b")
CASE = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+){2}")
WORD = re.compile(r"\b(MUST|SHALL|REQUIRED|SHOULD|RECOMMENDED|MAY|OPTIONAL)\b")

FORM = re.compile(r"^:::\{statement\} (\S+)\n:::$", re.MULTILINE)
STATED = Counter(id for text in SPECIFICATION.values() for id in FORM.findall(text))


def arguments(directive: str) -> list[str]:
    """The words behind each use of a directive."""
    fences = re.findall(rf"^```\{{{directive}\}} (.+)$", "\n".join(SPECIFICATION.values()), re.MULTILINE)
    return [word for fence in fences for word in fence.split()]


def test_every_clause_and_reading_is_stated_once() -> None:
    there = {*clauses(), *readings()}
    assert there - STATED.keys() == set(), "each needs a `:::{statement} ID` on a page of docs/spec/"
    assert STATED.keys() - there == set()
    assert [id for id, times in STATED.items() if times > 1] == []


def test_a_page_carries_no_requirement_that_the_register_does_not() -> None:
    """The text of a statement is that of the register, whose words are held to its level; pages have no such words."""
    for page, text in SPECIFICATION.items():
        assert len(re.findall(r"\{statement\}", text)) == len(FORM.findall(text)), (
            f"{page}: a statement with a text of its own"
        )
        if page != "terms.md":  # which says what they mean
            assert WORD.findall(text) == [], page


def test_what_is_open_names_every_reading_that_may_be_contested() -> None:
    """A reading with a part that is no must is open until the vendor settles it."""
    contested = {one.id for one in readings().values() if not re.fullmatch("must", one.level)}
    settled = {
        # How a program is written, not what the protocol is.
        "R-CR", "R-SURROGATE", "R-IDNUM", "R-ID0", "R-IDCHAR", "R-CHARPICK", "R-CHARNAME", "R-CHARSET", "R-TRANSFER",
        "R-NUL", "R-BOM", "R-NESTED", "R-NOEMPTYLINE", "R-HEADERLEN", "R-TRAILNL", "R-INVALID", "R-KEYONLY", "R-IDAUTO",
        # What follows from what the page says, or from a standard.
        "R-TIMEDOT", "R-OPT5", "R-TAIL", "R-PREFIX", "R-PINGALONE", "R-REPLYWS", "R-REPLYDESC", "R-REPLYID", "R-REPLYN",
        "R-REPLYCOUNT", "R-ERRMAP", "R-ERRID", "R-WAP", "R-LISTSUBJ", "R-LISTTAIL", "R-ROWNL", "R-ROWBLANK", "R-MSK",
        "R-SENDAT", "R-SENDERUSE", "R-LATIN", "R-SPLIT",
    }  # fmt: skip
    named = set(ID.findall(SPECIFICATION["open.md"]))
    assert contested - settled - named == set()
    assert settled <= readings().keys()


@each("page", PAGES)
def test_what_a_page_names_exists(page: str) -> None:
    text = re.sub(r"^```.*?^```", "", PAGES[page], flags=re.MULTILINE | re.DOTALL)
    assert set(ID.findall(text)) <= clauses().keys() | readings().keys()
    areas = {id.partition("/")[0] for id in cases()}
    quoted = [span for span in re.findall(r"`([^`\n]+)`", text) if CASE.fullmatch(span)]
    known = {*cases(), *(became(cases().values()) if page == "docs/upgrading.md" else ())}
    assert [id for id in quoted if id.partition("/")[0] in areas and id not in known] == []
    assert set(re.findall(r"\(#rule-([a-z-]+)\)", text)) <= RULES.keys()


ANSWERS = re.findall(r"^\| (.+) \| (.+) \| (.+) \| (.+) \| (.+) \|$", SPECIFICATION["answers.md"], re.MULTILINE)
ANSWERED = [row for row in ANSWERS if ID.search(row[4])]


@each("row", ANSWERED)
def test_an_answer_is_as_binding_as_the_cases_that_pin_it(row: tuple[str, ...]) -> None:
    told, cited = row[2].split(", "), set(ID.findall(row[4]))
    pinning = [cases()[id] for id in re.findall(r"`([^`]+)`", row[3])]
    if pinning:
        assert told == [level for level in ("must", "should", "may") if level in {case.level for case in pinning}]
    else:
        assert (told, row[3]) == (["may"], "no case: the suite sees the text of a reply")
    for case in pinning:
        assert cited & {*case.clauses, *case.readings}, case.id


def test_every_answer_has_a_level() -> None:
    rows = [line for line in SPECIFICATION["answers.md"].splitlines() if re.match(r"\|.*\b[CR]-[A-Z]", line)]
    assert len(rows) >= 50
    assert len(rows) == len(ANSWERED)


def test_the_exchange_is_what_its_steps_make_of_one_another() -> None:
    page = SPECIFICATION["exchange.md"]
    mail, text, reply = re.findall(r"^```text\n(.*?)\n```$", page, re.MULTILINE | re.DOTALL)
    [shown] = re.findall(r"^```json\n(.*?)\n```$", page, re.MULTILINE | re.DOTALL)
    assert decode_mail(f"{mail}\n".replace("\n", "\r\n").encode()).text == text
    warnings: list[str] = []
    request = decode_request(text, report=lambda found: warnings.append(found.rule))
    assert json.loads(msgspec.json.encode(request)) == json.loads(shown)
    assert warnings == []
    assert decode_reply(reply.partition("\n\n")[2]) == Accepted(sms_count(request) or 0, request.id or "")
    assert sent_at(request) == "2030-01-31T09:00:00+00:00"


def sent_at(request: Request) -> str:
    at = send_at(request.time, request.tz, now=datetime.fromisoformat("2030-01-31T06:00:00Z"))
    assert at
    return at.astimezone(UTC).isoformat()


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
        r"^FAILED  (\S+)  \((\w+), (\w+)\)\n.*?^  catches  ([^\n]+)\n  (?:see     |rests on) ([^\n]+)$",
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
