"""Where reports go: the options that name their files, and writing them so that none is lost without a word."""

import os
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Any, get_args

import click

from ...conformance.escape import escape
from ...conformance.reports import Form
from ..usage import Command, Failed, options

STDOUT = Path("-")

KINDS: tuple[Form, ...] = get_args(Form)
Reports = Mapping[Form, Path]
"""The file of each report that is asked for, `-` for standard output; each file once."""

_HELP: Mapping[Form, str] = {
    "json": "Write the results as JSON; - for standard output.",
    "junit": "Write the results as JUnit XML; - for standard output.",
    "markdown": "Write the results as Markdown; - for standard output. To $GITHUB_STEP_SUMMARY they are added.",
    "html": "Write the results as one page of HTML; - for standard output.",
    "badge": "Write the counts as a badge, an endpoint of shields.io.",
}


def report_options(*kinds: Form) -> Callable[[Command], Command]:
    """Add an option for each kind of report, passed on together as `reports`."""

    def add(command: Command) -> Command:
        @wraps(command)
        def collecting(*arguments: Any, **given: Any) -> Any:
            named: dict[Form, Path | None] = {kind: given.pop(f"{kind}_report") for kind in kinds}
            reports = _distinct({kind: file for kind, file in named.items() if file})
            return command(*arguments, reports=reports, **given)

        return options(*map(_option, kinds))(collecting)

    return add


def write_reports(reports: Reports, render: Callable[[Form], str]) -> None:
    """Write every report; `render` makes the text of one.

    One that cannot be written keeps no other from being written. Raises Failed.
    """
    failures: list[str] = []
    for kind, file in reports.items():
        try:
            _write(file, render(kind).encode("utf-8"))
        except BrokenPipeError:
            raise
        except OSError as error:
            failures.append(f"the {kind} report is lost: {_place(file)}: {error.strerror or error}")
    if failures:
        raise Failed("\n".join(failures))


def _place(file: Path) -> str:
    return "standard output" if file == STDOUT else escape(str(file))


def _option(kind: Form) -> Callable[[Command], Command]:
    type_ = click.Path(dir_okay=False, writable=True, allow_dash=True, path_type=Path)
    return click.option(f"--{kind}", f"{kind}_report", type=type_, callback=_with_a_place, help=_HELP[kind])


def _with_a_place(context: click.Context, parameter: click.Parameter, file: Path | None) -> Path | None:
    """Find out before the run, not after it, that a report has no place to go."""
    if file is None or file == STDOUT:
        return file
    if not file.absolute().parent.is_dir():
        raise click.BadParameter(f"there is no folder {file.parent}", context, parameter)
    if parameter.name == "badge_report" and file.suffix.lower() == ".svg":
        raise click.BadParameter("a badge is JSON, from which shields.io makes the picture", context, parameter)
    return file


def _distinct(reports: Reports) -> Reports:
    """The same, unless one report would be written over another."""
    seen: dict[str, Form] = {}
    for kind, file in reports.items():
        place = "-" if file == STDOUT else os.path.realpath(file)
        if place in seen:
            raise click.UsageError(f"--{seen[place]} and --{kind} cannot both be written to {_place(file)}")
        seen[place] = kind
    return reports


def _write(file: Path, content: bytes) -> None:
    if file == STDOUT:
        click.echo(content, nl=False)
    elif _is_step_summary(file):
        with file.open("ab") as summary:
            summary.write(content)
    else:
        file.write_bytes(content)


def _is_step_summary(file: Path) -> bool:
    """Whether it is the file to which the steps of a workflow add what its page shows."""
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    return bool(summary) and os.path.realpath(summary) == os.path.realpath(file)
