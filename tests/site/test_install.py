"""The line of the README that installs the codec alone: it runs on the package and msgspec, and nothing else."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT

pytestmark = [pytest.mark.install, pytest.mark.process]

[COMMAND] = re.findall(
    r"^python3 (-m pip install --no-deps .*)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE
)

USES = """
import sys
from importlib.metadata import distributions

from smsmail.codec import check, decode_mail, check_mail, decode_reply, decode_request, encode_mail, encode_reply
from smsmail.codec import Accepted, DecodeError, encode_request, segment, sms_count

line = "alex:psw:order-7:3101301200,3:,,Alex,1:79991234567,+79998887766:Ваш заказ готов"
request = decode_request(line)
assert encode_request(request) == line
assert [found.rule for found in check(line)] == []
assert [found.rule for found in check("alex:psw::::7999x:hi")] == ["phone-format"]
try:
    decode_request("alex:psw:$x:::7999:hi")
except DecodeError as error:
    assert error.errors
mail = encode_mail(request)
assert decode_mail(mail).text == line
assert check_mail(mail) == []
assert encode_reply(decode_reply("OK - 2 SMS, ID - 42")) == "OK - 2 SMS, ID - 42"
assert len(segment("x" * 161).parts) == 2
assert sms_count(request) == 2
assert request.to_dict()["login"] == "alex"

print(*sorted({found.metadata["Name"] for found in distributions()} - {"pip", "setuptools"}))
"""


def run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_codec_needs_msgspec_alone(tmp_path: Path) -> None:
    source = tmp_path / "source"  # Building leaves files behind.
    unwanted = shutil.ignore_patterns(".*", "build", "*.egg-info", "_build", "tests", "docs")
    shutil.copytree(ROOT, source, ignore=unwanted)
    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    python = tmp_path / "venv" / "bin" / "python"
    run(python, *COMMAND.split(), cwd=source)
    assert run(python, "-IW", "error", "-c", USES, cwd=tmp_path) == "msgspec smsmail\n"
