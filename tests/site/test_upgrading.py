"""Whoever comes from an earlier version is told what to do: the page shows what the commands say."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from smsmail.conformance import load_cases
from tests.support import ROOT

PAGE = (ROOT / "docs" / "upgrading.md").read_text("utf-8")
SHOWN = re.findall(r"```console\n\$ smsmail ([^\n]+)\n(.*?)\n```", PAGE, re.DOTALL)

FILES = {
    "order.sms": "alex:psw::::79991234567:hi\n",
    "jobs.toml": "jobs = 4\n",
    "known.txt": "request/login/byte-order-mark-is-value\n",
}


@pytest.mark.parametrize(("command", "says"), SHOWN, ids=[command for command, _ in SHOWN])
@pytest.mark.process
def test_what_the_old_name_says(command: str, says: str, tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    arguments = [sys.executable, "-P", "-m", "smsmail.cli", *command.split()]
    environment = {**os.environ, "COLUMNS": "200"}
    result = subprocess.run(arguments, cwd=tmp_path, env=environment, check=False, capture_output=True, text=True)
    assert says in result.stdout + result.stderr


def test_every_renamed_case_is_told() -> None:
    told = set(re.findall(r"^\| `([\w/-]+)` \| `([\w/-]+)` \|$", PAGE, re.MULTILINE))
    assert told >= {(alias, case.id) for case in load_cases() for alias in case.aliases}
