"""The HTML report as text: one page that loads nothing, in which a testee's text is nothing but text."""

import re
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from smsmail.conformance import Policy, load_cases
from smsmail.conformance.escape import escape
from smsmail.conformance.matrix import Matrix, Run
from smsmail.conformance.matrix import renderer as matrix_renderer
from smsmail.conformance.protocol import NoAnswer, Ok, Refusal, Skip
from smsmail.conformance.reports import as_html, renderer
from tests.support.fakes import make_case
from tests.support.records import NASTY, make_record, mixed_record, right

render = renderer("html")


class Outline(HTMLParser):
    """The elements of a page and the text outside of style and script."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.own: dict[str, list[str]] = {"style": [], "script": []}
        self._texts: list[str] = []
        self._raw = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._raw = tag if tag in self.own else ""

    def handle_endtag(self, tag: str) -> None:
        self._raw = ""

    def handle_data(self, data: str) -> None:
        if self._raw:
            self.own[self._raw].append(data)
        else:
            self._texts.append(data)

    @property
    def text(self) -> str:
        return "".join(self._texts)

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def empty_matrix() -> str:
    return matrix_renderer("html")(Matrix.of([Run("f", NASTY, NASTY, NASTY, NASTY, {}, {})] * 2))


PAGES = {"mixed": lambda: render(mixed_record()), "empty": lambda: render(make_record([])), "matrix": empty_matrix}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_loads_nothing_and_runs_nothing_but_its_own(name: str) -> None:
    page = Outline(PAGES[name]())
    own = files("smsmail.conformance.reports")
    assert page.own["style"] == [own.joinpath("page.css").read_text("utf-8")]
    assert page.own["script"] == [own.joinpath("page.js").read_text("utf-8")]
    assert not page.named("link") + page.named("img") + page.named("iframe") + page.named("object") + page.named("base")
    for tag, attributes in page.elements:
        assert not {name for name in attributes if name.startswith("on") or name in ("src", "style", "action")}, tag
        assert (attributes.get("href") or "#").startswith("#")
    [policy] = [meta["content"] or "" for meta in page.named("meta") if "http-equiv" in meta]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "url(" not in page.own["style"][0]
    assert "@import" not in page.own["style"][0]


def test_what_a_testee_printed_is_text_and_all_of_it_is_there() -> None:
    page = Outline(render(mixed_record()))
    name = escape(f"fake {NASTY} 1")
    assert name[:500] in page.text
    assert page.text.count(":error::forged") >= 5
    for character in page.text:
        assert character == "\n" or character.isprintable()


def test_clauses_and_readings_stand_beside_a_failure() -> None:
    case = make_case(1, clauses=["C-ID", "C-NONE"], readings=["R-ID0", "R-NONE"])
    text = Outline(render(make_record([(case, Refusal(7, "no"))]))).text
    for part in ("Mistake number 1.", "2147483647", "(not in the register)", '+ error: {"code":7'):
        assert part in text
    assert "it refused what must be accepted" in text
    assert "2147483647" not in Outline(render(make_record([(case, right(case))]))).text


def test_tables_have_headings_and_landmarks_have_names() -> None:
    page = Outline(render(mixed_record()))
    assert [len(page.named(tag)) for tag in ("header", "main", "footer", "h1")] == [1, 1, 1, 1]
    assert all(heading.get("scope") in ("col", "row") for heading in page.named("th"))
    ids = [str(attributes["id"]) for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {section["aria-labelledby"] for section in page.named("section")} <= set(ids)
    assert {str(link["href"])[1:] for link in page.named("a")} <= set(ids)
    [root] = page.named("html")
    assert root["lang"] == "en"


def test_what_fails_the_run_stands_first() -> None:
    known = frozenset({"request/topic/case-002"})
    right_case, known_case, failing, skipped = (make_case(number) for number in range(1, 5))
    answers = [(right_case, right(right_case)), (known_case, right(known_case)), (skipped, Skip("no"))]
    page = render(make_record([*answers, (failing, Refusal(None, ""))], Policy(known=known)))
    shown = re.findall(
        r'<li data-outcome="\w+"><span class="mark \w+">\w+</span> (?:<a[^>]*>)?request/topic/case-(\d+)', page
    )
    # What was skipped is counted, and not one of the cases.
    assert shown == ["003", "002", "001"]
    assert "take it off the list" in page


def test_what_differs_within_a_line_is_marked() -> None:
    page = render(make_record([(make_case(1), Ok({"echo": "text 12345"}))]))
    assert '<del>- ok.echo: "text 1"</del>' in page
    assert '<ins>+ ok.echo: "text 1<mark>2345</mark>"</ins>' in page
    case = make_case(1, expect={"ok": {"echo": "a" * 100}})
    page = render(make_record([(case, Ok({"echo": "b" * 100}))]))
    assert "<mark>" not in page


def test_a_page_of_very_many_failures_has_a_size_that_can_be_opened() -> None:
    cases = [make_case(number, input={"text": "x" * 1000}) for number in range(200)]
    answers = [(case, Ok({str(line): "y" * 600 for line in range(70)})) for case in cases]
    page = render(make_record([*answers, (make_case(201), NoAnswer("crashed", "why", "z" * 4000))]))
    assert page.count("(The input and the difference are not shown: this page has too many already.)") > 100
    assert len(page) < 2 * as_html.MAX_DETAILS
    assert page.count('class="failure"') == page.count("<li data-outcome") == 201


def test_a_case_of_every_topic_of_the_corpus_can_be_shown() -> None:
    cases = list({case.topic: case for case in load_cases()}.values())
    page = Outline(render(make_record([(case, Refusal(None, NASTY)) for case in cases])))
    assert [case.id for case in cases if case.id not in page.text] == []
    assert "(not in the" not in page.text
