"""``smsmail check``: what is to be said of requests, alone or in mails."""

import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from ..brief import Brief
from ..reading.file_kind import Forced
from ..reading.mails import Source, kind_options
from ..reading.texts import STDIN, Unreadable, encoding_option
from ..showing import harmless
from ..showing.findings import notes_option, of_interest
from ..usage import refuse_if, removed_option
from .checked import Checked, Silent
from .checking import Event, Fix, How, Output, events_of
from .inputs import Remark, inputs
from .progress import Progress, progress
from .reports import FORMATS, report_named
from .reports.base import BaseReport
from .settings import CheckSettings, Overrides, settings_of
from .statistics import table

if TYPE_CHECKING:
    from .output import Writer

_FOR_PEOPLE = ("text", "github")
"""Reports that --quiet makes shorter; programs get all."""


_COMMON = (
    *("--format", "--select", "--ignore", "--quiet"),
    *("--fix", "--diff", "--in-place", "--explain", "--lines", "--mail"),
)


@click.command(cls=Brief, common=_COMMON)
@click.argument("files", nargs=-1, metavar="[FILE…|-]", type=click.Path(allow_dash=True))
@click.option("--format", type=click.Choice(FORMATS), help="How to report; text, for people, if nothing else is said.")
@click.option("--select", multiple=True, metavar="RULES", help="Report these rules alone.")
@click.option("--ignore", multiple=True, metavar="RULES", help="Do not report these rules.")
@click.option(
    "--error-on-warning/--no-error-on-warning", default=None, help="Exit status 1 where there are but warnings."
)
@click.option("-q", "--quiet", count=True, help="Show errors alone, and no verdicts; twice: nothing.")
@click.option("--statistics", is_flag=True, help="Count at the end how often each rule was broken.")
@click.option("--fix", "fix", flag_value="fix", help="Print the text as its certain fixes make it.")
@click.option("--diff", "fix", flag_value="diff", help="Print what the certain fixes would change.")
@click.option(
    "--in-place", is_flag=True, help="With --fix: write the fixed text back to its file, and print nothing of it."
)
@click.option(
    "--explain", is_flag=True, help="Say what each accepted request is understood as, and not only a single one."
)
@click.option(
    "--domain",
    "domains",
    multiple=True,
    metavar="DOMAIN",
    help="Where mails may go, in place of the vendor's domain; may be given several times.",
)
@click.option("--with-psw", is_flag=True, help="Do not mask the password in what --fix and --diff print.")
@click.option("--lines", "forced", flag_value="lines", help="Each line of the input is a request by itself.")
@kind_options
@notes_option
@encoding_option
@click.option(
    "--config",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The configuration, in place of the one that would be found.",
)
@click.option("--no-config", is_flag=True, help="Read no configuration.")
@removed_option("--jobs", "one process checks all; leave it out")
@click.pass_context
def check(
    context: click.Context,
    files: tuple[str, ...],
    forced: Forced,
    fix: Fix | None,
    in_place: bool,
    explain: bool,
    domains: tuple[str, ...],
    with_psw: bool,
    notes: bool,
    quiet: int,
    statistics: bool,
    **options: Any,
) -> None:
    """Say of each request whether it is accepted, and what is wrong or doubtful in it.

    A FILE is the text of one request, a mail with one, a mailbox (mbox or Maildir) with many, a folder, or a pattern
    such as 'out/**/*.txt'. Without FILE, or with -, it is read from standard input. Line breaks before and after a
    request do not count. Passwords are never shown, unless --fix or --diff is given with --with-psw.

    \b
    Exit status:
      0  every request is accepted, perhaps with warnings
      1  a request is refused, or with --error-on-warning there is a warning
      2  wrong usage, or a file that cannot be read; the others are checked

    \f
    A request that is refused by ignored rules alone, and a mailbox without mails, make no exit status 1.

    \b
    What a FILE is, unless --mail, --line or --lines says it:
      Maildir   a folder with the folders cur and new in it (its subfolders are not read);
                a folder with a file mbox in it is that mailbox
      folder    any other: its files *.sms, *.smsmail, *.eml and *.mbox, and those of the
                folders in it, but for hidden ones; links to folders are not followed
      mail      its name ends in .eml
      mbox      its name ends in .mbox, or its first line is one that stands between the
                mails of a mailbox: "From " with a time and a year behind, or with nothing
      mail      its first line is a header such as Received, From, To, Subject, Date,
                Message-ID, MIME-Version, Content-… or X-…, in capitals or not, there are
                only headers down to an empty line, and the first line is not login:psw:…
                with six colons itself
      request   everything else

    \b
    Where a finding is:
      order.txt:1:14              line and column of the request
      samples.log:17:14           the same, with --lines
      shop.eml                    of the mail; octets count in the part that is named
      shop.eml (request):1:14     line and column of the request that the mail carries
      inbox.mbox#17               the 17th mail of a mailbox

    Notes say what is neither wrong nor doubtful and yet worth knowing, such as the charset that a mail was read in where
    it names none. They are shown and counted beside an error or a warning, and always with --notes.

    \b
    RULES are codes such as phone-format, with commas between them, or with * for
    any characters: --ignore 'part-*,sender-characters'. Of what is selected,
    --ignore takes away. What is ignored counts for nothing; only the verdict says
    by which ignored rules a request is refused, since no gateway will take it.

    \b
    --fix and --diff change no file but with --in-place. They apply the fixes that are certain, of
    rules that are reported; where a fix would be a guess, it is for you to say.
    Of a mail they print the request. Findings go to standard error: with --fix
    those that are left, and the exit status is that of what is printed; with
    --diff those of the text as it is. Without --with-psw all that may be part of
    a password is masked, and a line of which that is not certain stays as it is.
    --in-place writes a file back in one step, with its encoding, mode and owner,
    and every octet that is no part of a certain fix as it was; links are followed
    only where they are named, and mails are left alone.

    \b
    Configuration: the nearest .smsmail.toml, smsmail.toml, or pyproject.toml with
    a table [tool.smsmail], from the working folder up to that of the repository.
    The command line wins; --select sets aside both select and ignore.
      select, ignore      lists of rules
      per-file-ignores    { "samples/**" = ["phone-format"], "*.log" = ["part-*"] }
      error-on-warning    true or false
      format, encoding    as the options
      include             patterns of the files that are taken of a folder
      exclude             patterns of files and folders that are not, unless they
                          are named themselves
    A pattern with a slash is for paths from the folder of the configuration, with
    ** for any folders; one without is for names.
    """
    refuse_if(with_psw and not fix, "--with-psw is for --fix and --diff")
    refuse_if(in_place and (fix != "fix" or STDIN in (files or (STDIN,))), "--in-place is for --fix and files")
    if context.get_parameter_source("encoding") is ParameterSource.DEFAULT:
        options["encoding"] = None
    settings = settings_of(Overrides(**options))
    run = _Run(settings, notes, quiet, None if in_place else fix)
    how = How(settings.encoding, settings.selection, fix, with_psw, in_place, explain, datetime.now(UTC))
    how = how._replace(domains=tuple(map(str.lower, domains)) or how.domains)
    run.all_of(files or (STDIN,), forced, how)
    if statistics and quiet <= 1 and run.broken:
        click.echo(table(run.broken), err=settings.format != "text" or fix is not None)
    context.exit(run.status)


