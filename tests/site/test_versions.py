"""Package, specification and corpus have a version each, written in one place, and whatever shows one shows that."""

import json
import re
from typing import get_args
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

import smsmail
from smsmail.cli import main
from smsmail.conformance.reports import Form, renderer
from smsmail.versions import ALL, CORPUS
from tests.support import ROOT
from tests.support.records import mixed_record

ORDINALS = ("", "First", "Second", "Third", "Fourth")
NAMED = {"version": smsmail.__version__, "specification": smsmail.SPECIFICATION, "corpus": CORPUS}


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def checked(format: str) -> str:
    arguments = ["check", "--no-config", "--format", format, "-"]
    return CliRunner().invoke(main, arguments, input="alex:psw::::79991234567:hi").stdout


def test_what_is_written_by_hand_is_of_these_versions() -> None:
    ordinal = ORDINALS[smsmail.SPECIFICATION]
    assert re.findall(r"^## (\w+) edition", page("docs/spec/changes.md"), re.MULTILINE)[0] == ordinal
    assert f"{ordinal.lower()} edition" in page("docs/spec/index.md")
    assert f"specification, edition {smsmail.SPECIFICATION}," in page("README.md")
    assert f"“smsmail {smsmail.__version__}”" in page("README.md")
    assert f"corpus {CORPUS}\n" in page("README.md")
    assert re.findall(r"^## (\S+)", page("CHANGELOG.md"), re.MULTILINE)[0] in (smsmail.__version__, "Unreleased")


def test_each_report_of_check_names_them() -> None:
    tool = json.loads(checked("json"))["tool"]
    assert tool == {"name": "smsmail", **NAMED}
    driver = json.loads(checked("sarif"))["runs"][0]["tool"]["driver"]
    assert {"version": driver["version"], **driver["properties"]} == NAMED
    [made] = ET.fromstring(checked("junit")).iter("property")
    assert made.attrib == {"name": "made-by", "value": ALL}


@pytest.mark.parametrize("form", [form for form in get_args(Form) if form not in ("json", "badge")])
def test_each_report_of_conformance_names_them(form: Form) -> None:
    """But for a badge, which has no room for them."""
    assert ALL in renderer(form)(mixed_record())


def test_the_report_for_programs_names_them() -> None:
    assert json.loads(renderer("json")(mixed_record()))["suite"] == {"name": "smsmail", **NAMED}


def test_each_page_names_them() -> None:
    assert "{ALL}" in re.findall(r'^copyright = f"(.*)"$', page("docs/conf.py"), re.MULTILINE)[0]
