"""Distributions that depend on the commit alone: not on the folder, the clock, the user or what lies around."""

import gzip
import io
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Sequence
from pathlib import Path

_GIT = shutil.which("git") or "git"


def build(root: Path, place: Path) -> tuple[Path, Path]:
    """The sdist and the wheel of the last commit of the repository *root*, made in *place*."""
    source, made = place / "source", place / "made"
    source.mkdir()
    archive = subprocess.run([_GIT, "archive", "HEAD"], cwd=root, check=True, stdout=subprocess.PIPE).stdout
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(source, filter="data")
    date = os.environ.get("SOURCE_DATE_EPOCH") or date_of(root)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": date}
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(made), str(source)]
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{done.stdout}{done.stderr}\nno build")
    [sdist], [wheel] = made.glob("*.tar.gz"), made.glob("*.whl")
    sdist.write_bytes(normalised(sdist.read_bytes(), int(date)))
    return sdist, wheel


def date_of(root: Path) -> str:
    """When the last commit was made, in seconds since 1970."""
    command = [_GIT, "log", "-1", "--format=%ct"]
    return subprocess.run(command, cwd=root, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


def normalised(sdist: bytes, date: int) -> bytes:
    """The same files without what setuptools takes from the clock and the user: dates, owners, their order."""
    packed = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(sdist)) as tar,
        gzip.GzipFile(filename="", mode="wb", fileobj=packed, mtime=date) as zipped,
        tarfile.open(fileobj=zipped, mode="w", format=tarfile.PAX_FORMAT) as out,
    ):
        for member in sorted(tar.getmembers(), key=lambda one: one.name):
            member.mtime = date
            member.uid = member.gid = 0
            member.uname = member.gname = ""
            member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
            member.pax_headers = {}
            out.addfile(member, tar.extractfile(member) if member.isfile() else None)
    return packed.getvalue()


def differing(one: Sequence[Path], other: Sequence[Path]) -> list[str]:
    """The names of files that are not equal, octet by octet."""
    return [a.name for a, b in zip(one, other, strict=True) if (a.name, a.read_bytes()) != (b.name, b.read_bytes())]
