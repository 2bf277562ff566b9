"""What has no id of its own: the numbers of errors, and words of the description such as a field or a value."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

import click
from msgspec import Struct

from ...codec import RULES, Rule
from ...conformance.register import Clause, RegisteredReading, clauses, readings
from ..showing import lines, paragraph

_ERROR = re.compile(r"(?:ERROR\b\s*[=:]?\s*)?([1-9])(?:\s*[(,].*)?", re.IGNORECASE)
_MOST_IN_FULL = 3
_MOST = 10


class WordFound(Struct, frozen=True):
    """What tells of an error number or a word."""

    title: str
    means: str
    """In a few words; nothing where no one place says it."""
    clauses: list[Clause]
    readings: list[RegisteredReading]
    rules: list[Rule]


def about(text: str) -> WordFound | None:
    """What tells of *text*: an error's number, alone or in a reply, or a word; ``None`` where nothing does."""
    if error := _ERROR.fullmatch(text.strip()):
        return _about_error(int(error[1]))
    return _about_word(text.strip())


@cache
def meanings() -> dict[int, str]:
    """What the error numbers mean, as the description lists them."""
    listed = re.findall(r"(\d) \(([^)]+)\)", clauses()["C-ERRNO"].text)
    return {int(number): meaning for number, meaning in listed}


def _about_error(number: int) -> WordFound:
    of_both = ("C-ERR", "C-ERR-ID")
    form = next(clauses()[id] for id in of_both if str(number) in clauses()[id].text.partition(" as ")[0])
    named = re.compile(rf"\berrors?\b[^.;:]*\b{number}\b", re.IGNORECASE)
    return WordFound(
        f"ERROR = {number}",
        meanings()[number],
        [form, clauses()["C-ERRNO"]],
        [one for one in readings().values() if named.search(f"{one.question} {one.reading}")],
        [rule for rule in RULES.values() if number in (rule.error, rule.encoder_error)],
    )


def _about_word(word: str) -> WordFound | None:
    named = re.compile(rf"(?<![\w-]){re.escape(word)}(?!\w)", re.IGNORECASE)

    def rank(clause: Clause) -> int:
        return (clause.id != f"C-{word.upper()}") + (named.match(clause.text) is None)

    found = WordFound(
        word,
        "",
        sorted((one for one in clauses().values() if named.search(one.text)), key=rank),
        [one for one in readings().values() if named.search(f"{one.question} {one.reading}")],
        [rule for rule in RULES.values() if named.search(f"{rule.code} {rule.says} {rule.expected}")],
    )
    return found if found.clauses or found.readings or found.rules else None


def show_found(found: WordFound) -> None:
    """Print what tells of an error number or a word."""
    click.secho(found.title, bold=True)
    if found.means:
        click.echo(found.means)
    for clause in found.clauses[:_MOST_IN_FULL]:
        paragraph(clause.id, clause.text)
    others = [f"{one.id}  {one.text}" for one in found.clauses[_MOST_IN_FULL:]]
    _list("Other clauses (smsmail explain ID)", others)
    _list("Readings (smsmail explain ID)", (f"{one.id}  {one.question}" for one in found.readings))
    _list("Rules of `smsmail check` (smsmail explain CODE)", (f"{one.code}  {one.says}" for one in found.rules))


def _list(title: str, entries: Iterable[str]) -> None:
    if shown := list(entries):
        lines(title, [*shown[:_MOST], *_rest(len(shown))])


def _rest(count: int) -> Iterator[str]:
    if count > _MOST:
        yield f"… and {count - _MOST} more (--json has them all)"


def found_as_json(found: WordFound) -> dict[str, object]:
    """What tells of an error number or a word, as JSON values."""
    return {
        "kind": "error" if found.means else "word",
        "about": found.title,
        **({"means": found.means} if found.means else {}),
        "clauses": [one.id for one in found.clauses],
        "readings": [one.id for one in found.readings],
        "rules": [one.code for one in found.rules],
    }
