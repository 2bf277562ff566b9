"""The text of an HTML mail is what its reader sees (R-HTMLTEXT)."""

from collections.abc import Callable
from html import escape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fixtures.mails.spelling import html
from smsmail.codec import decode_mail
from tests.support.each import each


def read(markup: str) -> str:
    return decode_mail(html(f"<html><body>[text]&lt;{markup}&gt;[/text]</body></html>")).text[1:-1]


def read_page(markup: str) -> str:
    return decode_mail(html(markup)).text


@each(
    ("markup", "text"),
    [
        # White space: a run of it is one space, none at the ends of lines.
        ("a b", "a b"),
        ("a   b", "a b"),
        ("a \n\t\r\n b", "a b"),
        ("a\nb", "a b"),
        ("a <br> b", "a\nb"),
        ("a<span> </span>b", "a b"),
        ("a <span> b</span>", "a b"),
        ("<b>a </b> b", "a b"),
        ("a<b></b>b", "ab"),
        ("a\u2003 b", "a\u2003 b"),
        ("a\u3000b", "a\u3000b"),
        # Line breaks.
        ("a<br>b", "a\nb"),
        ("a<BR/>b", "a\nb"),
        ("a<br class='x' />b", "a\nb"),
        ("a<br><br>b", "a\n\nb"),
        ("a<br>\n<br>b", "a\n\nb"),
        ("a<wbr>b", "ab"),
        # Blocks: one line break between two neighbours, however many borders there are.
        ("a<p>b</p>c", "a\nb\nc"),
        ("a<div>b</div><div>c</div>d", "a\nb\nc\nd"),
        ("a<div><div><p>b</p></div></div>c", "a\nb\nc"),
        ("a<p>b<p>c</p>d", "a\nb\nc\nd"),
        ("a<div> b </div> c", "a\nb\nc"),
        ("a<div></div>b", "a\nb"),
        ("a<div>b<br></div>c", "a\nb\nc"),
        ("a<div>b</div><div><br></div><div>c</div>d", "a\nb\n\nc\nd"),
        ("a<blockquote>b</blockquote>c", "a\nb\nc"),
        ("a<ul><li>b<li>c</ul>d", "a\nb\nc\nd"),
        ("a<h1>b</h1>c", "a\nb\nc"),
        ("a<hr>b", "a\nb"),
        ("a<table><tr><td>b</td></tr><tr><td>c</td></tr></table>d", "a\nb\nc\nd"),
        # Formatting is nothing.
        ("a<b>b</b><i>c</i><span style='x'>d</span>", "abcd"),
        ("<font face=Arial>a</font><a href='http://example.com/?x=1'>b</a>", "ab"),
        ("<B>a<I>b</B>c</I>", "abc"),
        ("a<o:p></o:p>b", "ab"),
        ("a<img src='x' alt='y'>b", "ab"),
        ("<unheard-of>a</unheard-of>", "a"),
        # Entities.
        ("&lt;b&gt;&amp;&quot;&#39;", "<b>&\"'"),
        ("&amp;lt;", "&lt;"),
        ("&#1046;&#x416;&#X416;", "ЖЖЖ"),
        ("&euro;&laquo;&raquo;&mdash;", "€«»—"),
        ("&#128512;", "😀"),
        ("a&ampb", "a&b"),
        ("a&#xFDD0;&#1;b", "a\ufdd0\x01b"),
        (f"a&#1{'0' * 5000};&#x110000;&#0;b", "a\ufffd\ufffd\ufffdb"),
        ("a & b", "a & b"),
        ("&unheard;", "&unheard;"),
        ("1 < 2", "1 < 2"),
        # A no-break space is a space that stays.
        ("a&nbsp;b", "a b"),
        ("a\u00a0b", "a b"),
        ("a&nbsp;&nbsp;b", "a  b"),
        ("a&nbsp; b", "a  b"),
        ("a &#160;b", "a  b"),
        # pre.
        ("a<pre>b  c\n d</pre>e", "a\nb  c\n d\ne"),
        ("a<pre>b\n\nc</pre>d", "a\nb\n\nc\nd"),
        ("a<pre>\nb</pre>c", "a\nb\nc"),
        ("a<pre><b>b</b>  c</pre>d", "a\nb  c\nd"),
        # What is not shown.
        ("a<!-- b -->c", "ac"),
        ("a<style>b</style>c", "ac"),
        ("a<script>b<br></script>c", "ac"),
        ("a<template>b</template>c", "ac"),
        ("a<!--[if mso]>b<![endif]-->c", "ac"),
    ],
)
def test_markup_becomes_what_is_seen(markup: str, text: str) -> None:
    assert read(markup) == text


