"""The HTML pages in headless Chromium: nothing is logged or loaded, the filters work, and nothing overflows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from smsmail.conformance import Case, Policy, Record, load_cases
from smsmail.conformance.matrix import Matrix, read_run
from smsmail.conformance.matrix import renderer as matrix_renderer
from smsmail.conformance.protocol import Answer, NoAnswer, Ok, Refusal, Skip
from smsmail.conformance.reports import renderer
from tests.support.browser import Page
from tests.support.records import NASTY, make_record, mixed_record, right

pytestmark = pytest.mark.browser

PHONE = 390
SOME = load_cases()[::9]
"""More than fit on a screen, and of every operation."""

CONTRASTS = """(() => {
  const numbers = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = numbers(colour).slice(0, 3).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const back = (element) => {
    for (; element; element = element.parentElement) {
      const colour = getComputedStyle(element).backgroundColor;
      if ((numbers(colour)[3] ?? 1) === 1) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const low = new Set();
  let seen = 0;
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!own || element.tagName === "SCRIPT" || !element.checkVisibility()) continue;
    seen += 1;
    const [one, other] = [light(getComputedStyle(element).color), light(back(element))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (contrast < 4.5) low.add(`${element.tagName}.${element.className} ${contrast.toFixed(2)}`);
  }
  return [seen, [...low]];
})()"""

OVERFLOWING = """[...document.querySelectorAll("body *")]
  .filter((element) => !element.closest(".wide") && element.tagName !== "SCRIPT" && element.checkVisibility())
  .filter((element) => !element.closest("thead") && element.getBoundingClientRect().right > innerWidth + 0.5)
  .map((element) => element.outerHTML.slice(0, 80))"""

SHOWN = """[...document.querySelectorAll('[data-outcome]')]
  .filter((entry) => entry.checkVisibility()).map((entry) => entry.id || entry.textContent.trim())"""
ALL = SHOWN.replace(".filter((entry) => entry.checkVisibility())", "")
UNFOLD = "for (const folded of document.querySelectorAll('details')) folded.open = true"


def answers_of(cases: list[Case], shift: int = 0) -> Iterator[tuple[Case, Answer]]:
    """Something of everything that a testee can do, and long texts that no line can be broken in."""
    for place, case in enumerate(cases):
        answer: Answer = right(case) if "ok" in case.expect else Refusal(case.expect["error"].get("code"), "")
        match (place + shift) % 40:
            case 1:
                answer = Refusal(3, NASTY)
            case 2:
                answer = Ok({"login": "w" * 5000, NASTY: [NASTY, "\u05e9" * 400]})
            case 3:
                answer = Skip("unbroken" * 100)
            case 4:
                answer = NoAnswer("crashed", "it exited with status 3", f"{NASTY}\n{'z' * 3000}")
            case _:
                pass
        yield case, answer


def large_record(shift: int = 0) -> Record:
    return make_record([*answers_of(SOME, shift)], Policy(), f"a problem of the whole {NASTY}")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    for name, record in (("large", large_record()), ("shifted", large_record(2)), ("mixed", mixed_record())):
        (folder / f"{name}.html").write_text(renderer("html")(record), "utf-8")
        (folder / f"{name}.json").write_text(renderer("json")(record), "utf-8")
    matrix = Matrix.of([read_run(folder / f"{name}.json") for name in ("large", "shifted", "large")])
    (folder / "matrix.html").write_text(matrix_renderer("html")(matrix), "utf-8")
    return {name: folder / f"{name}.html" for name in ("large", "mixed", "matrix")}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [PHONE, 1280])
@pytest.mark.parametrize("name", ["large", "matrix"])
def test_a_page_is_quiet_and_legible_and_overflows_nowhere(
    page: Page, pages: dict[str, Path], name: str, width: int, dark: bool
) -> None:
    page.open(pages[name], width=width, dark=dark)
    assert page.value("document.documentElement.scrollHeight") < (2500 if name == "large" and width > PHONE else 20_000)
    page.value(UNFOLD)
    assert page.logged == []
    assert page.requested == [pages[name].as_uri()]
    assert page.value("document.title").startswith("Conformance")
    assert page.value("document.documentElement.scrollWidth") <= width
    assert page.value(OVERFLOWING) == []
    seen, low = page.value(CONTRASTS)
    assert seen > len(SOME)
    assert low == []
    background = page.value("getComputedStyle(document.body).backgroundColor")
    assert background == ("rgb(13, 17, 23)" if dark else "rgb(255, 255, 255)")


def test_the_filters(page: Page, pages: dict[str, Path]) -> None:
    page.open(pages["mixed"])
    assert page.value(SHOWN) == []
    page.value(UNFOLD)
    assert len(page.value(SHOWN)) == 8
    assert page.value("document.getElementById('shown').textContent") == "8 of 8 cases shown"
    click(page, "[name=outcome][value=passed]")
    assert sorted(shown(page)) == ["001", "002", "003", "005", "007"]
    choose(page, "level", "should")
    assert shown(page) == ["007"]
    assert page.value("document.getElementById('shown').textContent") == "1 of 8 cases shown"
    click(page, "[type=reset]")
    page.value("new Promise((done) => setTimeout(done))")
    assert len(shown(page)) == 8
    choose(page, "op", "decode_request")
    assert len(shown(page)) == 8
    page.value("document.querySelector('[type=search]').focus()")
    page.type("CASE exited")
    assert shown(page) == []
    click(page, "[type=reset]")
    page.value("new Promise((done) => setTimeout(done))")
    page.value("document.querySelector('[type=search]').focus()")
    page.type("case-007 PASSED")
    assert shown(page) == []
    page.value("document.querySelector('[type=search]').select()")
    page.type("DEVIATING case-007")
    assert shown(page) == ["007"]
    page.press("Enter")
    assert shown(page) == ["007"]
    assert page.logged == []


def test_the_filters_by_keyboard_alone(page: Page, pages: dict[str, Path]) -> None:
    page.open(pages["mixed"])
    # In place of some twenty presses of the key that lead through what is folded up.
    page.value(UNFOLD)
    page.value("document.querySelector('.all > summary').focus()")
    names: list[Any] = []
    for _ in range(7):
        page.press("Tab")
        names.append(
            page.value("document.activeElement.value || document.activeElement.name || document.activeElement.tagName")
        )
        outline = page.value("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", names
        if names[-1] == "passed":
            page.press(" ")
    assert names[:6] == ["search", "passed", "deviating", "failed", "known", "skipped"]
    assert "000" not in shown(page)
    assert "001" in shown(page)


def test_a_link_to_a_case_that_is_filtered_away_shows_it(page: Page, pages: dict[str, Path]) -> None:
    page.open(pages["matrix"])
    page.value(UNFOLD)
    name = page.value("document.querySelector('[data-outcome=\"all passed\"]').id")
    click(page, "[name=outcome][value='all passed']")
    assert name not in page.value(SHOWN)
    page.value(f"location.hash = '#{name}'; new Promise((done) => setTimeout(done, 50))")
    assert name in page.value(SHOWN)
    assert page.logged == []


def test_a_link_to_a_failure_unfolds_it(page: Page, pages: dict[str, Path]) -> None:
    page.open(pages["mixed"])
    failure = "document.getElementById('failure-request/topic/case-001')"
    assert page.value(f"{failure}.checkVisibility()") is False
    page.value("location.hash = '#failure-request/topic/case-001'; new Promise((done) => setTimeout(done, 50))")
    assert page.value(f"{failure}.open && {failure}.checkVisibility()") is True
    click(page, "#failure-request\\\\/topic\\\\/case-001 a[href='#C-SINGLE']")
    page.value("new Promise((done) => setTimeout(done, 50))")
    assert page.value("document.getElementById('C-SINGLE').checkVisibility()") is True
    assert page.logged == []


def test_the_filters_of_a_matrix(page: Page, pages: dict[str, Path]) -> None:
    page.open(pages["matrix"])
    page.value(UNFOLD)
    count = page.value("document.querySelectorAll('[data-outcome]').length")
    assert len(page.value(SHOWN)) == count == len(SOME)
    for kind in ("they differ", "all passed"):
        click(page, f"[name=outcome][value='{kind}']")
    left = page.value(SHOWN)
    assert left == page.value(
        "[...document.querySelectorAll('[data-outcome=\"not all passed\"]')].map((row) => row.id)"
    )
    assert len(left) < count


@pytest.mark.parametrize("name", ["large", "mixed", "matrix"])
def test_without_scripts_all_cases_are_there(page: Page, pages: dict[str, Path], name: str) -> None:
    page.open(pages[name], script=False)
    assert page.logged == []
    assert page.value("document.getElementById('filters').checkVisibility()") is False
    page.value(UNFOLD)
    assert page.value(SHOWN) == page.value(ALL) != []


def test_what_a_testee_printed_ran_nowhere(page: Page, pages: dict[str, Path]) -> None:
    page.open(pages["large"])
    assert page.value("document.querySelectorAll('script').length") == 1
    assert page.value("document.querySelectorAll('img, link, iframe, [onerror], [onload], body style').length") == 0
    assert page.value("document.title").startswith("Conformance of fake [bold red]x[/]")
    assert page.logged == []


def shown(page: Page) -> list[str]:
    return [str(name)[-3:] for name in page.value(SHOWN)]


def click(page: Page, selector: str) -> None:
    page.value(f'document.querySelector("{selector}").click()')


def choose(page: Page, name: str, value: str) -> None:
    page.value(
        f"(() => {{ const field = document.querySelector('[name={name}]'); field.value = '{value}';"
        " field.dispatchEvent(new Event('input', {bubbles: true})); })()"
    )
