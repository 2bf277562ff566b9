"""HOST:PORT on the command line."""

import click

from ..gateway.address import Address


def address_of(context: click.Context, parameter: click.Parameter, text: str | None) -> Address | None:
    """The callback of an option that takes one."""
    try:
        return None if text is None else Address.of(text)
    except ValueError as error:
        raise click.BadParameter(str(error), context, parameter) from None
