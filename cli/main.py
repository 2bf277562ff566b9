"""The command and its subcommands, each imported only when it is called."""

import os
import sys
from importlib import import_module

import click

from .usage import INTERRUPTED, REQUESTS_ARE_READ, Failed, Suggesting, looks_like_a_request

_COMMANDS = {
    "check": "check",
    "decode": "convert",
    "encode": "convert",
    "segments": "segments",
    "explain": "explain",
    "grammar": "grammar",
    "send": "send",
    "gateway": "gateway",
    "conformance": "conformance",
    "testee": "testee",
}
"""Name of each subcommand, in the order of ``--help``, and the module that holds it under the same name."""


_RENAMED = {"rule": "explain"}
"""Commands of earlier versions: the new one answers, and its name is told."""


_GIVEN = f"{__name__}.given"


class _Commands(Suggesting):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if new := _RENAMED.get(cmd_name):
            click.echo(f"`smsmail {cmd_name}` is `smsmail {new}` now", err=True)
            cmd_name = new
        if cmd_name not in _COMMANDS:
            return None
        return getattr(import_module(f".{_COMMANDS[cmd_name]}", __package__), cmd_name)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[_GIVEN] = list(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise
        except KeyboardInterrupt:
            raise SystemExit(INTERRUPTED) from None
        except click.UsageError as error:
            if any(word in error.format_message() for word in ctx.meta[_GIVEN] if looks_like_a_request(word)):
                said = f"an argument looks like a request; {REQUESTS_ARE_READ}"
                raise click.UsageError(said, error.ctx) from None
            raise
        except OSError as error:
            # What is left in the buffer would fail once more when Python ends, with an exit status of its own.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise Failed(str(error.strerror)) from error


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="smsmail", prog_name="smsmail")
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

    Shell completion, for bash (zsh and fish likewise):

    \b
      eval "$(_SMSMAIL_COMPLETE=bash_source smsmail)"
    """
    if os.environ.get("NO_COLOR"):
        context.color = False
