"""The page of the engines shows what was measured."""

from docs._pages import written
from docs._pages.engines import engines_page


def test_the_page_of_the_engines_is_up_to_date() -> None:
    assert written("engines.md") == engines_page(), "`python -m docs._pages` writes it again"
