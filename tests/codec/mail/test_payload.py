"""What a mail carries is never altered: its text is one piece of what its part holds, read apart from the codec."""

import re

from hypothesis import assume, event, example, given
from hypothesis import strategies as st

from smsmail.codec import DecodedMail, DecodeError, decode_mail
from tests.support import mail_reference
from tests.support.any_mails import octets
from tests.support.effort import examples
from tests.support.mail_reference import Leaf


def read(mail: bytes) -> DecodedMail | None:
    try:
        return decode_mail(mail)
    except DecodeError:
        return None


def texts_of(mail: bytes, charset: str) -> list[tuple[Leaf, str]]:
    """The parts of *mail* that can be read in *charset*; the mail from each of its lines on is a part too, since there is
    no telling from here where its headers end."""
    lines = [Leaf("text/plain", mail[match.end() :], "", {}) for match in re.finditer(rb"\A|\r\n|[\r\n]", mail)]
    found: list[tuple[Leaf, str]] = []
    for leaf in [*(mail_reference.parsed(mail) or []), *lines]:
        try:
            octets_of_part = mail_reference.octets_of(leaf)
            is_unmarked = charset == "utf-16" and octets_of_part[:2] not in (b"\xff\xfe", b"\xfe\xff")
            text = octets_of_part.decode("utf-16-be" if is_unmarked else charset)
        except (UnicodeDecodeError, ValueError):
            continue
        found.append((leaf, text.replace("\r\n", "\n")))
    return found


@given(octets())
@examples(1000)
@example(b"no header here\n:psw::::79991234567:hi\n")
@example(b"X: y\n:psw::::79991234567:hi\n")
@example(b"Content-Type: text/plain; format=flowed\n\na \nb \n>c\n")
def test_the_text_is_one_piece_of_its_part(mail: bytes) -> None:
    carried = read(mail)
    assume(carried is not None)
    assert carried is not None
    texts = texts_of(mail, carried.charset)
    rules = {found.rule for found in carried.findings}
    if carried.part == "text/html":
        event("HTML")
        # Line breaks and spaces are what a page is laid out with; which characters it shows is what is asked here.
        assume(
            not any(
                re.search(r"<!|<\?|</[^A-Za-z]|</?(?:script|style|title|textarea|pre|head)", text) for _, text in texts
            )
        )
        bare = re.sub(r"[ \t\n\r\f\u00a0]", "", carried.text)
        assert any(bare in mail_reference.shown(text) for _, text in texts)
    elif "mail-flowed" in rules:
        event("flowed")
        joined = [mail_reference.flowed(text, delete_spaces=delsp) for _, text in texts for delsp in (False, True)]
        assert any(carried.text in text for text in joined)
    else:
        event("plain")
        assert any(carried.text in text for _, text in texts)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), min_size=1, max_size=40))
def test_a_plain_text_comes_as_it_was_written(text: str) -> None:
    carried = read(b"Content-Type: text/plain; charset=utf-8\n\n" + f"\ufeff{text}".encode())
    blank = not re.sub("[\u200b-\u200d\u2060\ufeff]", "", text).strip()
    assert (carried is None) == blank
    if carried is not None and not text.lstrip().startswith("[text]"):
        assert carried.text == text.strip("\n")
