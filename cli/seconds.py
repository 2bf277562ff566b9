"""Options that take a number of seconds."""

import math
from typing import TypeVar

import click

_Seconds = TypeVar("_Seconds", float, float | None)


def finite(context: click.Context, parameter: click.Parameter, seconds: _Seconds) -> _Seconds:
    """A callback: without an end to a wait, whoever hangs would hang all."""
    if seconds is not None and not math.isfinite(seconds):
        raise click.BadParameter(f"{seconds} is no number of seconds", context, parameter)
    return seconds
