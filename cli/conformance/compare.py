"""`smsmail conformance compare`: several implementations side by side."""

from pathlib import Path

import click

from ...conformance.escape import escape
from ...conformance.matrix import Matrix, Run, read_run, renderer
from .reporting import STDOUT, Reports, report_options, write_reports

_ENOUGH = 2


@click.command("compare")
@click.argument("files", nargs=-1, required=True, metavar="A.json B.json…", type=click.Path(path_type=Path))
@click.option("--all", "every", is_flag=True, help="List every case, and not only those in which they differ.")
@click.option(
    "--fail-on-regression", is_flag=True, help="Exit with 1 where a case passed in the first and not in the last."
)
@report_options("json", "markdown", "html")
def compare_reports(files: tuple[Path, ...], every: bool, fail_on_regression: bool, reports: Reports) -> None:
    """Compare implementations, from the JSON reports of their runs.

    Prints who they are, how many cases each passed, and the topics in which they differ: in the outcome, or in what
    was observed where the outcome is the same. Of reports on one implementation, it says what changed from each to the next.

    \b
    Examples:
      smsmail conformance --testee 'node testee.js' --json javascript.json
      smsmail conformance --testee 'php testee.php' --json php.json
      smsmail conformance compare javascript.json php.json --html matrix.html
      smsmail conformance compare --fail-on-regression old.json new.json

    \b
    Exit status:
      0  the reports were compared, whether they differ or not
      1  with --fail-on-regression: a case passed in the first and not in the last
      2  wrong usage, a file that is no report, or a report that cannot be written
    """
    if len(files) < _ENOUGH:
        raise click.UsageError("give two reports or more; smsmail conformance --json FILE writes one")
    matrix = Matrix.of([_run(file) for file in files])
    write_reports(reports, lambda form: renderer(form)(matrix))
    _show(matrix, every, to_stderr=STDOUT in reports.values())
    if fail_on_regression and (lost := matrix.regressions(0, len(files) - 1)):
        for row in lost:
            click.echo(f"{escape(row.id)} passed, and does not any more: {escape(str(row.cells[-1]))}", err=True)
        raise SystemExit(1)


def _run(file: Path) -> Run:
    try:
        return read_run(file)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise click.UsageError(f"{escape(str(file))}: {why}") from error


def _show(matrix: Matrix, every: bool, *, to_stderr: bool) -> None:
    from ...conformance.matrix.as_terminal import show  # rich takes its time
    from ...conformance.reports.as_terminal import make_console

    show(make_console(stderr=to_stderr), matrix, every=every)
