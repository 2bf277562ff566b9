"""Build the distributions of the last commit, try them as a stranger would, and write what belongs to them.

    python -m release [--tag vX.Y.Z] [--notes-only]

``dist/`` then has the sdist, the wheel, ``sbom.cdx.json`` (what an installation with all extras consists of),
``notes.md`` (what the changelog says of the version), and in ``packages/`` the corpus and the JavaScript codec as packages. With a tag, which has to be the version, its notes have to be there.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from .distributions import build, date_of, differing
from .notes import MissingNotes, notes, version_of
from .packages import packages

ROOT = Path(__file__).parents[1]
DIST = ROOT / "dist"

QUICK = [
    "tests/codec/test_corpus.py",
    "tests/grammar/test_grammar.py",
    "tests/site/test_licences.py",
    "tests/site/test_package.py",
    "tests/site/test_readme.py",
]
"""What is run of the tests from the unpacked sdist. All of them are collected: what they need is in it."""


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    print("$", *command, flush=True)
    # Neither the repository nor settings of whoever runs it may help.
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PYTEST"))}
    subprocess.run(list(map(str, command)), cwd=cwd, env=environment, check=True)


def built() -> tuple[Path, Path]:
    """The sdist and the wheel, in ``dist/``. Two builds of them, in two places, have to be equal."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        first, second = (  # each in a place of its own
            [*build(ROOT, Path(place)), *packages(Path(place), version_of(ROOT), int(date_of(ROOT)))]
            for place in (one, other)
        )
        if names := differing(first, second):
            sys.exit(f"two builds of {', '.join(names)} differ")
        shutil.rmtree(DIST, ignore_errors=True)
        (DIST / "packages").mkdir(parents=True)
        ours, others = first[:2], first[2:]
        for file in ours:
            shutil.copyfile(file, DIST / file.name)
        for file in others:
            shutil.copyfile(file, DIST / "packages" / file.name)
        sdist, wheel = (DIST / file.name for file in ours)
    run(sys.executable, "-m", "twine", "check", "--strict", sdist, wheel)
    return sdist, wheel


def tried(sdist: Path, place: Path) -> None:
    """Installed in a bare environment, the suite passes, and the tests do in the unpacked sdist."""
    venv.create(place / "venv", with_pip=True)
    python = place / "venv" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", f"{sdist}[gateway,strategies,diagrams]", cwd=place)
    run(place / "venv" / "bin" / "smsmail", "conformance", "--strict", "--fail-on-skip", cwd=place)
    sbom = DIST / "sbom.cdx.json"
    command = ["environment", python, "--pyproject", ROOT / "pyproject.toml", "--output-reproducible", "-o", sbom]
    run(sys.executable, "-m", "cyclonedx_py", *command)
    run("tar", "-xzf", sdist, cwd=place)
    unpacked = place / sdist.name.removesuffix(".tar.gz")
    run(python, "-m", "pip", "install", "--quiet", "--upgrade", "pip", cwd=place)  # one that knows groups
    run(python, "-m", "pip", "install", "--quiet", "--group", "test", cwd=unpacked)
    run(python, "-P", "-m", "pytest", "-qq", "--collect-only", "--no-summary", cwd=unpacked)
    run(python, "-P", "-m", "pytest", "-q", *QUICK, cwd=unpacked)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m release", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--tag", help="the tag that is released: v and the version")
    parser.add_argument("--notes-only", action="store_true", help="print the notes and do nothing else")
    options = parser.parse_args()
    try:
        text = notes(ROOT, options.tag)
    except MissingNotes as error:
        sys.exit(str(error))
    if options.notes_only:
        print(text, end="")
        return
    sdist, _ = built()
    with tempfile.TemporaryDirectory() as place:
        tried(sdist, Path(place))
    (DIST / "notes.md").write_text(text, encoding="utf-8")
    print("in dist/:", *sorted(file.relative_to(DIST).as_posix() for file in DIST.rglob("*") if file.is_file()))


if __name__ == "__main__":
    main()
