"""``smsmail grammar``: the formal grammar of the protocol."""

import click

from ..grammar import NAMES, source


@click.command(short_help="Print the grammar.")
@click.argument("names", nargs=-1, type=click.Choice(NAMES), metavar="[NAME]…")
def grammar(names: tuple[str, ...]) -> None:
    """Print the Lark grammar: all of it, or the files NAME (terminals, request, reply).

    Each rule carries the clause that it states and the readings that it follows.
    """
    for index, name in enumerate(names or NAMES):
        if index:
            click.echo()
        click.echo(f"// ======== {name}.lark")
        click.echo()
        click.echo(source(name), nl=False)
