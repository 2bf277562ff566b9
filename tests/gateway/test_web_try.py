"""The page on which a line can be tried: what it is, what is wrong with it, and nothing of its password."""

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import assume, given

from docs._pages.gallery import EXHIBITS
from smsmail.codec import RULES, decode_request
from smsmail.codec.masking import Masking
from smsmail.gateway.web.explained import explained, fixed
from tests.support import ROOT
from tests.support.each import each
from tests.support.effort import examples
from tests.support.secrets import ANY_LINE, leaks
from tests.support.web import NOW, in_a_loop, scene


@in_a_loop
async def test_a_right_line(tmp_path: Path) -> None:
    async with scene(tmp_path) as here:
        text = f"alex:Kx7vPq2m:order-7:+90,0:,,Shop,1:79991234567,79995554433:{'a' * 161}"
        page = unescape((await here.client.post("/try", data={"text": text})).text)
        for fact in (
            "a single message",
            "2, a group counted as one",
            "<dd>4 ",
            "2030-01-31 10:30:00 UTC, 13:30:00 in Moscow",
        ):
            assert fact in page
        for basis in ("C-SINGLE", "C-SEGMENT", "C-TZ"):
            assert f'href="/basis/{basis}"' in page
        assert f"part 2: </span>{'a' * 8}</span>" in page
        assert '"id": "order-7"' in page
        assert 'Content-Type: text/plain; charset="utf-8"' in page or "Content-Type: text/plain" in page
        behind = page.partition("</form>")[2]
        assert "Kx7vPq2m" not in behind
        link = unquote(behind.partition('href="/try#text=')[2].partition('"')[0])
        assert decode_request(link).psw == "psw"


@in_a_loop
async def test_a_broken_line_is_fixed_by_a_button(tmp_path: Path) -> None:
    async with scene(tmp_path) as here:
        text = "alex:psw::::7 999 123-45-67:hi"
        page = (await here.client.post("/try", data={"text": text})).text
        assert 'name="fix" value="0"' in page
        then = (await here.client.post("/try", data={"text": text, "fix": "0"})).text
        assert "alex:psw::::79991234567:hi</textarea>" in then
        assert 'name="fix"' not in then


@pytest.mark.parametrize(
    ("text", "kind", "accepted"),
    [
        ("", "nothing", False),
        ("OK - 1 SMS, ID - 5", "reply", True),
        ("ERROR = 12 (x)", "reply", False),
        ("Subject: SMS\nFrom: a@b.cd\n\nalex:psw::::79991234567:hi", "mail", True),
        ("Subject: SMS\n\nhello", "mail", False),
        ("hello", "line", False),
        ("\nalex:psw::::79991234567:hi\n", "line", True),
    ],
)
def test_what_a_text_is(text: str, kind: str, accepted: bool) -> None:
    told = explained(text, NOW)
    assert (told.kind, told.is_accepted) == (kind, accepted)


@each("text", [rule.breaks for rule in RULES.values() if isinstance(rule.breaks, str)])
def test_any_broken_line_is_explained(text: str) -> None:
    told = explained(text, NOW)
    for number, (_, can_fix) in enumerate(told.findings):
        assert (fixed(text, number, NOW) != text) or not can_fix


def test_what_the_gallery_has_is_found_here_too() -> None:
    """The page says of each exhibit what ``smsmail check`` says, whose output the gallery has."""
    for exhibit, section in zip(
        EXHIBITS, (ROOT / "docs" / "gallery.md").read_text("utf-8").split("\n## ")[1:], strict=True
    ):
        told = explained(exhibit.text, NOW)
        rules = set(re.findall(r"(?:error|warning|note)\[([\w-]+)\]", section))
        assert rules, exhibit.title
        assert rules <= {one.rule for one, _ in told.findings}, exhibit.title
        assert told.is_accepted is (": refused: " not in section), exhibit.title
        assert told.kind == ("mail" if exhibit.file.endswith(".eml") else "line"), exhibit.title


def test_the_password_of_an_uncertain_line_is_in_no_link() -> None:
    assert explained("alex:p:SECRET:z::3101301200,3:1:79991234567:hi", NOW).share is None
    assert explained("alex:hunter2::::79991234567:it is hunter2", NOW).share is None


@examples(100)
@given(ANY_LINE)
def test_nothing_that_is_said_has_the_password(secret_and_line: tuple[str, str]) -> None:
    secret, line = secret_and_line
    told = explained(line, NOW)
    assume(told.kind == "line" and not leaks(secret, Masking(line.strip("\r\n")).text))
    assert leaks(secret, repr(told)) == []


@pytest.mark.parametrize(
    "text",
    [
        "OK-shop:Zq7Wv3kX::::79991234567:hi",
        "OK=shop:Zq7Wv3kX::::79991234567:hi",
        "ERROR - alex:Zq7Wv3kX::::79991234567:hi",
        "ERROR - alex:Zq7Wv3kX",
        "ERROR = 9 (alex:Zq7Wv3kX::::79991234567:hi)",
        "alex:abcd::::79991234567:hi\nshop:Zq7Wv3kX::::79992223344:two",
        f"alex:abcd::::79991234567:{'a' * 150}\nshop:Zq7Wv3kX::::79992223344:two",
        "alex:Zq7Wv3kX::::79991234567:my password is Zq7Wv3kX",
        "alex:abcd::::79991234567:my psw=Zq7Wv3kX",
        "alex:Zq7Wv3kX:Zq7Wv3kX:::79991234567:hi",
        "alex:Zq7Wv3kX:::,,Zq7Wv3kX:79991234567:hi",
        "alex:abcd:::::\n79991234567:shop:Zq7Wv3kX::::79992223344:two",
        "Subject: SMS\n\nalex:Zq7Wv3kX::::79991234567:my password is Zq7Wv3kX",
    ],
)
def test_no_password_is_said_wherever_it_stands(text: str) -> None:
    """By hand: nowhere in these texts may more than asterisks be shown of it."""
    assert leaks("Zq7Wv3kX", repr(explained(text, NOW))) == []


@in_a_loop
async def test_clauses_and_readings(tmp_path: Path) -> None:
    async with scene(tmp_path) as here:
        assert "send.smscentre.com" in (await here.get("/basis/C-ADDR")).text
        assert "first six colons" in (await here.get("/basis/R-COLON")).text
        assert (await here.get("/basis/C-NOWHERE")).status_code == 404
        assert (await here.client.post("/try", content=b"text=" + b"a" * 400_000)).status_code == 413
