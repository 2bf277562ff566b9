"""The report for people, written while the run goes on.

Nothing here is ever interpreted: texts are printed as texts, foreign ones with their control
characters escaped.
"""

import shlex
import sys
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..escape import escape, never_failing, quoted
from ..explanation import diff_lines, explain
from ..protocol import Hello
from ..record import Record
from ..results import Column, Result, Tally

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

STYLES: dict[Column, str] = {
    "passed": "green",
    "deviating": "yellow",
    "failed": "bold red",
    "known": "magenta",
    "skipped": "cyan",
}
MARKS: dict[Column, str] = {
    "passed": ".",
    "deviating": "d",
    "failed": "F",
    "known": "k",
    "skipped": "s",
}
MAX_REASONS = 10


class TerminalReport:
    """A line for each topic, a block for each difference, at the end the table and the verdict.

    On a terminal a progress bar stands below them meanwhile; as a context manager it is taken
    away however the run ends. `again` is the command that repeats a run, without its cases.
    """

    def __init__(self, console: Console, cases: int, again: Sequence[str]) -> None:
        self._console = console
        self._cases = cases
        self._again = again
        self._topic = ""
        self._marks = Text()
        self._seen = 0
        self._choices: list[Result] = []
        self._skips: Counter[str] = Counter()
        self._bar = _progress_bar(console, cases) if console.is_terminal else None

    def __enter__(self) -> Self:
        if self._bar:
            self._bar[0].start()
        return self

    def __exit__(self, *exc: object) -> None:
        if self._bar:
            self._bar[0].stop()

    def begin(self, hello: Hello) -> None:
        name = quoted(f"{hello.implementation} {hello.version}", 80)
        language = quoted(hello.language, 40)
        self._say(f"Testing {name}, written in {language}, on {self._cases} cases")

    def add(self, result: Result) -> None:
        if result.case.topic != self._topic:
            self._end_topic()
            self._topic = result.case.topic
        self._marks.append(MARKS[result.column], STYLES[result.column])
        self._seen += 1
        if result.case.level == "may" and result.verdict.observed != "as-expected":
            self._choices.append(result)
        if result.verdict.outcome == "skipped":
            self._skips[result.verdict.reason] += 1
        elif result.fails or result.column in ("failed", "deviating"):
            self._show(result)
        if self._bar:
            progress, task = self._bar
            progress.advance(task)

    def end(self, record: Record) -> None:
        tally = record.tally
        self._end_topic()
        self._console.print()
        self._console.print(_table(tally), soft_wrap=False)
        self._show_skips()
        self._show_choices()
        for complaint in tally.complaints():
            self._say(escape(complaint), "bold red")
        self._say(f"{record.verdict} ({record.seconds:.2f} s)", "bold green" if tally.ok else "bold red")

    def interrupt(self) -> None:
        self._end_topic()
        self._say(f"interrupted after {self._seen} of {self._cases} cases", "bold red")

    def _end_topic(self) -> None:
        if self._marks:
            self._console.print(Text(f"{self._topic:<28} ").append_text(self._marks))
            self._marks = Text()

    def _show(self, result: Result) -> None:
        case = result.case
        label = "known" if result.problem else result.verdict.outcome
        style = STYLES["failed"] if result.problem else STYLES[result.column]
        block = Text("\n").append(label.upper(), style)
        block.append(f"  {case.id}  ({case.level}, {case.op})\n")
        for name, text in explain(result):
            block.append(f"  {name:<8} {text}\n")
        for line in diff_lines(result):
            block.append(f"    {line}\n", {"-": "red", "+": "green"}.get(line[:1]))
        block.append(f"  {'again':<8} {shlex.join([*self._again, '--case', case.id])}\n")
        # All in one, since with every piece printed the progress bar is drawn anew.
        self._console.print(block)

    def _show_skips(self) -> None:
        for reason, count in self._skips.most_common(MAX_REASONS):
            self._say(f"skipped {count}: {escape(reason)}", STYLES["skipped"])
        more = len(self._skips) - MAX_REASONS
        if more > 0:
            self._say(f"skipped for {more} other reasons as well", STYLES["skipped"])

    def _show_choices(self) -> None:
        """What cases of level may found out, where it is not what this project chose."""
        chosen = [result for result in self._choices if result.verdict.outcome == "passed"]
        if chosen:
            self._say("left to the implementation, and answered otherwise than this project chose:")
        for result in chosen:
            self._say(f"  {result.case.id}: {result.verdict.observed}")

    def _say(self, text: str, style: str | None = None) -> None:
        self._console.print(Text(text, style or ""))


def make_console(*, stderr: bool) -> Console:
    """A console that prints texts as they are: no markup, no wrapping, no guessed colours. No text is too much for it."""
    never_failing(sys.stderr if stderr else sys.stdout)
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False, soft_wrap=True)


def _progress_bar(console: Console, cases: int) -> "tuple[Progress, TaskID]":
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    progress = Progress(*columns, console=console, transient=True)
    return progress, progress.add_task("", total=cases)


def _table(tally: Tally) -> Table:
    shown = tally.columns()
    table = Table("")
    table.add_column("cases", justify="right")
    for column in shown:
        table.add_column(column, justify="right")
    for group in tally.groups():
        for name, counts in group:
            cells = [_cell(column, counts[column]) for column in shown]
            table.add_row(name, str(counts.total()), *cells)
        table.add_section()
    return table


def _cell(column: Column, count: int) -> Text:
    return Text(str(count), STYLES[column] if count else "dim")
