"""How a finding is shown to a person."""

import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import click

from ...codec import RULES, Diagnostic
from . import harmless, many

if TYPE_CHECKING:
    from ...codec.masking import Masking

_COLOURS = {"error": "red", "warning": "yellow", "note": "blue"}


SHOWN = 100
"""How many findings of one text are shown; a person reads no more, and a text can be made to have a million."""

notes_option = click.option(
    "--notes", is_flag=True, help="Show notes too where there is neither an error nor a warning, and explain them."
)


class Medium(NamedTuple):
    """What is written on."""

    width: int = 80
    is_terminal: bool = False
    charset: str = "utf-8"

    def titled(self, title: str, says: str) -> str:
        """One line, or on a terminal as many as it takes; elsewhere lines are for programs such as grep."""
        line = f"  {title + ':':10}{says}"
        if not self.is_terminal or len(line) <= self.width:
            return line
        from textwrap import fill

        return fill(line, self.width, subsequent_indent=_INDENT, break_on_hyphens=False, break_long_words=False)

    def written(self, line: str) -> str:
        """*line*, with what the charset lacks as escapes."""
        return line.encode(self.charset, "backslashreplace").decode(self.charset)


_INDENT = " " * 12
"""Of what stands behind a title."""


def of_interest(findings: Iterable[Diagnostic], *, notes: bool) -> list[Diagnostic]:
    """*findings*; of notes alone those that are always shown, unless *notes* are asked for.

    Beside something else the others explain it.
    """
    found = list(findings)
    if notes or any(one.severity != "note" for one in found):
        return found
    return [one for one in found if RULES[one.rule].always]


def show_all(
    findings: Sequence[Diagnostic],
    source: str,
    *,
    part: str = "",
    text: "Masking | None" = None,
    notes: bool = False,
    in_value: bool = False,
    err: bool = False,
) -> None:
    """Print *findings*, as they were made in the text named *source*; of that only *text*, if given, is shown.

    The text may be the *part* of a mail. With *in_value* places count in the value of the field, as those of an encoder
    do. What explains a finding is not repeated for the next ones of the same rule; *notes* are explained where asked for.
    """
    medium = _medium(err)
    lines = described(findings, source, medium, part=part, text=text, notes=notes, in_value=in_value)
    if findings:
        click.echo(medium.written("\n".join(lines)), err=err)


def described(
    findings: Sequence[Diagnostic],
    source: str,
    medium: Medium,
    *,
    part: str = "",
    text: "Masking | None" = None,
    notes: bool = False,
    in_value: bool = False,
) -> Iterator[str]:
    """The lines that :func:`show_all` prints on *medium*."""
    source = harmless(source)
    explained = ""
    for found in findings[:SHOWN]:
        severity = click.style(f"{found.severity}[{found.rule}]", fg=_COLOURS[found.severity], bold=True)
        yield f"{place_of(found, source, part, in_value)}: {severity}: {harmless(message_of(found, text, in_value))}"
        if notes or found.severity != "note" or RULES[found.rule].always:
            shown = None if is_of_mail(found) else text
            yield from _details(found, shown, medium, explain=found.rule != explained)
            explained = found.rule
    if len(findings) > SHOWN:
        yield f"{source}: … and {len(findings) - SHOWN} more findings"


def message_of(found: Diagnostic, text: "Masking | None", in_value: bool = False) -> str:
    """What *found* says, without a character of what may be the password in *text*, or in a value."""
    if is_of_mail(found) or (in_value and found.field != "psw") or ("'" not in found.message):
        return found.message
    return text.message(found) if text else RULES[found.rule].says


def basis_of(found: Diagnostic) -> str:
    """What *found* rests on, and what a server answers."""
    answered = f"; a server answers ERROR = {found.error}" if found.error else ""
    return f"{found.clause}{f', {found.reading}' if found.reading else ''}{answered}"


def is_of_mail(found: Diagnostic) -> bool:
    """Whether *found* is about a mail, which has no lines to count, and not about the request in it."""
    return found.field.partition(".")[0] == "mail"


def _medium(err: bool) -> Medium:
    stream = sys.stderr if err else sys.stdout
    # Either may be closed, whatever the annotation says.
    is_terminal, charset = bool(stream and stream.isatty()), str(getattr(stream, "encoding", None) or "utf-8")
    return Medium(shutil.get_terminal_size().columns, is_terminal, charset)


def place_of(found: Diagnostic, source: str, part: str, in_value: bool = False) -> str:
    """Where *found* is: in the text named *source*, which may be the *part* of a mail, by line and column."""
    if in_value or is_of_mail(found):
        return source
    return f"{source}{f' ({part})' if part else ''}:{found.line}:{found.column}"


def _details(found: Diagnostic, text: "Masking | None", medium: Medium, *, explain: bool) -> Iterator[str]:
    if text:
        yield from _line_with_carets(found, text, medium)
    yield medium.titled("where", _where(found))
    if explain:
        yield medium.titled("expected", found.expected)
        yield medium.titled("remedy", found.remedy)
    if text and found.fix:
        yield f"  fix:      {_fix(found, text, medium)}"
    if explain:
        yield medium.titled("basis", basis_of(found))


def _line_with_carets(found: Diagnostic, text: "Masking", medium: Medium) -> Iterator[str]:
    from .excerpt import excerpt  # Most requests are right.

    gutter = f"  {found.line} | "
    # What cannot be seen is named at least.
    name = "" if text.shows(found) or not found.field else f" {found.field.removeprefix('body.')}"
    room = medium.width - len(gutter) - len(name) - 1
    places = [(edit.start, edit.end) for edit in found.fix] if found.rule == "white-space" else []
    last = max((end for _, end in places if "\n" not in text.text[found.start : end]), default=found.end)
    line = excerpt(text.text, found.start, last, room, medium.charset)
    marks = "^" * max(line.width, 1)
    if len(places) > 1 and len(line.marked) == line.width:
        # All the places of what is one finding.
        marks = "".join(" ^"[any(start <= at < end for start, end in places)] for at in range(found.start, last))[
            : line.width
        ]
    carets = click.style(marks.rstrip(), fg=_COLOURS[found.severity], bold=True)
    yield f"{click.style(gutter, dim=True)}{line.before}{line.marked}{line.after}"
    yield f"{click.style('| '.rjust(len(gutter)), dim=True)}{' ' * line.indent}{carets}{name}"


def _fix(found: Diagnostic, text: "Masking", medium: Medium) -> str:
    """The line as the fix makes it."""
    from .excerpt import excerpt

    first, last = found.fix[0], found.fix[-1]
    if not first.text and "\n" in text.text[first.start : first.end]:
        return "without this line"
    if first.text == "\n":
        return f"a line feed alone in {many(len(found.fix), 'place')}"
    fixed = text.fixed(found)
    if fixed is None:
        return "not shown, since it may hold a part of the password"
    end = last.end + len(fixed) - len(text.text)
    line = excerpt(fixed, first.start, end, medium.width - len(_INDENT) - 1, medium.charset)
    return f"{line.before}{click.style(line.marked, fg='green', bold=True)}{line.after}"


def _where(found: Diagnostic) -> str:
    if is_of_mail(found) and not found.end:
        return found.field  # all of it, or what is not there
    unit = "octet" if is_of_mail(found) else "offset"
    field = f" in {found.field}" if found.field else ""
    if found.end - found.start <= 1:
        return f"{unit} {found.start}{field}"
    return f"{unit}s {found.start} to {found.end - 1}{field}"
