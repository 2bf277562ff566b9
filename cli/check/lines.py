"""Reading a file of which each line is a request by itself, as logs and samples are."""

from codecs import getincrementaldecoder
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..reading.texts import Unreadable, text_of


class Line(NamedTuple):
    number: int
    """1 for the first."""
    text: str
    end: str
    """The line break, where it is not the last."""


def lines_of(chunks: Iterable[bytes], shown: str, encoding: str) -> Iterator[Line | Unreadable]:
    """The lines of the file *shown*, whose octets come in *chunks*; those among them that are not of the *encoding*."""
    if not _has_octets_of_ascii(encoding):
        chunks, encoding = _as_utf8(chunks, shown, encoding), "utf-8"
    try:
        for number, octets in enumerate(_split(chunks), 1):
            yield _line(number, octets, shown, encoding)
    except Unreadable as error:
        yield error


def _line(number: int, octets: bytes, shown: str, encoding: str) -> Line | Unreadable:
    try:
        whole = text_of(octets, f"{shown}:{number}", encoding)
    except Unreadable as error:
        return error
    text = whole.removesuffix("\n").removesuffix("\r") if whole.endswith("\n") else whole
    return Line(number, text, whole[len(text) :])


def _split(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Lines with their ends."""
    begun: list[bytes] = []
    for chunk in chunks:
        *ended, rest = chunk.split(b"\n")
        for line in ended:
            yield b"".join((*begun, line, b"\n"))
            begun.clear()
        if rest:
            begun.append(rest)
    if begun:
        yield b"".join(begun)


def _has_octets_of_ascii(encoding: str) -> bool:
    return "\r\n:".encode(encoding) == b"\r\n:"


def _as_utf8(chunks: Iterable[bytes], shown: str, encoding: str) -> Iterator[bytes]:
    """*chunks* of the *encoding* in one where the octet of a line feed is that and nothing else."""
    decoder = getincrementaldecoder(encoding)()
    try:
        for chunk in chunks:
            yield decoder.decode(chunk).encode("utf-8", "surrogatepass")
        yield decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")
    except ValueError as error:
        raise Unreadable(f"{shown}: no {encoding} ({getattr(error, 'reason', error)})") from error
