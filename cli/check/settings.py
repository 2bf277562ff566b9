"""What ``smsmail check`` is to do: the command line, and the configuration for what it leaves open."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

import click

from .config import Config, ConfigFound, config_for, config_in
from .globs import Globs
from .inputs import INCLUDED, Patterns
from .selection import ALL, Selection, UnknownRule, codes_of

T = TypeVar("T")


class Overrides(NamedTuple):
    """What the command line says; ``None`` or nothing where it leaves that to the configuration."""

    select: Sequence[str]
    ignore: Sequence[str]
    error_on_warning: bool | None
    format: str | None
    encoding: str | None
    config: Path | None
    no_config: bool


class CheckSettings(NamedTuple):
    selection: Selection
    wanted: Patterns
    error_on_warning: bool
    format: str
    encoding: str


def settings_of(options: Overrides) -> CheckSettings:
    """What *options* say, else the configuration, else what is usual.

    Raises :class:`click.ClickException` where either names what there is not.
    """
    config, base = _configuration(options)
    return CheckSettings(
        _selection(options, config, base),
        Patterns(
            Globs.of(INCLUDED if config.include is None else config.include, base), Globs.of(config.exclude or (), base)
        ),
        _first(options.error_on_warning, config.error_on_warning, False),
        _first(options.format, config.format, "text"),
        _first(options.encoding, config.encoding, "utf-8"),
    )


def _first(*values: T | None) -> T:
    return next(value for value in values if value is not None)


def _configuration(options: Overrides) -> ConfigFound:
    if options.config and options.no_config:
        raise click.UsageError("give --config or --no-config, not both")
    if options.config:
        return config_in(options.config)
    try:
        here = Path.cwd()
    except FileNotFoundError:  # It has been deleted.
        return ConfigFound(Config(), Path(os.sep))
    return ConfigFound(Config(), here) if options.no_config else config_for(here)


def _selection(options: Overrides, config: Config, base: Path) -> Selection:
    select, ignore = _codes("--select", options.select), _codes("--ignore", options.ignore)
    if not options.select:
        # Who selects on the command line wants to see just that.
        select = ALL if config.select is None else codes_of(config.select)
        ignore = ignore if options.ignore else codes_of(config.ignore or ())
    but = (config.per_file_ignores or {}).items()
    return Selection(select - ignore, tuple((Globs.of([files], base), codes_of(rules)) for files, rules in but))


def _codes(option: str, given: Iterable[str]) -> frozenset[str]:
    try:
        return codes_of(pattern.strip() for patterns in given for pattern in patterns.split(","))
    except UnknownRule as error:
        raise click.UsageError(f"{option}: {error}") from error
