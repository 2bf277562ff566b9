"""The page of the site on which a line is tried, built and opened from a folder: it needs no server, and everybody can use it."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support import ROOT
from tests.support.browser import Page

pytestmark = pytest.mark.browser

LINE = "alex:Kx7vPq2m:order-7:3101301200,0:,,Shop,1:79991234567,+79995554433:" + "a" * 161


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page alone, in the frame and the colours of the site."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "docs").mkdir()
    text = (ROOT / "docs" / "try.md").read_text("utf-8").replace("(gateway.md#try-a-line)", "(try.md)")
    (folder / "docs" / "try.md").write_text(text, "utf-8")
    contents = "# smsmail\n\n```{toctree}\n:caption: Guides\n\ntry\n```\n"
    (folder / "docs" / "index.md").write_text(contents, "utf-8")
    shutil.copytree(ROOT / "docs" / "_static", folder / "docs" / "_static")
    settings = f"""
import sys
sys.path.insert(0, {str(ROOT / "docs")!r})
extensions = ["myst_parser", "_ext.trial"]
html_theme = "furo"
html_title = "smsmail"
language = "en"
html_copy_source = False
html_static_path = ["_static"]
html_css_files = ["smsmail.css"]
"""
    (folder / "docs" / "conf.py").write_text(settings, "utf-8")
    subprocess.run([sys.executable, "-m", "sphinx", "-q", "-W", folder / "docs", folder / "built"], check=True)
    return folder / "built" / "try.html"


def told(page: Page) -> str:
    return page.value("document.getElementById('trial-found').innerText")


def enter(page: Page, text: str) -> str:
    """Type a text; what is said of it."""
    page.value("(() => { const text = document.getElementById('trial-text'); text.value = ''; text.focus(); })()")
    page.type(text)
    return told(page)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_everybody_can_use_it(page: Page, site: Path, width: int, dark: bool) -> None:
    page.open(site, width=width, dark=dark)
    for text in ("", LINE, "alex:psw::::7999x:hi", "OK - 1 SMS, ID - 5"):
        enter(page, text)
        page.value("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert page.violations() == [], text
        assert page.value("document.documentElement.scrollWidth") <= width, text


def test_what_is_said_of_a_line(page: Page, site: Path) -> None:
    page.open(site)
    said = enter(page, LINE)
    for fact in (
        "accepted as a line",
        "2030-01-31 09:00:00 UTC, 12:00:00 in Moscow",
        "2 parts of the GSM alphabet, 161 units together",
        "OK - 4 SMS, ID - order-7",
        "SENDER-NAME",
        "PLUS-NUMBER",
        "DATE-TIME",
        "single",
    ):
        assert fact in said
    assert "Kx7vPq2m" not in page.value("document.getElementById('trial-found').textContent")
    assert page.logged == []
    assert {Path(address.removeprefix("file://")).is_relative_to(site.parent) for address in page.requested} == {True}


@pytest.mark.parametrize(
    ("text", "says", "basis"),
    [
        ("alex:SECRET:::: 7999x :hi", "error 7: each of the phones", ("C-PHONES", "R-NUMBER")),
        ("alex:SECRET::3102301200::79991234567:hi", "error 5: time must be a day", ("R-TIMECAL",)),
        ("alex:SECRET::::79991234567: ", "error 1: mes must not be blank", ("R-MESEMPTY",)),
        ("ERROR = 12 (x)", "refused as a reply", ("C-ERR",)),
        ("Subject: SMS\nContent-Type: text/html\n\nhello\n", "refused as a mail", ("C-TAGS",)),
    ],
)
def test_what_is_refused_and_why(page: Page, site: Path, text: str, says: str, basis: tuple[str, ...]) -> None:
    page.open(site)
    said = enter(page, text)
    assert says in said
    assert all(id in said for id in basis)
    assert "SECRET" not in said


def test_hostile_texts_stay_text(page: Page, site: Path) -> None:
    page.open(site)
    for text in ("<img src=x onerror=\"document.title='owned'\">", "\u202eevil", "\x1b[31m", "<script>1</script>"):
        enter(page, f"alex:psw::::79991234567:{text}")
        assert page.value("document.querySelectorAll('#trial-found img, #trial-found script').length") == 0
        assert page.value("document.title") != "owned"
        assert not {*told(page)} & {"\u202e", "\x1b"}


def test_every_example_is_what_the_corpus_says(page: Page, site: Path) -> None:
    page.open(site)
    found: list[Any] = page.value(
        """[...document.querySelectorAll("#trial-example option")].filter((one) => one.value).map((one) => {
          const choice = document.getElementById("trial-example");
          choice.value = one.value;
          choice.dispatchEvent(new Event("change"));
          const words = document.getElementById("trial-found").innerText;
          return [one.textContent, /^\\w+/.exec(words)?.[0], /(\\w+)\\.$/.exec(words.trim())?.[1]];
        })"""
    )
    assert len(found) > 300
    assert [one for one in found if one[1] != one[2] or one[1] not in ("accepted", "refused")] == []
    assert page.logged == []
