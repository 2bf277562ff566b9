"""The corpus as packages for npm, Composer, Go and pip, and the JavaScript codec as one for npm.

Each is a folder of release/templates with the exported corpus in it. They are packed here and not by the programs of the
registries, so that a release needs none of them, and two releases of one commit are equal.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from smsmail.conformance.export import export
from smsmail.versions import CORPUS

from .distributions import normalised

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "release" / "templates"
DATA = {"npm": "data", "composer": "data", "go": "data", "python": "smsmail_corpus/data"}
"""Each kind of package, and where the corpus is in it."""

_UNFILLED = "0.0.0"
"""What a template has in place of the version of the corpus."""


def corpus_package(kind: str, place: Path) -> Path:
    """The folder of a package of the corpus, made in *place*."""
    folder = Path(shutil.copytree(TEMPLATES / kind, place / f"corpus-{kind}"))
    for file in _files(folder):
        file.write_text(file.read_text("utf-8").replace(_UNFILLED, CORPUS), "utf-8")
    for beside in (TEMPLATES / "README.md", ROOT / "LICENSE"):
        shutil.copy(beside, folder)
    export(folder / DATA[kind])
    return folder


def codec_package(place: Path) -> Path:
    """The folder of the package of the JavaScript codec, made in *place*."""
    folder = Path(shutil.copytree(ROOT / "examples" / "javascript", place / "codec-npm"))
    shutil.copy(ROOT / "LICENSE", folder)
    return folder


def packages(place: Path, version: str, date: int) -> list[Path]:
    """All of them, ready to be published, made in *place* of a day in seconds since 1970."""
    corpus = f"smsmail-corpus-{CORPUS}"
    made = [
        packed(corpus_package("npm", place), "package", place / f"{corpus}.tgz", date),
        zipped(corpus_package("composer", place), place / f"{corpus}-composer.zip"),
        packed(corpus_package("go", place), corpus, place / f"{corpus}-go.tar.gz", date),
        wheel(corpus_package("python", place), place / "wheel", date),
        packed(codec_package(place), "package", place / f"smsmail-codec-{version}.tgz", date),
    ]
    return sorted(made)


def packed(folder: Path, inside: str, archive: Path, date: int) -> Path:
    """The files of *folder* in a tar, under the name *inside*, as npm and most others have it."""
    with tarfile.open(archive, "w:gz") as tar:
        for file in _files(folder):
            tar.add(file, f"{inside}/{file.relative_to(folder).as_posix()}")
    archive.write_bytes(normalised(archive.read_bytes(), date))
    return archive


def zipped(folder: Path, archive: Path) -> Path:
    """The files of *folder* in a zip, as Composer takes it for an artifact; its dates are those that zips begin with."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in _files(folder):
            info = zipfile.ZipInfo(file.relative_to(folder).as_posix())
            packed.writestr(info, file.read_bytes(), zipfile.ZIP_DEFLATED)
    return archive


def wheel(folder: Path, place: Path, date: int) -> Path:
    """The wheel of the Python package in *folder*."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(place), str(folder)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(date)}
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{done.stdout}{done.stderr}\nno wheel of the corpus")
    [made] = place.glob("*.whl")
    return made


def _files(folder: Path) -> Iterator[Path]:
    return (file for file in sorted(folder.rglob("*")) if file.is_file() and "__pycache__" not in file.parts)
