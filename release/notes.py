"""The notes of a release: what the changelog says of its version."""

import re
import tomllib
from pathlib import Path

_HEADING = re.compile(r"^## (\S+)(?: - (\d{4}-\d\d-\d\d))?$", re.MULTILINE)


class MissingNotes(Exception):
    """A tag that is not the version, or a version of which the changelog says nothing; the message says which."""


def notes(root: Path, tag: str | None = None) -> str:
    """The section on the version of the project in *root*; before that is released, without a *tag*, on what is to come."""
    version = version_of(root)
    if tag is not None and tag != f"v{version}":
        raise MissingNotes(f"the tag is {tag}, and the version {version}: it has to be v{version}")
    sections = sections_of((root / "CHANGELOG.md").read_text("utf-8"))
    found = sections.get(version)
    if found is None and tag is None:
        found = sections.get("Unreleased")
    if not found:
        raise MissingNotes(f"CHANGELOG.md says nothing under “## {version} - YYYY-MM-DD”")
    return f"{found}\n"


def sections_of(changelog: str) -> dict[str, str]:
    """What is under the heading of each version, without blank lines around it."""
    pieces = _HEADING.split(changelog)
    return {name: text.strip() for name, text in zip(pieces[1::3], pieces[3::3], strict=True)}


def version_of(root: Path) -> str:
    """As the package says it, which need not be installed."""
    place = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["package-dir"]["smsmail"]
    [version] = re.findall(
        r'^__version__ = "([^"]+)"$', (root / place / "__init__.py").read_text("utf-8"), re.MULTILINE
    )
    return version
