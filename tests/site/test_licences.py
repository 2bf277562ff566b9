"""Whoever passes a copy on can see what is in it and under which licence."""

import re
import tomllib
from importlib.metadata import metadata

import yaml
from packaging.requirements import Requirement

import smsmail
from tests.support import ROOT
from tests.support.each import each

NOTICE = (ROOT / "NOTICE.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
DATA_OF_OTHERS = ROOT / "tests" / "others"

CLASSIFIED = {"MIT License": "MIT", "Apache Software License": "Apache-2.0", "BSD License": "BSD-3-Clause"}
"""What packages without an SPDX expression call their licence, and its expression."""


def installed_beside() -> dict[str, str]:
    """The packages of the notice's last table and their licences."""
    table = NOTICE.partition("## What is installed beside it")[2]
    return dict(re.findall(r"^\| ([a-z0-9-]+) \| ([A-Z][\w.-]+) \|", table, re.MULTILINE))


def licence_of(package: str) -> str:
    """As the package itself says."""
    told = metadata(package)
    classifiers = [
        line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or [] if line.startswith("License")
    ]
    classified = [CLASSIFIED[name] for name in classifiers if name in CLASSIFIED]
    return [*(told.get_all("License-Expression") or []), *classified][0]


def test_every_package_that_is_installed_beside_is_told() -> None:
    extras = (line for lines in PROJECT["optional-dependencies"].values() for line in lines)
    assert list(installed_beside()) == [Requirement(line).name for line in (*PROJECT["dependencies"], *extras)]


@each(("package", "licence"), installed_beside().items())
def test_a_licence_is_told_as_the_package_tells_it(package: str, licence: str) -> None:
    assert licence_of(package) == licence


def test_data_of_others_comes_with_its_licence() -> None:
    told, licence = ((DATA_OF_OTHERS / name).read_text("utf-8") for name in ("README.md", "LICENSE"))
    for file in DATA_OF_OTHERS.iterdir():
        if file.name not in ("README.md", "LICENSE"):
            assert f"For {file.name}:" in licence
            assert re.search(rf"^\| `{re.escape(file.name)}` \|.*`LICENSE` beside it \|$", told, re.MULTILINE)


def test_what_is_installed_carries_licence_and_notice() -> None:
    assert metadata("smsmail").get_all("License-File") == ["LICENSE", "NOTICE.md"]


def test_the_citation_is_of_this_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert (citation["title"], citation["license"]) == (PROJECT["name"], PROJECT["license"])
    assert citation["version"] == smsmail.__version__
