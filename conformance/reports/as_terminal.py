"""The report for people.

Nothing here is ever interpreted: texts are printed as texts, foreign ones with their control characters escaped. And
nothing here fails: what an encoding lacks is written plainly, and a screen that is gone ends the drawing, not the run.
"""

import shlex
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Self

from rich import box
from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from smsmail.versions import CORPUS

from ..corpus import OPS
from ..escape import escape, never_failing, quoted
from ..explanation import clipped, diff_lines, explain
from ..protocol import Hello
from ..record import Record
from ..results import Column, Result
from ..runner import not_among_ops
from .causes import Cause, causes, mend_first, most_telling

STYLES: dict[Column, str] = {
    "passed": "green",
    "deviating": "yellow",
    "failed": "bold red",
    "known": "magenta",
    "skipped": "cyan",
}
SHOWN, NAMED = 3, 7
"""So many failures are shown, and so many more are named; the others are counted."""
MAX_LINES, MAX_WIDTH = 8, 150
"""Of a failure that is shown."""
MAX_REASONS = 5


class TerminalReport:
    """A progress bar on a terminal while the run goes on, and at its end what came of it.

    `again` is the command that repeats the run, without its cases; with `every`, all failures are shown.
    """

    def __init__(self, console: Console, cases: int, again: Sequence[str], *, every: bool = False) -> None:
        self._console = console
        self._cases = cases
        self._again = again
        self._every = every
        self._seen = 0
        self.lost: OSError | None = None
        """What ended the drawing."""
        columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self._bar.add_task("", total=cases)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._bar.stop()

    def begin(self, hello: Hello) -> None:
        name = quoted(f"{hello.implementation} {hello.version}", 80)
        language = quoted(hello.language, 40)
        self._say(f"Testing {name}, written in {language}, on {self._cases} cases of corpus {CORPUS}")

    def add(self, result: Result) -> None:
        self._seen += 1
        self._bar.advance(self._task)

    def end(self, record: Record) -> None:
        tally = record.tally
        found = causes(record.results)
        self._show_failures(found)
        # What is not offered at all, one line says.
        rows = [row for row in tally.rows() if row[0] not in OPS or row[1] != str(tally.by_op[row[0]]["skipped"])]
        self._draw(grid([["", "cases", *tally.columns()], *rows], numbers=True))
        self._show_skips(record.results)
        self._show_choices(record.results)
        for complaint in tally.complaints():
            self._say(escape(complaint), "bold red")
        if found:
            self._say(escape(clipped(mend_first(found), 2 * MAX_WIDTH)), "bold")
            again = shlex.join([*self._again, "--last-failed"])
            self._say(f"Look closer: smsmail explain {most_telling(found)[0].case.id}   Again: {again}")
        self._say(f"{record.verdict} ({record.seconds:.2f} s)", "bold green" if tally.ok else "bold red")

    def interrupt(self) -> None:
        self._say(f"interrupted after {self._seen} of {self._cases} cases", "bold red")

    def _show_failures(self, found: Sequence[Cause]) -> None:
        results = most_telling(found)
        shown = len(results) if self._every else SHOWN
        for result in results[:shown]:
            self._draw(Text("\n").join(_block(result)))
        named = results[shown : shown + NAMED]
        for result in named:
            rests_on = ", ".join(result.case.basis)
            said = clipped(f"{result.case.id}  {rests_on}: {result.reason}", MAX_WIDTH)
            self._draw(_label(result).append(escape(said)))
        left = len(results) - shown - len(named)
        if left > 0:
            self._say(f"… and {left} more, of {len(found)} causes in all (--all shows each)")

    def _show_skips(self, results: Sequence[Result]) -> None:
        skips = Counter(result.verdict.reason for result in results if result.verdict.outcome == "skipped")
        not_offered = [result.case.op for result in results if result.verdict.reason == not_among_ops(result.case.op)]
        for op in set(not_offered):
            del skips[not_among_ops(op)]
        if not_offered:
            ops = ", ".join(op for op in OPS if op in not_offered)
            self._say(f"skipped {len(not_offered)}, which are not among its ops: {ops}", STYLES["skipped"])
        for reason, count in skips.most_common(MAX_REASONS):
            self._say(clipped(f"skipped {count}: {escape(reason)}", MAX_WIDTH), STYLES["skipped"])
        if len(skips) > MAX_REASONS:
            self._say(f"skipped for {len(skips) - MAX_REASONS} other reasons as well", STYLES["skipped"])

    def _show_choices(self, results: Sequence[Result]) -> None:
        """What cases of level may found out, where it is not what this project chose."""
        chosen = [
            result
            for result in results
            if result.column == "passed" and result.case.level == "may" and result.verdict.observed != "as-expected"
        ]
        if chosen:
            end = ":" if self._every else " (--all names each)"
            self._say(f"{len(chosen)} choices left to the implementation are not those of this project{end}")
        for result in chosen if self._every else ():
            self._say(f"  {result.case.id}: {result.verdict.observed}")

    def _say(self, text: str, style: str | None = None) -> None:
        self._draw(Text(text, style or ""))

    def _draw(self, what: RenderableType) -> None:
        if self.lost is None:
            try:
                self._console.print(what)
            except OSError as error:
                self.lost = error


class Screen(Console):
    """A console that says when nobody reads it any more, where rich would end the program."""

    def on_broken_pipe(self) -> None:
        raise  # noqa: PLE0704  # the error that is being handled


def make_console(*, stderr: bool) -> Console:
    """A console that prints texts as they are: no markup, no wrapping, no guessed colours. No text is too much for it."""
    never_failing(sys.stderr if stderr else sys.stdout)
    return Screen(stderr=stderr, markup=False, emoji=False, highlight=False, soft_wrap=True)


def grid(rows: Sequence[Sequence[str | Text]], *, numbers: bool = False) -> Table:
    """A table, its first row the headings, with numbers in all columns but the first, or with texts."""
    head, *body = rows
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, name in enumerate(head):
        table.add_column(name, justify="right" if numbers and place else "left", overflow="fold")
    for row in body:
        table.add_row(*row)
    return table


def _label(result: Result) -> Text:
    label = "known" if result.problem else result.verdict.outcome
    return Text().append(f"{label.upper()}  ", STYLES["failed"] if result.problem else STYLES[result.column])


def _block(result: Result) -> list[Text]:
    """A failure in a few lines: what was asked, and what of the answer is not as it must be."""
    case = result.case
    head = _label(result).append(f"{case.id}  ({case.level}, {case.op})")
    told = [Text(f"  {name:<8} {clipped(text, MAX_WIDTH)}") for name, text in explain(result)[: MAX_LINES - 1]]
    differing = diff_lines(result, MAX_LINES - 1 - len(told))
    lines = [Text(f"  {clipped(line, MAX_WIDTH)}", {"-": "red", "+": "green"}.get(line[:1], "")) for line in differing]
    return [head, *told, *lines]
