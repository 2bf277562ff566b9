"""Help that fits a screen: ``--help`` shows what most need, and ``--help-all`` everything."""

import re
from collections.abc import Collection, Iterator
from inspect import cleandoc
from textwrap import dedent
from typing import Any

import click

_ALL = f"{__name__}.all"


def _show_all(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        context.meta[_ALL] = True
        click.echo(context.get_help(), color=context.color)
        context.exit()


class Brief(click.Command):
    """A command of which ``--help`` shows the text down to a form feed, and of the options those named in *common*."""

    def __init__(self, *arguments: Any, common: Collection[str] = (), **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.common = common
        self._help_all = click.Option(
            ["--help-all"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_all,
            help="Show all options, and the whole text.",
        )

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        return [*super().get_params(ctx), self._help_all]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(whole(self) if ctx.meta.get(_ALL) else cleandoc(self.help or "").partition("\f")[0])

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        shown = [one for one in self.get_params(ctx) if ctx.meta.get(_ALL) or self._is_common(one)]
        if rows := [row for one in shown if (row := one.get_help_record(ctx))]:
            with formatter.section("Options"):
                formatter.write_dl(rows)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)

    def _is_common(self, parameter: click.Parameter) -> bool:
        always = {"--help", "--help-all"}
        return not always.union(self.common).isdisjoint(parameter.opts)


class BriefGroup(Brief, click.Group):
    """The same of a command with others in it. It names the one that was probably meant, as newer clicks do by themselves."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            close = get_close_matches(args[0].lower(), self.list_commands(ctx), n=2)
            if close and "Did you mean" not in error.format_message():
                raise click.UsageError(f"{error.message} Did you mean {' or '.join(close)}?", ctx) from None
            raise


def whole(command: click.Command) -> str:
    """The text of ``--help-all``, in which a form feed is where that of ``--help`` ends."""
    return cleandoc(command.help or "").replace("\f\n", "")


def commands(
    command: click.Command, context: click.Context | None = None
) -> Iterator[tuple[click.Command, click.Context]]:
    """*command* and all within it that are shown, each with its context, whose path is what is typed."""
    context = context or click.Context(command, info_name="smsmail", **command.context_settings)
    yield command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner and not inner.hidden:
                yield from commands(inner, click.Context(inner, info_name=name, parent=context))


def paragraphs(text: str) -> Iterator[tuple[str, list[str]]]:
    """Of each paragraph of a help text the words, if it may be wrapped, or the lines to be shown as they are, below
    the words that end in a colon, if any do."""
    for part in re.split(r"\n[ ]*\n", text.strip()):
        first, *lines = part.strip("\n").split("\n")
        if first.strip() != "\b":
            yield " ".join([first.strip(), *(line.strip() for line in lines)]), []
        elif lines[0].rstrip().endswith(":") and not lines[0].startswith(" "):
            yield lines[0], dedent("\n".join(lines[1:])).split("\n")
        else:
            yield "", dedent("\n".join(lines)).split("\n")