class _Run:
    """Tells what is found, and keeps in mind what the exit status and the statistics need."""

    def __init__(self, settings: CheckSettings, notes: bool, quiet: int, fix: Fix | None) -> None:
        self._settings = settings
        self._notes = notes
        self._refusing = {"error", "warning"} if settings.error_on_warning else {"error"}
        self._leaves_out = bool(quiet) and settings.format in _FOR_PEOPLE
        self._silent, self._quiet = quiet > 1, bool(quiet)
        self._report = (
            BaseReport(notes=notes, quiet=True)
            if quiet > 1
            else report_named(settings.format, notes=notes, quiet=quiet > 0)
        )
        self._writer = _writer() if fix else None
        self.broken = Counter[str]()
        """How often each rule was."""
        self._severities: set[str] = set()
        self._any_unreadable = False

    @property
    def status(self) -> int:
        if self._any_unreadable:
            return 2
        return int(bool(self._severities & self._refusing))

    def all_of(self, names: Sequence[str], forced: Forced, how: How) -> None:
        wanted = self._settings.wanted
        sources = (one.name for one in inputs(names, forced, wanted) if isinstance(one, Source))
        with progress(sources) as bar, redirect_stdout(sys.stderr) if self._writer else nullcontext():
            self._report.begin()
            for one in inputs(names, forced, wanted):
                if not isinstance(one, Source):
                    self._tell(one, bar)
                    continue
                is_named = one.name in names
                is_alone = is_named and len(names) == 1 and not self._quiet
                for event in events_of(one, how, bar.advance, is_named=is_named, is_alone=is_alone):
                    self._tell(event, bar)
            self._report.end()

    def _tell(self, event: Event, bar: Progress) -> None:
        match event:
            case Checked():
                self._report.add(self._counted(event))
            case Silent():
                self._report.add_silent(event)
            case Output():
                self._write(event, bar)
            case Remark():
                if not self._silent:
                    bar.make_way()
                    click.echo(f"{harmless(event.shown)}: {event.says}", err=True)
            case Unreadable():
                self._cannot_read(event, bar)

    def _counted(self, checked: Checked) -> Checked:
        """What is to be reported of *checked*."""
        if not checked.findings:
            return checked
        self.broken.update(found.rule for found in of_interest(checked.findings, notes=self._notes))
        self._severities.update(found.severity for found in checked.findings)
        if not self._leaves_out:
            return checked
        return checked._replace(findings=[found for found in checked.findings if found.severity in self._refusing])

    def _write(self, output: Output, bar: Progress) -> None:
        if self._writer:
            try:
                self._writer.write(output)
            except Unreadable as error:
                self._cannot_read(error, bar)

    def _cannot_read(self, error: Unreadable, bar: Progress) -> None:
        self._any_unreadable = True
        bar.make_way()
        error.show()
        self._report.unreadable(error.message)


def _writer() -> "Writer":
    from .output import Writer  # Few runs fix anything.

    return Writer()
