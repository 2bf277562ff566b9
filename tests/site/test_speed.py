"""docs/design/speed.md is what the kept figures make."""

from docs._pages.speed import PAGE, speed_page


def test_the_page_is_made_of_the_kept_figures() -> None:
    assert PAGE.read_text("utf-8") == speed_page(), "`python -m docs._pages` writes it again"
