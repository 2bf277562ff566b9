"""The lines with which it is installed do so: all of it, as the README says, and the codec with msgspec and nothing else."""

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT

pytestmark = [pytest.mark.install, pytest.mark.process]

[COMMAND] = re.findall(
    r"^python3 (-m pip install --no-deps .*)$", (ROOT / "docs" / "python.md").read_text("utf-8"), re.MULTILINE
)
README = (ROOT / "README.md").read_text("utf-8")
[ALL] = re.findall(r"^(.* && python3 -m pip install \. && smsmail conformance)$", README, re.MULTILINE)
[GATEWAY] = re.findall(r"^(python3 -m pip install '\.\[gateway\]' && smsmail gateway)$", README, re.MULTILINE)

USES = """
import sys
from importlib.metadata import distributions

from smsmail.codec import check, decode_mail, check_mail, decode_reply, decode_request, encode_mail, encode_reply
from smsmail.codec import Accepted, DecodeError, encode_request, segment, sms_count

line = "alex:psw:order-7:3101301200,3:,,Alex,1:79991234567,+79998887766:Ваш заказ готов"
request = decode_request(line)
assert encode_request(request) == line
assert [found.rule for found in check(line)] == ["tz-moscow"]
assert [found.rule for found in check("alex:psw::::7999x:hi")] == ["phone-format"]
try:
    decode_request("alex:psw:$x:::7999:hi")
except DecodeError as error:
    assert error.errors
mail = encode_mail(request)
assert decode_mail(mail).text == line
assert [found.rule for found in check_mail(mail)] == ["tz-moscow"]
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


def copied(place: Path) -> Path:
    """The sources in a folder of their own, since building leaves files behind."""
    unwanted = shutil.ignore_patterns(".*", "build", "*.egg-info", "_build", "tests", "docs")
    return Path(shutil.copytree(ROOT, place / "source", ignore=unwanted))


def test_the_lines_of_the_readme_in_an_empty_home(tmp_path: Path) -> None:
    source, home = copied(tmp_path), tmp_path / "home"
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    environment = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8", **kept}
    done = subprocess.run(
        ["/bin/sh", "-c", ALL], cwd=source, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "all well" in done.stdout
    command = (
        f". .venv/bin/activate && {GATEWAY.replace('smsmail gateway', 'exec smsmail gateway --listen 127.0.0.1:0')}"
    )
    with subprocess.Popen(
        ["/bin/sh", "-c", command],
        cwd=source,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as gateway:
        assert gateway.stdout
        try:
            assert any(line.startswith("listening on 127.0.0.1:") for line in gateway.stdout)
        finally:
            gateway.send_signal(signal.SIGTERM)
    assert gateway.returncode == 0


def test_the_codec_needs_msgspec_alone(tmp_path: Path) -> None:
    source = copied(tmp_path)
    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    python = tmp_path / "venv" / "bin" / "python"
    run(python, *COMMAND.split(), cwd=source)
    assert run(python, "-IW", "error", "-c", USES, cwd=tmp_path) == "msgspec smsmail\n"
