"""What several commands share: exit statuses, kinds of options, and how a value or package that cannot be used is told."""

import math
import re
import signal
from collections.abc import Callable, Generator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from ..gateway.address import Address

WRONG_USAGE = 2
INTERRUPTED = 128 + signal.SIGINT
TERMINATED = 128 + signal.SIGTERM

_DATE = re.compile(r"\d{4}-\d\d-\d\d")

Command = Callable[..., Any]

_Command = TypeVar("_Command", bound=Command)


class Failed(click.ClickException):
    """Something that is needed cannot be had. Its exit status is 2, since 1 would be taken for a refusal."""

    exit_code = WRONG_USAGE


@contextmanager
def needing(extra: str, command: str) -> Generator[None]:
    """Tell how to install the *extra* without which *command* cannot run, where an import in the block fails."""
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "smsmail":
            raise
        if error.name == "fcntl":
            raise Failed(f"{command} needs a POSIX system (on Windows: WSL)") from error
        raise Failed(f"{command} needs {error.name}: pip install 'smsmail[{extra}]'") from error


def refuse_if(is_wrong: object, why: str) -> None:
    """Refuse options that do not go together, say."""
    if is_wrong:
        raise click.UsageError(why)


FILE = click.Path(dir_okay=False, path_type=Path)
EXISTING_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class HostPort(click.ParamType):  # pyright: ignore[reportMissingTypeArgument]  # older clicks have none
    """An :class:`Address`."""

    name = "host:port"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "Address":
        from ..gateway.address import Address  # Most commands do without the gateway.

        try:
            return Address.of(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Seconds(click.FloatRange):
    """Seconds that come to an end: without one to a wait, whoever hangs would hang all."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        seconds = super().convert(value, param, ctx)
        return seconds if math.isfinite(seconds) else self.fail(f"{seconds} is no number of seconds", param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        return "SECONDS"


def options(*made: Callable[[Command], Command]) -> Callable[[_Command], _Command]:
    """All of these as one, in the order in which ``--help`` shows them."""

    def add(command: Any) -> Any:
        for option in reversed(made):
            command = option(command)
        return command

    return add


def options_as(name: str, kind: Any, *made: Callable[[Command], Command]) -> Callable[[_Command], _Command]:
    """The same, passed on together under one *name*: as a *kind* of named tuple with a field for each."""

    def add(command: Any) -> Any:
        @wraps(command)
        def collecting(*arguments: Any, **given: Any) -> Any:
            value = kind(**{field: given.pop(field) for field in kind._fields})
            return command(*arguments, **given, **{name: value})

        return options(*made)(collecting)

    return add


def removed_option(name: str, why: str) -> Callable[[_Command], _Command]:
    """An option of earlier versions, which is told to be none any more."""

    def refuse(context: click.Context, parameter: click.Parameter, value: str | None) -> None:
        if value is not None:
            raise click.UsageError(f"there is no {name} any more: {why}", context)

    return click.option(name, hidden=True, expose_value=False, callback=refuse)


def looks_like_a_request(word: str) -> bool:
    """Whether an argument is a request by mistake. Such a one is never repeated: it holds a password."""
    return (word.count(":") > 1 and not _DATE.match(word) and not _is_address_and_port(word)) or "{" in word


def _is_address_and_port(word: str) -> bool:
    from ipaddress import ip_address  # Few runs need it.

    try:
        ip_address(word.rpartition(":")[0].strip("[]"))
    except ValueError:
        return False
    return True


REQUESTS_ARE_READ = (
    "requests are read from a file or from standard input, where no list of processes shows their passwords: "
    "`smsmail check FILE`, or `smsmail check` and paste it"
)