@each(
    ("page", "text"),
    [
        ("[text]a[/text]", "a"),
        ("Hello [text]a[/text] world", "a"),
        ("<!DOCTYPE html><html><head><title>[text]b[/text]</title></head><body>[text]a[/text]</body></html>", "a"),
        ("<style>[text]b[/text]</style>[text]a[/text]", "a"),
        ("<!-- [text]b[/text] -->[text]a[/text]", "a"),
        ("<img alt='[text]b[/text]'>[text]a[/text]", "a"),
        ("<b>[te</b>xt]a[/<i>text</i>]", "a"),
        ("<span>[</span><span>text]a</span>[/text]", "a"),
        ("&#91;text&#93;a&lsqb;/text&rsqb;", "a"),
        ("<p>[text]</p><p>a</p><p>b</p><p>[/text]</p>", "a\nb"),
        ("[text]<br><br>a<br>[/text]", "a"),
        ("<table><tr><td>x</td><td>[text]a[/text]</td></tr></table>", "a"),
        ("<body>[text]a", None),
        ("a", None),
        ("[/text]a[text]", None),
        ("[TEXT]a[/TEXT]", None),
        ("[te<br>xt]a[/text]", None),
        ("", None),
    ],
)
def test_tags_stand_anywhere_in_what_is_seen(page: str, text: str | None) -> None:
    if text is None:
        with pytest.raises(ValueError, match=r"mail-tags"):
            read_page(page)
    else:
        assert read_page(page) == text


def texts() -> st.SearchStrategy[str]:
    """Texts in whose lines single spaces stand between words."""
    characters = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters=" \u00a0")
    word = st.text(characters | st.sampled_from("<>&;\"'[]/ЖаB#"), min_size=1, max_size=8)
    line = st.lists(word | st.sampled_from(["<br>", "&nbsp;", "&", "<!--", "[text]", "</p>"]), min_size=1, max_size=6)
    lines = st.lists(line.map(" ".join) | st.just(""), max_size=4).map("\n".join)
    # Empty lines at the ends run together with the borders of the block around.
    return lines.filter(lambda text: text and text.strip("\n") == text and "[/text]" not in text)


def spelled(text: str, character: Callable[[str], str]) -> str:
    return "".join(one if one == " " else "<br>" if one == "\n" else character(one) for one in text)


SPELLINGS: dict[str, Callable[[str], str]] = {
    "escaped": lambda text: escape(text).replace("\n", "<br>"),
    "laid out over lines": lambda text: escape(text).replace("\n", "\n <br />\n").replace(" ", "\t\r\n  "),
    "in numbers": lambda text: spelled(text, lambda one: f"&#{ord(one)};"),
    "in hexadecimal numbers": lambda text: spelled(text, lambda one: f"&#x{ord(one):X};"),
    "in elements": lambda text: spelled(text, lambda one: f"<b>{escape(one)}</b>"),
    "in blocks": lambda text: "".join(f"<div>{escape(line) or '<br>'}</div>" for line in text.split("\n")),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@given(text=texts())
@example(text="\ufdd0")
def test_a_text_that_was_written_as_html_comes_back(spelling: str, text: str) -> None:
    assert read(f"<div>{SPELLINGS[spelling](text)}</div>") == f"\n{text}\n"


LIST = "[text]alex:psw:::::79991112233:one\n79992223344:two[/text]"


@each(
    "page",
    [
        LIST,
        LIST.replace("\n", "\r\n"),
        LIST.replace("79992223344", "  +7 (999) 222-33-44"),
        f"<p>{LIST}</p>",
        f"<div>Hello</div><div><b>{LIST}</b></div>",
        LIST.replace("79992223344", "79993334455,G7"),
        LIST.replace("79992223344", "<b>79992223344</b>"),
        "[text]alex:psw:::,8,a@b.c:d@e.f:Hello\nsubj:Hi[/text]",
        "<p>[text]alex:psw:::,8,a@b.c:d@e.f:Hello\nsubj:Hi[/text]</p>",
        "[text]alex:psw::::79991112233:Hello\nworld[/text]",
    ],
)
def test_a_recipient_is_not_lost_in_silence_in_a_line_above(page: str) -> None:
    assert "html-line-breaks" in {found.rule for found in decode_mail(html(page)).findings}


@each(
    "page",
    [
        "[text]alex:psw::::79991112233:Hello world[/text]",
        "\n[text]alex:psw::::79991112233:Hello[/text]\n",
        "\n[text]\nalex:psw::::79991112233:Hello\n[/text]\n",
        "<p>[text]alex:psw::::79991112233:Hello\nworld, it is\n12 o'clock[/text]</p>",
        f"<pre>{LIST}</pre>",
        LIST.replace("\n", "<br>\n"),
        LIST.replace("\n", "</p>\n\n<p>"),
        "<p>[text]alex:psw::::79991112233:Hello[/text]</p>\n+7 495 000 00 00: call us\n",
    ],
)
def test_a_page_that_is_laid_out_as_pages_are_is_not_doubted(page: str) -> None:
    assert "html-line-breaks" not in {found.rule for found in decode_mail(html(page)).findings}
