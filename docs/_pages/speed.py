"""The page of how fast it is, docs/design/speed.md."""

from collections.abc import Iterator
from itertools import groupby

from msgspec import Struct, json

from docs._pages import DOCS

PAGE = DOCS / "design" / "speed.md"
KEPT = DOCS.parent / "benchmarks" / "figures.json"
"""What ``python -m benchmarks --write`` found last."""

INTRODUCTION = """\
# Speed

Most inputs have nothing wrong with them, and of most there is nothing to say. The language of such lines is regular: the clean form,
`grammar/clean.lark`, written without look-around so that any engine can run its expression. It is derived once and run everywhere:

- `decode_request` reads a clean line by one expression. It takes no white space around values, and so does not look for any; rows are
  found by one pass over the whole list. Whatever is special goes to the reader that has the words for it, and the tests hold the two equal.
- `encode_request` writes each value beside the terminal that it has to be, and reads nothing back: that is what the tests do.
- `decode_mail` looks at headers by one expression, and at the parts of a mail by the lines that could be borders.
- `smsmail check --lines` decodes no line of which there is nothing to say. What the clean form leaves open (a time that is past, parts
  with one character in them, Moscow time, a number twice) is put in front of it; what no expression can say (how often each letter stands
  in a text, words that templates leave behind) are named tests beside it, in `codec/hints/quick.py`. That it says of no line less than
  `check` does is a test.

Nothing in the codec is worse than linear in the size of its input, malicious input included (`tests/codec/test_linear.py`).

Each ratio below stands on a floor that is measured in the same run, in turns of a millisecond, of which the fastest count. The floors
decode by one expression of all that is accepted, written by hand, and check nothing else; write an f-string that knows which fields are
there, or one for any; or let the `email` package of the standard library read or write the same octets. A loop of `check` is as many calls on
what is in memory already. An exponent is that of a power of the size, over the last two decades.
"""


class Kept(Struct):
    python: str
    machine: str
    rows: list[tuple[str, str, str, str, str, str]]


def speed_page() -> str:
    """The text of docs/design/speed.md."""
    return "\n".join(_page(json.decode(KEPT.read_bytes(), type=Kept)))


def _page(kept: Kept) -> Iterator[str]:
    yield INTRODUCTION
    yield f"Made by `python -m benchmarks --write` with Python {kept.python} on {kept.machine}."
    yield from ("", "| | takes | beside | ratio | target | |", "|---|--:|---|--:|--:|---|")
    for what, several in groupby(kept.rows, key=lambda row: row[:2]):
        for number, (_, _, *rest) in enumerate(several):
            yield f"| {' | '.join([*(what if number == 0 else ('', '')), *rest])} |"
    yield ""
