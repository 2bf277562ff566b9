"""npm packages that cut a text into parts as well, timed by node in the same run."""

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

from msgspec import Struct, json

PACKAGES = {"sms-segments-calculator": "1.3.0", "split-sms": "0.1.7"}

_PATIENCE = 60
"""Seconds that npm has: it asks again for minutes where nobody answers."""


class Measured(Struct):
    """What a package makes of a text, and the seconds it takes."""

    parts: int
    seconds: float


class Found(Struct):
    """What was measured: for each package each text, by name."""

    node: str
    found: dict[str, dict[str, Measured]]


class Absent(Exception):
    """Why there is nothing to compare with."""


def measured(texts: Mapping[str, str]) -> Found:
    """Each package on each of *texts*; raises :class:`Absent` where they cannot be run here."""
    node, npm = which("node"), which("npm")
    if node is None or npm is None:
        raise Absent("node and npm are not both on the path")
    command = [node, str(Path(__file__).with_name("peers.js")), str(_installed(npm))]
    done = subprocess.run(command, check=False, input=json.encode(texts), stdout=subprocess.PIPE)
    if done.returncode:
        raise Absent(f"node ended with {done.returncode}")
    return json.decode(done.stdout, type=Found)


def _installed(npm: str) -> Path:
    """Where the packages are: in the user's cache, put there if they are not there yet."""
    wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "smsmail-benchmarks"
    place = cache / "+".join(wanted)
    if not place.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=cache) as fresh:  # and renamed, so that what is there is whole
            prefix = Path(fresh) / "packages"
            _install([npm, "install", "--prefix", str(prefix), *wanted])
            prefix.rename(place)
    return place


def _install(command: list[str]) -> None:
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        raise Absent(f"npm install was not done in {_PATIENCE} s") from None
    if done.returncode:
        said = re.search(r"^npm (?:error|ERR!) (.+)", done.stderr, re.MULTILINE)
        raise Absent(f"npm install failed{f' ({said[1]})' if said else ''}")
