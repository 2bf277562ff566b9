"""`smsmail conformance`: put the suite to an implementation and report what came of it."""

import contextlib
import math
import signal
import sys
import time
from collections.abc import Generator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

import click
from click.core import ParameterSource

from ...conformance import (
    BadCommand,
    CannotStart,
    Case,
    CorpusError,
    Limits,
    Policy,
    Record,
    Result,
    Session,
    Tally,
    load_cases,
    load_reference,
    run,
    split_command,
)
from ...conformance.corpus import Level
from ...conformance.known import read_known_failures, unknown_ids
from .cases import explain_case, list_cases, selected, selection_options

if TYPE_CHECKING:
    from ...conformance.report_terminal import TerminalReport

WRONG_USAGE = 2
INTERRUPTED = 128 + signal.SIGINT
TERMINATED = 128 + signal.SIGTERM

# Without the current folder on the path, so that no file lying there is taken for a module.
REFERENCE = [sys.executable, "-P", "-m", "smsmail.conformance.testee"]

STDOUT = Path("-")
REPORT_FILE = click.Path(dir_okay=False, writable=True, allow_dash=True, path_type=Path)


def _with_a_place(context: click.Context, parameter: click.Parameter, file: Path | None) -> Path | None:
    """Find out before the run, not after it, that a report has no place to go."""
    if file is not None and not file.absolute().parent.is_dir():
        raise click.BadParameter(f"there is no folder {file.parent}", context, parameter)
    return file


def _finite(context: click.Context, parameter: click.Parameter, seconds: float) -> float:
    """Without a limit a testee that hangs would hang the run."""
    if not math.isfinite(seconds):
        raise click.BadParameter(f"{seconds} is no number of seconds", context, parameter)
    return seconds


@click.group(invoke_without_command=True, short_help="Run the conformance suite.")
@click.option(
    "--testee",
    metavar="'COMMAND'",
    help="How to start the implementation under test. Without it the built-in reference codec is "
    "tested, as a process of its own by the same protocol.",
)
@selection_options
@click.option("--strict", is_flag=True, help="Deviating from a reading of level should fails too.")
@click.option("--fail-on-skip", is_flag=True, help="Skipped cases fail too.")
@click.option(
    "--known-failures",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Cases known to fail, one id a line, # for comments. They do not fail the run, but an "
    "entry that passes or names no case does.",
)
@click.option(
    "--json",
    "json_file",
    type=REPORT_FILE,
    callback=_with_a_place,
    metavar="FILE",
    help="Write the results as JSON; - for standard output.",
)
@click.option(
    "--junit",
    "junit_file",
    type=REPORT_FILE,
    callback=_with_a_place,
    metavar="FILE",
    help="Write the results as JUnit XML; - for standard output.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=Limits.answer,
    show_default=True,
    callback=_finite,
    metavar="SECONDS",
    help="How long one answer may take.",
)
@click.pass_context
def conformance(
    context: click.Context,
    testee: str | None,
    patterns: tuple[str, ...],
    ops: tuple[str, ...],
    level: Level,
    strict: bool,
    fail_on_skip: bool,
    known_failures: Path | None,
    json_file: Path | None,
    junit_file: Path | None,
    timeout: float,
) -> None:
    """Put the conformance suite to an implementation.

    The implementation is any program that speaks the testee protocol: JSON lines on its
    standard input and output. `smsmail testee` is one to look at.

    \b
    Examples:
      smsmail conformance
      smsmail conformance --testee 'node testee.js'
      smsmail conformance --testee 'php testee.php' --case request/time --strict
      smsmail conformance --testee ./testee --op decode_reply --junit results.xml

    \b
    Exit status:
      0  all well
      1  a case fails, a known failure passes, or no case was judged at all
      2  wrong usage, or a testee that cannot be started
    """
    if context.invoked_subcommand is not None:
        _refuse_options_before(context)
        return
    if json_file == junit_file == STDOUT:
        raise click.UsageError("--json and --junit cannot both be written to standard output")
    try:
        corpus = load_cases()
        command = split_command(testee) if testee is not None else REFERENCE
    except (CorpusError, BadCommand) as error:
        raise click.UsageError(str(error)) from error
    cases = selected(corpus, patterns, ops, level)
    known = _known(known_failures)
    unknown = unknown_ids(known, (case.id for case in corpus))
    tally = Tally([f"{known_failures}: {name!r} is the id of no case" for name in unknown])
    policy = Policy(strict, fail_on_skip, known)
    to_stderr = STDOUT in (json_file, junit_file)
    with _ending_on_sigterm():
        try:
            with Session(command, Limits(answer=timeout)) as session:
                # What takes long to load is loaded while the testee starts.
                load_reference()
                report = _terminal_report(cases, _again(testee, policy, timeout), to_stderr)
                record = _conduct(cases, session, policy, tally, report)
        except KeyboardInterrupt:
            raise SystemExit(INTERRUPTED) from None
        except CannotStart as error:
            click.echo(f"Error: the testee cannot be started: {error}", err=True)
            context.exit(WRONG_USAGE)
    if json_file:
        from ...conformance.report_json import render_json

        _write(json_file, render_json(record))
    if junit_file:
        from ...conformance.report_junit import render_junit

        _write(junit_file, render_junit(record))
    context.exit(0 if tally.ok else 1)


conformance.add_command(list_cases)
conformance.add_command(explain_case)


def _conduct(cases: list[Case], session: Session, policy: Policy, tally: Tally, report: "TerminalReport") -> Record:
    """The whole run, shown as it goes on."""
    hello = session.hello()
    report.begin(hello)
    results: list[Result] = []
    try:
        with report:
            for result in run(cases, session, hello, policy):
                results.append(result)
                tally.add(result)
                report.add(result)
    except KeyboardInterrupt:
        report.interrupt()
        raise
    record = Record(hello, policy, results, tally, time.monotonic() - session.began)
    report.end(record)
    return record


def _terminal_report(cases: list[Case], again: list[str], to_stderr: bool) -> "TerminalReport":
    from ...conformance.report_terminal import TerminalReport, make_console

    return TerminalReport(make_console(stderr=to_stderr), len(cases), again)


def _known(file: Path | None) -> frozenset[str]:
    if file is None:
        return frozenset()
    try:
        return read_known_failures(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{file}: {error}") from error


def _again(testee: str | None, policy: Policy, timeout: float) -> list[str]:
    """The command that repeats this run, but for its cases and reports."""
    words = ["smsmail", "conformance"]
    words += ["--testee", testee] if testee is not None else []
    words += ["--strict"] if policy.strict else []
    words += ["--fail-on-skip"] if policy.fail_on_skip else []
    words += ["--timeout", f"{timeout:g}"] if timeout != Limits.answer else []
    return words


def _write(file: Path, content: str) -> None:
    if file == STDOUT:
        click.echo(content, nl=False)
        return
    try:
        file.write_text(content, "utf-8")
    except OSError as error:
        click.echo(f"Error: {file}: {error}", err=True)
        raise SystemExit(WRONG_USAGE) from error


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
