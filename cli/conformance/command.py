"""`smsmail conformance`: put the suite to an implementation and report what came of it."""

import contextlib
import signal
import sys
import time
from collections.abc import Generator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import click
from click.core import ParameterSource

from ... import conformance as suite
from ...conformance.corpus import Level
from ...conformance.escape import never_failing
from ...conformance.reports import renderer
from ...conformance.reports.causes import is_wrong
from ...conformance.runner import Tested
from ..brief import BriefGroup
from ..usage import INTERRUPTED, TERMINATED, Failed, Seconds
from .cases import list_cases, selected, selection_options
from .characters import check_characters
from .compare import compare_reports
from .coverage import show_coverage
from .export import export_corpus
from .failures import Failures, failure_options, remember
from .generate import ask, generate_inputs
from .init import write_skeleton
from .over_smtp import OverSmtp, refuse_what_does_nothing, smtp_options, write_accounts_to
from .reporting import KINDS, STDOUT, Reports, report_options, write_reports

if TYPE_CHECKING:
    from ...conformance.reports.as_terminal import TerminalReport


# Without the current folder on the path, so that no file lying there is taken for a module.
REFERENCE = [sys.executable, "-P", "-m", "smsmail.conformance.testee"]


@click.group(cls=BriefGroup, common=("--testee", "--case", "--strict", "--last-failed"), invoke_without_command=True)
@click.option(
    "--testee",
    metavar="'COMMAND'",
    help="How to start the implementation under test; without it, the reference is tested.",
)
@selection_options
@click.option("--strict", is_flag=True, help="Deviating from a reading of level should fails too.")
@click.option("--fail-on-skip", is_flag=True, help="Skipped cases fail too.")
@failure_options
@click.option("--all", "every", is_flag=True, help="Show every failure, and every free choice.")
@report_options(*KINDS)
@click.option(
    "--timeout",
    type=Seconds(min=0, min_open=True),
    default=suite.SessionLimits.answer,
    show_default=True,
    help="How long one answer may take.",
)
@click.option(
    "--time-limit",
    type=Seconds(min=0, min_open=True),
    default=suite.SessionLimits.run,
    show_default=True,
    help="How long the whole run may take; what is left then is not asked, and fails.",
)
@smtp_options
@click.pass_context
def conformance(
    context: click.Context,
    testee: str | None,
    patterns: tuple[str, ...],
    ops: tuple[str, ...],
    level: Level,
    strict: bool,
    fail_on_skip: bool,
    failures: Failures,
    every: bool,
    timeout: float,
    time_limit: float,
    reports: Reports,
    smtp: OverSmtp,
    write_accounts: Path | None,
) -> None:
    """Put the conformance suite to an implementation.

    The implementation is any program that speaks the testee protocol: JSON lines on its
    standard input and output. `smsmail testee` is one to look at. With --server it is a gateway, which is
    put the cases of `serve` as mails, and with --client a program that sends mails.

    \b
    Examples:
      smsmail conformance
      smsmail conformance --testee 'node testee.js'
      smsmail conformance --testee 'php testee.php' --case request/time --strict

    \b
    Exit status:
      0  all well
      1  a case fails, a known failure passes, or no case was judged at all
      2  wrong usage, no testee that starts, or a report that cannot be written

    \f
    \b
    More examples:
      smsmail conformance --testee ./testee --op decode_reply --junit results.xml
      smsmail conformance --server 127.0.0.1:2525 --control 127.0.0.1:2527
      smsmail conformance --client 'python3 client.py'
    """
    refuse_what_does_nothing(smtp, ops, write_accounts)
    for stream in (sys.stdout, sys.stderr):
        never_failing(stream)
    if context.invoked_subcommand is not None:
        _refuse_options_before(context)
        return
    if smtp.is_meant and testee is not None:
        raise click.UsageError("test one at a time: --testee, --server or --client")
    try:
        corpus = suite.load_cases()
        command = suite.split_command(testee) if testee is not None else REFERENCE
    except (suite.CorpusError, suite.BadCommand) as error:
        raise click.UsageError(str(error)) from error
    if write_accounts is not None:
        write_accounts_to(write_accounts, corpus)
        return
    again = _again(testee, smtp, strict, fail_on_skip, timeout)
    cases = failures.chosen(selected(corpus, patterns, ops or (smtp.ops if smtp.is_meant else ()), level), again)
    known = failures.known(corpus)
    tally = suite.Tally([f"{failures.known_failures}: {problem}" for problem in known.problems])
    policy = suite.Policy(strict, fail_on_skip, known.ids, known.may_pass)
    to_stderr = STDOUT in reports.values()
    with _ending_on_sigterm():
        try:
            limits = suite.SessionLimits(answer=timeout, run=time_limit)
            over_smtp = smtp.session(corpus, limits, tally.complain) if smtp.is_meant else None
            with over_smtp or suite.Session(command, limits) as session:
                # What takes long to load is loaded while the testee starts.
                suite.load_reference()
                report = _terminal_report(cases, again, to_stderr, every)
                record = _conduct(cases, session, policy, tally, report, failures.max_failures)
        except KeyboardInterrupt:
            raise SystemExit(INTERRUPTED) from None
        except suite.CannotStart as error:
            what = "no test is possible" if smtp.is_meant else "the testee cannot be started"
            raise Failed(f"{what}: {error}") from error
    failures.finish(record)
    remember(again, [result.case.id for result in record.results if is_wrong(result)])
    # Whatever becomes of the screen, the reports are there.
    try:
        write_reports(reports, lambda form: renderer(form)(record))
    finally:
        report.end(record)
    if report.lost:
        raise report.lost
    context.exit(0 if tally.ok else 1)


