"""The command-line reference, from the commands themselves."""

import re
from collections.abc import Iterator

import click
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from smsmail.cli import main
from smsmail.cli.brief import commands, paragraphs, whole

from .boxes import literal
from .citations import label
from .prose import paragraph

_CODE = re.compile(r"`([^`]+)`")


class Commands(SphinxDirective):
    """``{commands}``: every command of ``smsmail``, those within commands too."""

    def run(self) -> list[nodes.Node]:
        return [self._command(*one) for one in commands(main)]

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
    for words, lines in paragraphs(text):
        if words:
            yield paragraph(*_inline(words))
        if lines:
            yield literal("\n".join(lines))


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
