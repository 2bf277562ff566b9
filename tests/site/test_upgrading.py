"""Whoever comes from an earlier version is told what to do: the page shows what the commands say."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from smsmail.cli import main
from smsmail.conformance import load_cases
from tests.support import ROOT
from tests.support.each import each

PAGE = (ROOT / "docs" / "upgrading.md").read_text("utf-8")
SHOWN = re.findall(r"```console\n\$ smsmail ([^\n]+)\n(.*?)\n```", PAGE, re.DOTALL)

FILES = {
    "order.sms": "alex:psw::::79991234567:hi\n",
    "jobs.toml": "jobs = 4\n",
    "known.txt": "request/login/byte-order-mark-is-value\n",
}


@each(("command", "says"), SHOWN)
def test_what_the_old_name_says(command: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        Path(name).write_text(text, encoding="utf-8")
    assert says in CliRunner(env={"COLUMNS": "200"}).invoke(main, command.split()).output


def test_every_renamed_case_is_told() -> None:
    told = set(re.findall(r"^\| `([\w/-]+)` \| `([\w/-]+)` \|$", PAGE, re.MULTILINE))
    assert told >= {(alias, case.id) for case in load_cases() for alias in case.aliases}
