"""docs/gallery.md shows what the command says today."""

from docs._pages import written
from docs._pages.gallery import EXHIBITS, Exhibit, gallery, said_of
from tests.support.each import each


def test_the_page_is_what_the_command_says() -> None:
    assert written("gallery.md") == gallery(), "`python -m docs._pages` writes it again"


@each("exhibit", EXHIBITS)
def test_there_is_something_to_say_of_each_and_no_password_in_it(exhibit: Exhibit) -> None:
    said = said_of(exhibit)
    assert "error[" in said or "warning[" in said or "note[" in said
    assert "Kq9" not in said
