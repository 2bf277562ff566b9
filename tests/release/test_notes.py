"""The notes of a release are the changelog's, and a tag that does not fit is told so."""

from pathlib import Path

import pytest

import smsmail
from release.notes import MissingNotes, notes, sections_of, version_of
from tests.support import ROOT

CHANGELOG = "# Changelog\n\nWords.\n\n## Unreleased\n\n- new\n\n## 1.2.0 - 2030-01-31\n\n### Added\n\n- old\n\n## 1.1.0 - 2029-01-31\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.setuptools.package-dir]\nsmsmail = "package"\n', encoding="utf-8")
    (tmp_path / "package").mkdir()
    return tmp_path


def at(project: Path, version: str) -> Path:
    (project / "package" / "__init__.py").write_text(f'__version__ = "{version}"\n', encoding="utf-8")
    return project


def test_the_sections() -> None:
    assert sections_of(CHANGELOG) == {"Unreleased": "- new", "1.2.0": "### Added\n\n- old", "1.1.0": ""}


@pytest.mark.parametrize("tag", ["v1.2.0", None])
def test_a_version_has_its_notes(project: Path, tag: str | None) -> None:
    assert notes(at(project, "1.2.0"), tag) == "### Added\n\n- old\n"


def test_before_a_release_they_are_what_is_to_come(project: Path) -> None:
    assert notes(at(project, "1.3.0")) == "- new\n"


@pytest.mark.parametrize(
    ("version", "tag", "why"),
    [
        ("1.2.0", "v1.2.1", "the tag is v1.2.1, and the version 1.2.0: it has to be v1.2.0"),
        ("1.2.0", "1.2.0", "it has to be v1.2.0"),
        ("1.3.0", "v1.3.0", "says nothing under “## 1.3.0 - YYYY-MM-DD”"),
        ("1.1.0", "v1.1.0", "says nothing under “## 1.1.0 - YYYY-MM-DD”"),
    ],
)
def test_what_does_not_fit_is_told(project: Path, version: str, tag: str, why: str) -> None:
    with pytest.raises(MissingNotes, match=why):
        notes(at(project, version), tag)


def test_the_version_is_that_of_the_package() -> None:
    assert version_of(ROOT) == smsmail.__version__
    assert notes(ROOT)
