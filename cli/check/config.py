"""What a configuration file says of ``smsmail check``."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, cast

import click
import msgspec

from ..reading.texts import problem_of_encoding
from ..usage import Failed
from .reports import FORMATS
from .selection import UnknownRule, codes_of

OWN_FILES = (".smsmail.toml", "smsmail.toml")
SHARED_FILE = "pyproject.toml"
_TABLE = "tool.smsmail"

_MOST = 1 << 20
"""So many octets of a configuration are read; it may come with somebody else's repository."""


class Config(msgspec.Struct, frozen=True, kw_only=True, rename="kebab"):
    """The keys of a configuration; ``None`` where it does not have them."""

    select: tuple[str, ...] | None = None
    """Rules to be reported."""
    ignore: tuple[str, ...] | None = None
    """Rules not to be reported."""
    per_file_ignores: dict[str, tuple[str, ...]] | None = None
    """Rules not to be reported in the files that a pattern fits."""
    error_on_warning: bool | None = None
    format: str | None = None
    encoding: str | None = None
    include: tuple[str, ...] | None = None
    """Patterns of the files that are taken of a folder."""
    exclude: tuple[str, ...] | None = None
    """Patterns of files and folders that are not."""


KEYS = {
    "select": "a list of rules",
    "ignore": "a list of rules",
    "per-file-ignores": "a table of patterns, each with a list of rules",
    "error-on-warning": "true or false",
    "format": f"one of {', '.join(FORMATS)}",
    "encoding": "the name of an encoding",
    "include": "a list of patterns",
    "exclude": "a list of patterns",
}
"""What a configuration may have, and what its value has to be."""


class ConfigFound(NamedTuple):
    """A configuration, and the folder that its patterns count from."""

    config: Config
    base: Path


def config_for(folder: Path) -> ConfigFound:
    """The configuration of the nearest folder that has one: *folder* or one above it, up to that of the repository."""
    for here in (folder, *folder.parents):
        for name in (*OWN_FILES, SHARED_FILE):
            file = here / name
            if os.path.isfile(file) and (config := _read(file)):
                return ConfigFound(config, here)
        if os.path.exists(here / ".git"):
            break
    return ConfigFound(Config(), folder)


def config_in(file: Path) -> ConfigFound:
    """The configuration in *file*, which is to have one."""
    config = _read(file)
    if config is None:
        raise Failed(f"{click.format_filename(file)}: there is no table [{_TABLE}] in it")
    return ConfigFound(config, file.absolute().parent)


def _read(file: Path) -> Config | None:
    """What *file* says; ``None`` where it is one for many tools and says nothing of this one."""
    shown = click.format_filename(file)
    try:
        with file.open("rb") as opened:
            octets = opened.read(_MOST + 1)
        if len(octets) > _MOST:
            raise Failed(f"{shown}: more than {_MOST} octets are no configuration")
        if file.name == SHARED_FILE and b"smsmail" not in octets:
            return None
        from tomllib import loads  # Most runs have no configuration.

        table: Any = loads(octets.decode())
    except OSError as error:
        raise Failed(f"{shown}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise Failed(f"{shown}: no TOML: {error}") from error
    if file.name == SHARED_FILE:
        tool = table.get("tool")
        table = cast("dict[str, Any]", tool).get("smsmail") if isinstance(tool, dict) else None
        if table is None:
            return None
        shown = f"{shown}: {_TABLE}"
        if not isinstance(table, dict):
            raise Failed(f"{shown} has to be a table")
    return _config(cast("dict[str, Any]", table), shown)


def _config(table: Mapping[str, Any], shown: str) -> Config:
    values: dict[str, Any] = {}
    for name, value in table.items():
        if name == "jobs":
            click.echo(f"{shown}: jobs does nothing any more, for one process checks all; take the key out", err=True)
            continue
        if name not in KEYS:
            raise Failed(f"{shown}: there is no key {_nearest(name)}")
        try:
            msgspec.convert({name: value}, Config)
        except msgspec.ValidationError:
            raise Failed(f"{shown}: {name} has to be {KEYS[name]}") from None
        values[name] = value
    config = msgspec.convert(values, Config)
    _examine(config, shown)
    return config


def _examine(config: Config, shown: str) -> None:
    rules = {"select": config.select, "ignore": config.ignore}
    rules |= {f'per-file-ignores."{pattern}"': codes for pattern, codes in (config.per_file_ignores or {}).items()}
    for name, codes in rules.items():
        try:
            codes_of(codes or ())
        except UnknownRule as error:
            raise Failed(f"{shown}: {name}: {error}") from error
    for name, is_wrong in {
        "format": config.format not in (None, *FORMATS),
        "encoding": config.encoding is not None and problem_of_encoding(config.encoding),
    }.items():
        if is_wrong:
            raise Failed(f"{shown}: {name} has to be {KEYS[name]}")


def _nearest(name: str) -> str:
    from difflib import get_close_matches

    written = name if re.fullmatch(r"[\w-]{1,40}", name) else repr(name[:40])
    nearest = get_close_matches(name.lower().replace("_", "-"), KEYS, n=1)
    return f"{written}; did you mean {nearest[0]}?" if nearest else f"{written}; there are {', '.join(KEYS)}"
