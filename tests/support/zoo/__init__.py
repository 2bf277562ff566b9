"""The zoo: testees that are wrong on purpose, each by one bug that a programmer would really write.

What the suite is worth is what it catches. Each animal is the reference with one bug around it, and names beforehand the
cases that must catch it; ``tests/conformance/test_zoo.py`` holds the suite to that. ``python -m tests.support.zoo NAME`` runs one
as a testee.
"""

from tests.support.zoo import answers, clocks, gateways, lines, mails, messages, parts, rows, strangers, writers
from tests.support.zoo.animal import ANIMALS, Animal

__all__ = [
    "ANIMALS",
    "Animal",
    "answers",
    "clocks",
    "gateways",
    "lines",
    "mails",
    "messages",
    "parts",
    "rows",
    "strangers",
    "writers",
]
