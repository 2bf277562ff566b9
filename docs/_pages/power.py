"""The page of what the suite catches, docs/power.md."""

import json
from collections.abc import Iterator
from typing import Any

from docs._pages import DOCS
from docs._pages.rules import block, prose
from smsmail.conformance.escape import escape
from tests.support.zoo import ANIMALS

FIGURES = DOCS.parent / "benchmarks" / "mutation-figures.json"
"""What ``python -m benchmarks.mutation --record`` found last."""

INTRODUCTION = """\
# What the suite catches

A conformance suite is worth the wrong implementations that it fails. Two things measure that: a zoo of testees that are wrong
on purpose, and mutants of the reference codec.

## The zoo

Each animal is the reference codec with one bug around it, such as a programmer would really write, and the cases that must catch
it were named before the suite was run on it. A test holds the suite to it (`tests/conformance/test_zoo.py`): asked strictly, it fails
each animal, by the cases named among others; a testee without a bug it passes. The bugs are in `tests/support/zoo/`, and
`smsmail conformance --strict --testee 'python -m tests.support.zoo NAME'` shows one of them at work.
"""


MUTANTS = """\
## Mutants of the reference

`python -m benchmarks.mutation` (`tox -e mutation`) changes the reference codec in one place at a time and runs the corpus, and nothing
else, against each change: comparisons turned, bounds moved by one, conditions and steps left out, arguments exchanged, entries of
tables and characters of alphabets left out, regular expressions changed, the error number and severity of each rule, and the
definitions of the grammar with all expressions derived from them anew. The cases are put through the testee protocol in process, and
judged by the sound codec.

A mutant is *killed* by the first case that is answered otherwise than expected. Cases of level may count too, since for the reference
they are what it decided; the column *by may only* says how many no case of level must or should kills, and so how many believable
deviations another implementation may have. Mutants that *do not start*, such as one that asks for an expression that does not exist, are
no wrong implementation and count for nothing. For each survivor an input is searched for that it answers otherwise: up to 2,000 inputs
near the cases that go through the changed line. Where there is one, the corpus has *missed* a wrong implementation. Where there is none
it is *alike*: many of these change a quicker way to the same value, a bound that is held a second time, or a warning, which no answer
shows; but others are wrong where no such input goes, as at the edges of the sets of control characters in a login. So there are two
rates: what is killed of all that are known to be wrong, and, below the table, what is killed of all.

Not mutated is what no testee shows: the words, places and mends of findings, notes, what is remembered for speed, and what only the
command or the Python interface reach. `benchmarks/mutation/scope.py` names it, with the reasons.
"""


def power_page() -> str:
    """The text of docs/power.md."""
    return "\n".join(_page())


def _page() -> Iterator[str]:
    yield INTRODUCTION
    seen = sum(one.wrong.__module__.endswith(".strangers") for one in ANIMALS.values())
    yield f"There are {len(ANIMALS)} animals; {seen} of them are wrong as published packages were found to be."
    yield from ("", "| animal | its bug | caught by |", "|---|---|---|")
    for one in sorted(ANIMALS.values(), key=lambda one: (one.ops, one.name)):
        yield f"| {one.name} | {prose(one.bug)} | {', '.join(f'`{case}`' for case in one.caught_by)} |"
    yield ""
    yield MUTANTS
    figures: dict[str, Any] = json.loads(FIGURES.read_text("utf-8"))
    tried = figures["total"]["mutants"]
    every = figures["mutants in all"]
    of = f"one of a sample, {tried:,} of {every:,} mutants" if tried < every else "one of all mutants"
    yield from (f"The last run, on the {figures['cases']:,} cases of all operations but serve, was {of}:", "")
    yield "| file | mutants | do not start | alike | killed | by may only | missed | rate |"
    yield "|---|--:|--:|--:|--:|--:|--:|--:|"
    for name, row in {**figures["files"], "all": figures["total"]}.items():
        yield f"| {prose(name)} | {' | '.join(str(value) for value in row.values())} % |"
    yield ""
    total: dict[str, int] = figures["total"]
    plain = 100 * total["killed"] / (total["killed"] + total["missed"] + total["alike"])
    yield f"If all that are alike were wrong, the rate would be {plain:.1f} %."
    yield ""
    if figures["missed"]:
        yield from ("Missed (file, scope, line, change):", "")
        yield from (*block(map(escape, figures["missed"])), "")
