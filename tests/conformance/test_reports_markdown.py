"""The Markdown report: its counts are right, and what a testee wrote is nothing but code in it."""

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from smsmail.conformance import Policy
from smsmail.conformance.protocol import Refusal, Skip
from smsmail.conformance.reports import renderer
from smsmail.conformance.reports.as_markdown import MAX_LINES, NAMED, SHOWN
from smsmail.conformance.reports.markdown import block, cell, code, table
from tests.support.each import each
from tests.support.fakes import make_case
from tests.support.records import NASTY, make_record, mixed_record, right

render = renderer("markdown")


def tokens(text: str) -> list[Token]:
    """What a reader of GitHub's Markdown makes of it, without the containers of what stands in a line."""
    found: list[Token] = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        found += token.children or [] if token.type == "inline" else [token]
    return found


def test_the_counts_and_the_failures() -> None:
    text = render(mixed_record())
    assert text.startswith("## 4 of 9 cases fail: ")
    assert "|  | cases | passed | deviating | failed | known | skipped |\n" in text
    assert "| decode_request | 9 | 3 | 1 | 3 | 1 | 1 |\n" in text
    assert "| must | 7 | 2 | 0 | 3 | 1 | 1 |\n" in text
    assert "- ` a problem of the whole `\n" in text
    assert "<summary>failed <code>request/topic/case-001</code> (must, decode_request)</summary>" in text
    assert "| ` request/topic/case-006 ` | must | C-SINGLE | ` it is listed as a known failure, but passes" in text
    assert "case-005" not in text
    assert "` Mend first: " in text
    assert "catches  Mistake number 1.\n" in text
    assert '- ok: {"echo":"text 1"}\n' in text
    assert "- 1 of 9 cases deviate from a reading, which fails under `--strict`\n" in text
    assert "- 1 of 9 cases are on the list of known failures\n" in text
    assert "- 1 of 9 cases were skipped, and say nothing\n" in text


def test_a_run_in_which_all_is_well_is_short() -> None:
    text = render(make_record([(make_case(1), right(make_case(1)))]))
    assert text.startswith("## All well: ")
    assert "<details>" not in text


def test_what_a_testee_printed_is_code_and_nothing_else() -> None:
    found = tokens(render(mixed_record()))
    kinds = {token.type for token in found}
    assert not kinds & {"link_open", "image", "html_inline", "strong_open", "em_open", "s_open", "hr"}
    assert {token.content.strip() for token in found if token.type == "html_block"} == {
        "<details><summary>failed <code>request/topic/case-001</code> (must, decode_request)</summary>",
        "<details><summary>failed <code>request/topic/case-002</code> (must, decode_request)</summary>",
        "<details><summary>failed <code>request/topic/case-003</code> (must, decode_request)</summary>",
        "</details>",
    }
    said = [token for token in found if "forged" in token.content or "user" in token.content]
    assert {token.type for token in said} == {"code_inline", "fence"}
    assert sum(token.type == "heading_open" for token in found) == 1
    assert sum(token.type == "table_open" for token in found) == 2


@each(
    "text", ["plain", "`", "``", "a`b``c", " padded ", "`a`", "\\`", "a|b", "", " ", "<b>", "*x*", "1 ", "&amp;", NASTY]
)
def test_a_text_comes_back_from_its_code(text: str) -> None:
    shown = text.replace("\n", "\\n") if text.isprintable() else None
    [found] = [token for token in tokens(f"before {code(text)} after") if token.type == "code_inline"]
    if shown and shown.strip(" "):
        assert found.content.strip(" ") == shown.strip(" ")
    written = "\n".join(table([["a", "b"], [cell(text), "1"]]))
    cells = [token.type for token in tokens(written) if token.type in ("td_open", "code_inline")]
    assert cells == ["td_open", "code_inline", "td_open"]


def test_a_fence_is_longer_than_any_in_the_text() -> None:
    lines = ["```", "````", "~~~", "x"]
    [found] = tokens("\n".join(block(lines, "diff")))
    assert (found.type, found.info, found.content) == ("fence", "diff", "".join(f"{line}\n" for line in lines))


@pytest.mark.parametrize("count", [1, 3, 4, 53, 54, 2000])
def test_it_is_short_and_says_what_it_left_out(count: int) -> None:
    cases = [make_case(number) for number in range(count)]
    problems = ["a problem"] * 50
    text = render(make_record([(case, Refusal(1, "x" * 4000)) for case in cases], None, *problems))
    assert text.count("\n") <= MAX_LINES
    assert len(text) < 100_000
    assert text.count("<details>") == min(count, SHOWN)
    assert text.count("| ` request/topic/") == min(max(count - SHOWN, 0), NAMED)
    assert (f"… and {count - SHOWN - NAMED} more, which" in text) == (count > SHOWN + NAMED)
    assert "and 30 more problems" in text


def test_skips_that_fail_are_failures() -> None:
    text = render(
        make_record([(make_case(1), Skip("no")), (make_case(2), right(make_case(2)))], Policy(fail_on_skip=True))
    )
    assert text.startswith("## 1 of 2 cases fail: ")
    assert "<summary>skipped <code>request/topic/case-001</code>" in text
