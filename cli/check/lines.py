"""Reading a file of which each line is a request by itself, as logs and samples are."""

from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import chain
from typing import NamedTuple

from ..reading.texts import MARK, MAX_TEXT_OCTETS, Unreadable, decoded, exact_encoding


class Line(NamedTuple):
    number: int
    """1 for the first."""
    text: str
    end: str
    """The line break, where it is not the last."""
    encoding: str
    mark: str = ""
    """A byte order mark in front of it."""
    octets: bytes | None = None
    """All of it as it stands in the file, where its encoding has the line breaks of ASCII."""
    problem: Unreadable | None = None
    """Why it cannot be read; its text is nothing then but asterisks."""

    def whole(self, text: str | None = None) -> bytes:
        """Its octets, or those with another *text* in it."""
        if self.octets is not None and text in (None, self.text):
            return self.octets
        return (self.mark + (self.text if text is None else text) + self.end).encode(self.encoding)


def lines_of(
    chunks: Iterable[bytes], shown: str, encoding: str, is_silent: Callable[[str], bool] | None = None
) -> Iterator[Line | range | Unreadable]:
    """The lines of the file *shown*, whose octets come in *chunks*; why nothing more can be read, where that is so.

    Of lines next to each other that *is_silent* says are of no interest there are but their numbers.
    """
    rest = iter(chunks)
    first = next(rest, b"")
    named, encoding = encoding, exact_encoding(encoding, first)
    within = encoding if _has_octets_of_ascii(encoding) else "utf-8"
    number = 0
    try:
        for block in _blocks(_as_ascii(chain([first], rest), shown, encoding, named), shown):
            begin = number + 1
            for number, octets in enumerate(block, begin):
                if is_silent and is_silent(_without_end(octets, within)):
                    continue
                if begin < number:
                    yield range(begin, number)
                begin = number + 1
                yield _line(number, octets, shown, encoding)
            if begin <= number:
                yield range(begin, number + 1)
    except Unreadable as error:
        yield error


def _without_end(octets: bytes, encoding: str) -> str:
    """The text of a line; of one that cannot be read nothing."""
    try:
        text = octets.decode(encoding)
    except ValueError:
        return ""
    return text[:-2] if text.endswith("\r\n") else text.removesuffix("\n")


def _line(number: int, octets: bytes, shown: str, encoding: str) -> Line:
    has_ascii = _has_octets_of_ascii(encoding)
    problem = None
    try:
        whole = decoded(octets, f"{shown}:{number}", encoding if has_ascii else "utf-8")
    except Unreadable as error:
        problem = error
        # What is no character may be a part of the password all the same.
        end = octets[len(octets.rstrip(b"\r\n")) :].decode("ascii")
        whole = "*" * (len(octets) - len(end)) + end
    text = whole.removesuffix("\n").removesuffix("\r") if whole.endswith("\n") else whole
    end = whole[len(text) :]
    mark = MARK if text.startswith(MARK) else ""  # Files that were joined have one in front of each.
    return Line(number, text.removeprefix(mark), end, encoding, mark, octets if has_ascii else None, problem)


def _blocks(chunks: Iterable[bytes], shown: str) -> Iterator[list[bytes]]:
    """Lines with their ends, as many at once as a chunk has."""
    rest = b""
    for chunk in chunks:
        lines = BytesIO(rest + chunk).readlines()  # which end in a line feed, and not in a carriage return alone
        rest = lines.pop() if lines and not lines[-1].endswith(b"\n") else b""
        yield lines
        if len(rest) > MAX_TEXT_OCTETS:
            raise Unreadable(f"{shown}: a line of more than {MAX_TEXT_OCTETS} octets is no request")
    if rest:
        yield [rest]


def _has_octets_of_ascii(encoding: str) -> bool:
    return "\r\n:".encode(encoding) == b"\r\n:"


def _as_ascii(chunks: Iterable[bytes], shown: str, encoding: str, named: str) -> Iterator[bytes]:
    """*chunks*, in UTF-8 unless in the *encoding* itself the octet of a line feed is that and nothing else."""
    if _has_octets_of_ascii(encoding):
        yield from chunks
        return
    decoder = getincrementaldecoder(encoding)()
    try:
        for chunk in chunks:
            yield decoder.decode(chunk).encode("utf-8", "surrogatepass")
        yield decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")
    except ValueError as error:
        raise Unreadable(f"{shown}: no {named} ({getattr(error, 'reason', error)})") from error
