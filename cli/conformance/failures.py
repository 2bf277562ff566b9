"""Failures from one run to the next: the list of known ones, and running again what failed."""

import os
from collections.abc import Callable, Collection, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import click

from ...conformance import Case, Record
from ...conformance.escape import escape
from ...conformance.known import KnownFailure, KnownFailures, known_failures, outlived, read_entries, write_entries
from ...conformance.matrix import read_run
from ..usage import EXISTING_FILE, FILE, options_as


class Failures(NamedTuple):
    """What the options say of failures."""

    known_failures: Path | None
    write_known_failures: Path | None
    max_failures: int | None
    last_failed: bool
    report: Path | None

    def chosen(self, cases: list[Case], key: Sequence[str]) -> list[Case]:
        """Of *cases* those that are to be run again; all of them unless that is asked for."""
        if self.report:
            run = _read(self.report, read_run)
            again = {id for id, cell in run.cells.items() if cell.column in ("failed", "deviating")}
        elif self.last_failed:
            again = set(_read(_memory(key), lambda file: file.read_text("utf-8").split()))
        else:
            return cases
        chosen = [case for case in cases if again.intersection((case.id, *case.aliases))]
        if not chosen:
            raise click.UsageError("nothing failed then, of the cases that are chosen now")
        return chosen

    def known(self, corpus: Sequence[Case]) -> KnownFailures:
        return known_failures(self._entries(self.known_failures), corpus)

    def finish(self, record: Record) -> None:
        """See that the list of known failures still holds, and write it anew where that is asked for."""
        passed = [result.case.id for result in record.results if result.verdict.outcome == "passed"]
        failed = [result.case.id for result in record.results if record.policy.forbids(result.verdict.outcome)]
        if file := self.write_known_failures:
            before = self._entries(file if file.exists() else self.known_failures)
            judged = {*passed, *failed}
            # What was not run now may fail as it did.
            others = [one.pattern for one in before if not any(map(one.covers, judged))]
            try:
                file.write_text(write_entries(before, [*failed, *others]), "utf-8")
            except OSError as error:
                raise click.UsageError(f"{escape(str(file))}: {error.strerror}") from error
        for problem in outlived(self._entries(self.known_failures), passed, failed):
            record.tally.complain(problem)

    def _entries(self, file: Path | None) -> list[KnownFailure]:
        return _read(file, lambda named: read_entries(named.read_text("utf-8"))) if file else []


failure_options = options_as(
    "failures",
    Failures,
    click.option(
        "--known-failures",
        type=EXISTING_FILE,
        help="Cases known to fail, one id or pattern (with *) a line, # for comments. They do not fail the run, but an "
        "entry that passes or names no case does; with the word “flaky” behind it it may pass.",
    ),
    click.option(
        "--write-known-failures",
        type=FILE,
        help="Write what fails as a list of known failures; reasons that stand in it are kept.",
    ),
    click.option(
        "--max-failures", type=click.IntRange(min=1), metavar="N", help="End the run once so many cases failed."
    ),
    click.option("--last-failed", is_flag=True, help="Run again what failed the last time, started from this folder."),
    click.option("--report", type=EXISTING_FILE, help="Run again what failed in this JSON report."),
)


def remember(key: Sequence[str], failed: Collection[str]) -> None:
    """Keep what failed for --last-failed; that it cannot be kept is no reason to fail."""
    place = _memory(key)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("\n".join(sorted(failed)), "utf-8")
    except OSError:
        pass


def _memory(key: Sequence[str]) -> Path:
    """The file that remembers the last run of this testee, from this folder."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "smsmail" / f"last-failed-{sha256(repr((os.getcwd(), *key)).encode()).hexdigest()[:24]}"


def _read(file: Path, read: Callable[[Path], Any]) -> Any:
    try:
        return read(file)
    except FileNotFoundError as error:
        raise click.UsageError("there is no earlier run of this testee, started from this folder") from error
    except (OSError, ValueError) as error:
        raise click.UsageError(f"{escape(str(file))}: {error}") from error
