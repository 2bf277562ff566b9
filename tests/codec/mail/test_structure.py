"""The parts of a mail are those that the standard library finds in it, wherever that one loses nothing."""

import re

from hypothesis import assume, event, example, given
from hypothesis import strategies as st

from fixtures.mails import MAILS
from smsmail.codec import DecodeError
from smsmail.codec.mail.parse import Part, parts_of
from tests.support import mail_reference
from tests.support.any_mails import octets, soups
from tests.support.each import each
from tests.support.effort import examples

# Here the standard library reads something else, and not what RFC 5322 has: obsolete white space before the colon of a
# header, names that begin like a boundary, and headers of a part that cannot be any, which it drops.
# It takes a last boundary for one more of those in front of it, too.
OTHERWISE = re.compile(
    rb"(?:\A|[\r\n])(?:[!-9;-~]+[ \t]+:|--[^\r\n]*:|:|From )|(?:\A|[\r\n])--[^\r\n]*(?:\r\n|[\r\n])--|\(|[\x80-\xff]|\\"
)


def cut(mail: bytes) -> list[Part] | None:
    try:
        return parts_of(mail)
    except DecodeError:
        return None


def assert_as_parsed(mail: bytes) -> None:
    parts, leaves = cut(mail), mail_reference.parsed(mail)
    assume(parts is not None and leaves is not None)
    assert parts is not None
    assert leaves is not None
    event(f"{len(parts)} parts")
    # Between boundaries that follow each other the standard library finds an empty part or none.
    parts, leaves = [part for part in parts if part.body], [leaf for leaf in leaves if leaf.body]
    # Where the last boundary is missing, it takes the line break at the end for a part of that.
    assert all(
        part.body in (leaf.body, leaf.body + b"\n", leaf.body + b"\r\n", leaf.body + b"\r")
        for part, leaf in zip(parts, leaves, strict=True)
    )
    assert [part.head.type for part in parts] == [leaf.type for leaf in leaves]
    for part, leaf in zip(parts, leaves, strict=True):
        assert part.head.encoding == leaf.encoding
        assert mail[part.head.end :].startswith(part.body)


@st.composite
def multiparts(draw: st.DrawFn) -> bytes:
    """Multiparts in one another whose borders are missing, doubled, or those of another."""
    names = [b"a", b"b", b"ab", b"a--", b""]
    lines = [b"--" + name + end for name in names for end in (b"", b"--", b" \t", b"x")]
    opening = [b'Content-Type: multipart/mixed; boundary="' + name + b'"\n' for name in names]
    texts = [b"x", b"", b"X: y", b" z", b"Content-Type: text/html", b"Content-Disposition: attachment", b"-- ", b"\r"]
    body = draw(st.lists(st.sampled_from([*lines, *lines, *texts, *opening]), max_size=20))
    return draw(st.sampled_from(opening)) + draw(st.sampled_from([b"\n", b"\r\n"])).join(body)


@given(octets() | multiparts() | st.tuples(multiparts(), soups()).map(b"".join))
@examples(1000)
@example(b"Content-Type: multipart/mixed; boundary=b\n\n--b\n--b\n\nx\n--b--\ny\n--b\n\nz")
@example(b"Content-Type:\x0cmultipart/mixed; boundary=b\n\n--b\n\nx")
def test_the_parts_are_those_of_the_standard_library(mail: bytes) -> None:
    assume(not OTHERWISE.search(mail))
    assert_as_parsed(mail)


@each("name", [name for name, mail in MAILS.items() if not OTHERWISE.search(mail)])
def test_the_parts_of_the_corpus_are_those_of_the_standard_library(name: str) -> None:
    parts, leaves = cut(MAILS[name]), mail_reference.parsed(MAILS[name])
    if parts is not None and leaves is not None:
        assert [(part.head.type, part.body) for part in parts] == [(leaf.type, leaf.body) for leaf in leaves]


@given(
    st.lists(
        st.sampled_from(
            [
                *("; ", ";", " ", "=", '"', "charset=", 'charset="utf-8"', "charset*=utf-8''koi8-r", "charset*0=ko"),
                *(
                    "charset*1=i8-r",
                    "CharSet = x",
                    "boundary=b;",
                    "format=flowed",
                    "name=",
                    "x=y",
                    "charset*0*=",
                    "%41",
                ),
            ]
        ),
        max_size=12,
    ).map("".join)
)
@examples(500)
def test_parameters_are_read_as_the_standard_library_reads_them(parameters: str) -> None:
    # A name without an equals sign is a parameter to the standard library, and none here.
    assume(all("=" in piece for piece in parameters.split(";") if piece.strip()))
    mail = f"Content-Type: text/plain; {parameters}\n\nx".encode()
    parts, leaves = cut(mail), mail_reference.parsed(mail)
    assume(parts and leaves)
    assert parts
    assert leaves
    read = parts[0].head.parameters
    assert read is not None
    wanted = {name: value for name, value in leaves[0].parameters.items() if name and value}
    assert {name: value for name, value in read.items() if name and value} == wanted


HEADS = {
    "an empty line": (b"X: y\n\na: b", b"a: b"),
    "none": (b"X: y\nabc def\n", b"abc def\n"),
    "a line without a name": (b"X: y\n:psw::::7999:hi\n", b":psw::::7999:hi\n"),
    "no header at all, then a line without a name": (b"no header here\n:psw\n", b"no header here\n:psw\n"),
    "white space first": (b" a:b\nX: y\n", b" a:b\nX: y\n"),
    "a line of a mailbox file": (b"From a Mon Jan 1\nX: y\n\nabc", b"abc"),
    "such a line further down": (b"X: y\nFrom a\nabc", b"From a\nabc"),
    "carriage returns": (b"X: y\r z\r\rabc", b"abc"),
    "nothing": (b"", b""),
}


@each("name", HEADS)
def test_the_headers_end_before_the_first_line_that_can_be_none(name: str) -> None:
    mail, body = HEADS[name]
    parts = cut(mail)
    assert parts is not None
    assert [part.body for part in parts] == [body]
