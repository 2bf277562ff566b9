"""The command and its subcommands, each imported only when it is called."""

import errno
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

from .brief import BriefGroup
from .usage import INTERRUPTED, REQUESTS_ARE_READ, Failed, looks_like_a_request

_COMMANDS = {
    "check": ("check", "Check request lines and mails."),
    "decode": ("convert", "Turn a request or reply into JSON."),
    "encode": ("convert", "Turn JSON into a request, reply or mail."),
    "segments": ("segments", "Count and show the parts of a text."),
    "explain": ("explain", "Explain a rule, clause, reading, case, error or word."),
    "grammar": ("grammar", "Print or draw the grammar."),
    "send": ("send", "Send a request, and read the reply."),
    "gateway": ("gateway", "Run the server of the protocol."),
    "conformance": ("conformance", "Run the conformance suite."),
    "testee": ("testee", "Be the reference under test."),
}
"""Name of each subcommand, in the order of ``--help``, the module that holds it under the same name, and what ``--help``
says of it: it loads none of them."""


_RENAMED = {"rule": "explain"}
"""Commands of earlier versions: the new one answers, and its name is told."""


_GIVEN = f"{__name__}.given"


class _Commands(BriefGroup):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if new := _RENAMED.get(cmd_name):
            click.echo(f"`smsmail {cmd_name}` is `smsmail {new}` now", err=True)
            cmd_name = new
        if cmd_name not in _COMMANDS:
            return None
        module, short_help = _COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(f".{module}", __package__), cmd_name)
        command.short_help = short_help
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, short_help) for name, (_, short_help) in _COMMANDS.items()])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[_GIVEN] = list(args)
        return super().parse_args(ctx, args)

    def main(self, *args: Any, **extra: Any) -> Any:
        _open_what_is_closed()
        return super().main(*args, **extra)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        with _told_in_words():  # --help and --version are answered here.
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> object:
        try:
            with _told_in_words():
                return super().invoke(ctx)
        except click.UsageError as error:
            if any(word in error.format_message() for word in ctx.meta[_GIVEN] if looks_like_a_request(word)):
                said = f"an argument looks like a request; {REQUESTS_ARE_READ}"
                raise click.UsageError(said, error.ctx) from None
            raise


def _open_what_is_closed() -> None:
    """Have a stream in the place of each that is closed (``>&-``), which Python has none for: writing to standard output
    fails as it does for other programs, and no file that is opened later takes its number."""
    if sys.stdout is None:  # pyright: ignore[reportUnnecessaryComparison]
        sys.stdout = open(os.open(os.devnull, os.O_RDONLY), "w")  # noqa: SIM115  # until the end
    if sys.stderr is None:  # pyright: ignore[reportUnnecessaryComparison]
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115


@contextmanager
def _told_in_words() -> Generator[None]:
    """Tell what cannot be written, in the whole of the command."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    except OSError as error:
        # What is left in the buffer would fail once more when Python ends, with an exit status of its own.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        is_closed = error.errno == errno.EBADF
        raise Failed("standard output is closed" if is_closed else str(error.strerror)) from error


_FIVE = """\
smsmail: SMS by e-mail, exactly. Five things to do with it:

  check a line         printf 'alex:psw::::79991234567:text' | smsmail check -
  see what it costs    smsmail segments 'Your order is ready'
  try it out           smsmail gateway
  test a program       smsmail conformance --testee 'node testee.js'
  look something up    smsmail explain phones

All commands: smsmail --help
"""


def _show_versions(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from smsmail.versions import ALL  # few runs need to read that of the corpus

        click.echo(ALL)
        context.exit()


@click.command(
    cls=_Commands,
    common=["--version"],
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_versions,
    help="Show what has a version.",
)
@click.pass_context
def main(context: click.Context) -> None:
    """Sending SMS by e-mail, exactly: check request lines, convert them, test implementations.

    A request is the one line that the SMSCentre gateway takes as the body of a mail,

    \b
      login:psw:id:time,tz:translit,format,sender,test:phones:mes

    or its list form, with empty phones and rows phones:mes at the end.

    \b
    Examples:
      printf 'alex:psw::::79991234567:text' | smsmail check -
      smsmail decode request.txt
      smsmail conformance --testee 'node testee.js'

    `smsmail COMMAND --help` tells of one. Where there is more than fits a screen, --help-all has it.

    \f
    \b
    Shell completion:
      bash  eval "$(_SMSMAIL_COMPLETE=bash_source smsmail)"    in ~/.bashrc
      zsh   eval "$(_SMSMAIL_COMPLETE=zsh_source smsmail)"     in ~/.zshrc, after compinit
      fish  _SMSMAIL_COMPLETE=fish_source smsmail | source     in ~/.config/fish/config.fish

    \b
    Exit status, of all commands:
      0    done: accepted, sent, written, all well
      1    the answer is no
             check          a request is refused, or doubtful with --error-on-warning
             decode, encode, segments, send
                            what was given, or what came back, is refused
             conformance    a case fails, a known failure passes, none was judged
               compare      with --fail-on-regression: a case passed and does not now
               coverage     a rule has no case
               generate, ask
                            a testee differs
      2    it cannot be done: wrong usage, what cannot be read, written or reached
      130  interrupted by Ctrl-C (SIGINT); the gateway ends with 0, it is how it is stopped
      143  conformance was ended by SIGTERM

    Colours are left out where NO_COLOR is set, and where the output is no terminal.
    """
    if os.environ.get("NO_COLOR"):
        context.color = False
    if context.invoked_subcommand is None:
        click.echo(_FIVE, nl=False)
