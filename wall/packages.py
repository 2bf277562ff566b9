"""The packages on the wall: which they are, in which version, and how each is installed and started."""

import json
import os
import shutil
import subprocess
import sys
import venv
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from smsmail.conformance import Case
from smsmail.conformance.corpus import Op
from smsmail.conformance.features import FEATURES

HERE = Path(__file__).parent
HOME = Path(os.environ.get("WALL_HOME") or HERE / "installed").absolute()
"""Where they are installed."""

OURS = HERE.parent / "examples" / "javascript" / "testee.js"


class Package(msgspec.Struct, frozen=True):
    """A published package; or what stands beside them on the wall: our JavaScript, and a formula of the vendor's."""

    name: str
    registry: Literal["npm", "PyPI", "ours", "vendor"]
    judged: Literal["parts", "counts", "units", "lines"]
    """What it gives, and so is measured on."""
    call: str = ""
    """How it is called, for those who know it."""
    lacks: tuple[str, ...] = ()
    """Features that it does not claim to have."""

    @property
    def key(self) -> str:
        return f"{self.registry}:{self.name}"

    @property
    def op(self) -> Op:
        return "encode_request" if self.judged == "lines" else "segment"

    @property
    def version(self) -> str:
        match self.registry:
            case "npm":
                return npm_pins()[self.name]
            case "PyPI":
                return pypi_pins()[self.name]
            case _:
                return ""

    @property
    def language(self) -> str:
        return "Python" if self.registry == "PyPI" else "PHP and others" if self.registry == "vendor" else "JavaScript"

    def is_asked(self, case: Case) -> bool:
        """Of what formulas do with a request that has to be refused, nobody claims anything."""
        return case.op == self.op and (self.judged != "lines" or "ok" in case.expect)

    def command(self) -> list[str]:
        """What starts it as a testee, once it is installed."""
        lacks = {*self.lacks, *(() if self.judged == "parts" else ["segment.parts"])}
        features = [name for name in FEATURES if name not in lacks]
        about = {
            "implementation": self.name,
            "version": self.version or "-",
            "language": self.language,
            "ops": [self.op],
        }
        hello = json.dumps({"protocol": 1, **about, "features": features})
        match self.registry:
            case "npm":
                node = ["env", f"NODE_PATH={HOME / 'npm' / 'node_modules'}", "node"]
                return [*node, str(HERE / "testee.cjs"), hello]
            case "PyPI":
                return [str(HOME / "pypi" / "bin" / "python"), str(HERE / "testee.py"), hello]
            case "ours":
                return ["node", str(OURS)]
            case "vendor":
                return [sys.executable, str(HERE / "vendor.py"), hello]


PACKAGES = msgspec.json.decode((HERE / "packages.json").read_bytes(), type=list[Package])


@cache
def npm_pins() -> dict[str, str]:
    locked = json.loads((HERE / "npm" / "package-lock.json").read_bytes())["packages"]
    return {place.removeprefix("node_modules/"): one["version"] for place, one in locked.items() if place}


@cache
def pypi_pins() -> dict[str, str]:
    lines = (HERE / "pypi.txt").read_text("utf-8").splitlines()
    return dict(line.split("==") for line in lines if not line.startswith("#"))  # pyright: ignore[reportReturnType]


def install() -> None:
    """Install all of them as they are pinned. Raises CalledProcessError."""
    npm = HOME / "npm"
    shutil.copytree(HERE / "npm", npm, dirs_exist_ok=True)
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run([shutil.which("npm") or "npm", "ci", *quiet], cwd=npm, check=True)
    pypi = HOME / "pypi"
    venv.create(pypi, with_pip=True, clear=True)
    pip = [pypi / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    subprocess.run([*pip, "-r", HERE / "pypi.txt"], check=True)
