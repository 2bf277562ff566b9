"""The command-line reference, from the commands themselves."""

import re
from collections.abc import Iterator

import click
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from smsmail.cli import main
from smsmail.cli.brief import whole

from .boxes import literal
from .citations import label
from .prose import paragraph

_CODE = re.compile(r"`([^`]+)`")


class Commands(SphinxDirective):
    """``{commands}``: every command of ``smsmail``, those within commands too."""

    def run(self) -> list[nodes.Node]:
        context = click.Context(main, info_name="smsmail")
        return [self._command(main, context), *self._within(main, context)]

    def _within(self, command: click.Command, context: click.Context) -> Iterator[nodes.section]:
        if not isinstance(command, click.Group):
            return
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner and not inner.hidden:
                below = click.Context(inner, info_name=name, parent=context)
                yield self._command(inner, below)
                yield from self._within(inner, below)

    def _command(self, command: click.Command, context: click.Context) -> nodes.section:
        path = context.command_path
        anchor = path.replace(" ", "-")
        label(self.env, f"command-{anchor}", anchor, path)
        section = nodes.section(ids=[anchor], names=[])
        section += nodes.title(path, path)
        section += literal(" ".join([path, *command.collect_usage_pieces(context)]))
        section += list(_help(whole(command)))
        records = (one.get_help_record(context) for one in command.get_params(context))
        rows = [record for record in records if record and record[1]]  # an argument is told of in the text
        if rows:
            section += _options(rows)
        return section


def _help(text: str) -> Iterator[nodes.Node]:
    """The paragraphs of a help text; one that may not be wrapped is shown as it is."""
    for part in re.split(r"\n[ ]*\n", text.strip()):
        lines = part.strip("\n").split("\n")
        if lines[0].strip() == "\b":
            head, *rest = lines[1:]
            if head.rstrip().endswith(":") and not head.startswith(" "):
                yield paragraph(nodes.Text(head))
            else:
                rest = [head, *rest]
            yield literal(_dedented(rest))
        else:
            yield paragraph(*_inline(" ".join(line.strip() for line in lines)))


def _dedented(lines: list[str]) -> str:
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[margin:] for line in lines)


def _inline(text: str) -> list[nodes.Node]:
    pieces = _CODE.split(text)
    return [nodes.literal(one, one) if index % 2 else nodes.Text(one) for index, one in enumerate(pieces) if one]


def _options(rows: list[tuple[str, str]]) -> nodes.definition_list:
    listed = nodes.definition_list(classes=["options"])
    for names, says in rows:
        term = nodes.term("", "", nodes.literal(names, names))
        listed += nodes.definition_list_item("", term, nodes.definition("", paragraph(*_inline(says))))
    return listed


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("commands", Commands)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
