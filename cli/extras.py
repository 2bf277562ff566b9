"""Commands that need more than the rest of the package does."""

from collections.abc import Generator
from contextlib import contextmanager

import click


class NotInstalled(click.ClickException):
    """A package that is missing; wrong usage, so exit status 2."""

    exit_code = 2


@contextmanager
def needing(extra: str, command: str) -> Generator[None]:
    """Tell how to install the *extra* without which *command* cannot run, where an import in the block fails."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "smsmail":
            raise
        raise NotInstalled(f"{command} needs {error.name}: pip install 'smsmail[{extra}]'") from error
