"""What the checks are is said in three places, which agree: ``tox.ini``, ``.ci/run``, and the table in CONTRIBUTING.md."""

import re
from configparser import ConfigParser

from tests.support import ROOT
from tests.support.each import each

TOX = ConfigParser()
TOX.read(ROOT / "tox.ini", "utf-8")
IN_TOX = set(re.split(r",\s*", TOX["tox"]["env_list"]))
ENVIRONMENTS = IN_TOX | {section.removeprefix("testenv:") for section in TOX if section.startswith("testenv:")}
CI = (ROOT / ".ci" / "run").read_text("utf-8")


def table() -> dict[str, tuple[bool, bool]]:
    """Each environment, and whether it is in ``tox`` and in ``.ci/run``."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    rows = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|.*\|([^|]*)\|([^|]*)\|$", text, re.MULTILINE)
    return {name: ("yes" in tox, bool(ci.strip())) for names, tox, ci in rows for name in re.findall(r"\w+", names)}


def test_every_environment_is_in_the_table() -> None:
    assert set(table()) == ENVIRONMENTS


@each("name", sorted(ENVIRONMENTS))
def test_where_an_environment_runs(name: str) -> None:
    named = {
        name for names in re.findall(r'^(?:tox|rest) run -e "?([\w,]+)', CI, re.MULTILINE) for name in names.split(",")
    }
    in_ci = name in IN_TOX or name in named
    assert table()[name] == (name in IN_TOX, in_ci)


def test_every_workflow_runs_environments_that_there_are() -> None:
    workflows = "\n".join(file.read_text("utf-8") for file in (ROOT / ".github" / "workflows").glob("*.yml"))
    run = {name for names in re.findall(r"tox run -e ([\w,]+)", workflows) for name in names.split(",")}
    assert run <= ENVIRONMENTS
    assert run >= IN_TOX


def test_every_file_that_a_forge_reads_is_checked() -> None:
    checked = TOX["testenv:forge"]["commands"]
    for file in (ROOT / ".github").rglob("*.yml"):
        assert file.relative_to(ROOT).as_posix() in checked
