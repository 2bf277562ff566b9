"""The list of known failures: one case id a line, `#` begins a comment.

Only failing may be known. An entry that passes, or that names no case, has to be taken off the
list, so that it cannot rot.
"""

from collections.abc import Iterable


def read_known_failures(text: str) -> frozenset[str]:
    lines = (line.partition("#")[0].strip() for line in text.split("\n"))
    return frozenset(line for line in lines if line)


def unknown_ids(known: Iterable[str], ids: Iterable[str]) -> list[str]:
    """The entries that name no case of the whole corpus, in order."""
    return sorted(set(known) - set(ids))
