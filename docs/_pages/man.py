"""The manual page of ``smsmail``, in the language of ``man``, from the commands themselves."""

from collections.abc import Iterator

import click

from smsmail import __version__
from smsmail.cli import main
from smsmail.cli.brief import commands, paragraphs, whole

_SEE = "The specification, the rules and the guides are the pages in docs/ of the sources."


def man_page() -> str:
    """All of it: one page, in which each command is a section."""
    lines = [f'.TH SMSMAIL 1 "" "smsmail {__version__}"', ".SH NAME", r"smsmail \- SMS by e\-mail: check, send, test"]
    for number, (command, context) in enumerate(commands(main)):
        path = context.command_path
        usage = " ".join([rf"\fB{_roff(path)}\fR", *map(_roff, command.collect_usage_pieces(context))])
        lines += (
            [".SH SYNOPSIS", usage, ".SH DESCRIPTION"] if not number else [f'.SH "{_roff(path).upper()}"', usage, ".PP"]
        )
        lines += [*_text(command), *_options(command, context)]
    return "\n".join([*lines, ".SH SEE ALSO", _roff(_SEE)]) + "\n"


def _text(command: click.Command) -> Iterator[str]:
    for number, (words, lines) in enumerate(paragraphs(whole(command))):
        yield from [".PP"] if number else []
        if words:
            yield _roff(words)
        if lines:
            yield from (".RS 4", ".nf", *map(_roff, lines), ".fi", ".RE")


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    for names, says in filter(None, (one.get_help_record(context) for one in command.get_params(context))):
        yield from (".TP", rf"\fB{_roff(names)}\fR", _roff(says))


def _roff(text: str) -> str:
    """*text* as it is shown: no character of it is a command, and a hyphen is one that can be copied."""
    escaped = text.replace("\\", r"\e").replace("-", r"\-").replace('"', r"\(dq")
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped
