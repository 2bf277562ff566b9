"""The steps of the container recipe, run one after the other in a folder in place of ``/``: no engine is needed."""

import json
import os
import re
import shutil
import signal
import smtplib
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support import ROOT

pytestmark = [pytest.mark.install, pytest.mark.process]

RECIPE = (ROOT / "Containerfile").read_text("utf-8")
INSTRUCTIONS = [line.split(maxsplit=1) for line in RECIPE.splitlines() if line and not line.startswith("#")]
PLACES = re.compile(r"/(?=(?:usr/src|opt|etc|var/lib)/)")


@dataclass
class Container:
    """A folder with what the recipe has made, and how it is started."""

    root: Path
    command: list[str]

    def there(self, text: str) -> str:
        return PLACES.sub(f"{self.root}/", text)


def copied(target: Path) -> None:
    """What ``COPY .`` takes: what .dockerignore lets through."""
    through = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text("utf-8"), re.MULTILINE)
    for name in through:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copy(ROOT / name, target / name)


@pytest.fixture(scope="module")
def container(tmp_path_factory: pytest.TempPathFactory) -> Container:
    made = Container(tmp_path_factory.mktemp("container"), [])
    folder = made.root / "home"
    folder.mkdir()
    bin = str(Path(sys.executable).parent)
    environment = {"PATH": f"{bin}:/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8"}
    environment |= {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    for name, rest in INSTRUCTIONS:
        match name:
            case "FROM":
                version = re.fullmatch(r"python:(3\.\d+)-slim", rest)
                assert version
            case "COPY":
                _, target = rest.split()
                copied(Path(made.there(target)))
            case "RUN":
                # The user of the image is nobody's here.
                step = made.there(rest).replace("chown 10001:10001", f"chown {os.getuid()}:{os.getgid()}")
                subprocess.run(["/bin/sh", "-c", step], env=environment, cwd=folder, check=True)
            case "ENTRYPOINT" | "CMD":
                made.command += [made.there(word) for word in json.loads(rest)]
            case _:
                assert name in ("USER", "VOLUME", "EXPOSE", "STOPSIGNAL", "HEALTHCHECK"), name
    return made


def test_the_gateway_takes_a_mail_and_keeps_it(container: Container) -> None:
    command = [word.replace("0.0.0.0:2525", "127.0.0.1:0") for word in container.command]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as gateway:
        assert gateway.stdout
        try:
            listening = re.fullmatch(r"listening on 127\.0\.0\.1:(\d+)\n", gateway.stdout.readline())
            assert listening
            with smtplib.SMTP("127.0.0.1", int(listening[1])) as client:
                client.sendmail("shop@example.com", "send@send.smscentre.com", "Subject: x\n\nshop:x::::79991234567:hi")
        finally:
            gateway.send_signal(signal.SIGTERM)
    assert gateway.returncode == 0
    assert (container.root / "var" / "lib" / "smsmail" / "store.sqlite").stat().st_size


def test_the_image_runs_as_nobody_who_may_more() -> None:
    said = dict(INSTRUCTIONS)
    assert said["USER"] == "10001:10001"
    assert said["VOLUME"] == "/var/lib/smsmail"
    assert f"0.0.0.0:{said['EXPOSE']}" in said["CMD"]