conformance.add_command(list_cases)
conformance.add_command(show_coverage)
conformance.add_command(export_corpus)
conformance.add_command(write_skeleton)
conformance.add_command(compare_reports)
conformance.add_command(generate_inputs)
conformance.add_command(ask)
conformance.add_command(check_characters)


@conformance.command("explain", hidden=True, context_settings={"ignore_unknown_options": True})
@click.argument("words", nargs=-1)
def explain_moved(words: tuple[str, ...]) -> None:
    """It is a command of its own now."""
    raise click.UsageError("a case is explained by `smsmail explain CASE`")


def _conduct(
    cases: list[suite.Case],
    session: Tested,
    policy: suite.Policy,
    tally: suite.Tally,
    report: "TerminalReport",
    max_failures: int | None,
) -> suite.Record:
    """The whole run, shown as it goes on."""
    hello = session.hello()
    report.begin(hello)
    results: list[suite.Result] = []
    try:
        with report:
            for result in suite.run(cases, session, hello, policy):
                results.append(result)
                tally.add(result)
                report.add(result)
                if tally.failures == max_failures:
                    left = len(cases) - len(results)
                    tally.complain(f"the run ended after {max_failures} failures; {left} cases were not asked")
                    break
    except KeyboardInterrupt:
        report.interrupt()
        raise
    return suite.Record(hello, policy, results, tally, time.monotonic() - session.began)


def _terminal_report(cases: list[suite.Case], again: list[str], to_stderr: bool, every: bool) -> "TerminalReport":
    from ...conformance.reports.as_terminal import TerminalReport, make_console

    return TerminalReport(make_console(stderr=to_stderr), len(cases), again, every=every)


def _again(testee: str | None, smtp: OverSmtp, strict: bool, fail_on_skip: bool, timeout: float) -> list[str]:
    """The command that repeats this run, but for its cases and reports."""
    words = ["smsmail", "conformance"]
    words += ["--testee", testee] if testee is not None else smtp.again
    words += ["--strict"] if strict else []
    words += ["--fail-on-skip"] if fail_on_skip else []
    words += ["--timeout", f"{timeout:g}"] if timeout != suite.SessionLimits.answer else []
    return words


def _refuse_options_before(context: click.Context) -> None:
    """Options of a run, given before a subcommand, would silently do nothing."""
    for parameter in context.command.params:
        if context.get_parameter_source(str(parameter.name)) is ParameterSource.COMMANDLINE:
            command = f"smsmail conformance {context.invoked_subcommand}"
            raise click.UsageError(f"{parameter.opts[0]} must stand after “{command}”")


@contextlib.contextmanager
def _ending_on_sigterm() -> Generator[None]:
    """Let a termination (of a job that took too long, say) end the testee as well."""

    def leave(number: int, frame: FrameType | None) -> NoReturn:
        raise SystemExit(TERMINATED)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
