"""The corpus as plain files, for use without Python: as a submodule, or inside a package of another language.

`index.json` names every other file:

    {"name": "smsmail-corpus", "version": "1.0.0", "license": "MIT", "protocol": 1,
     "cases": 3, "ops": {"<op>": 2, …}, "levels": {"must": 1, …},
     "files": [{"path": "cases/request/time.json", "octets": 1234, "sha256": "…", "cases": 3}, …]}

`cases` is there for files of cases only.
"""

import json
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from ..fixtures import ROOT
from .corpus import LEVELS, OPS
from .protocol import VERSION

INDEX = "index.json"

# What git would do to the ends of lines, it must not do to the mails.
_GIT_ATTRIBUTES = b"*.eml -text\n"


class CannotExport(Exception):
    """The folder cannot take the corpus, and why."""


def corpus_version() -> str:
    """The version of the corpus itself, which is not that of the package."""
    return (ROOT / "VERSION").read_text("utf-8").strip()


def export(folder: Path, *, force: bool = False) -> dict[str, Any]:
    """Write the corpus into *folder*, which is made if need be, and give its index.

    A folder with something in it is taken under *force* only: files of the corpus are written over, what an earlier export
    left and this one does not have is removed, and all else stays as it is. Raises CannotExport.
    """
    files = dict(_files(ROOT)) | {".gitattributes": _GIT_ATTRIBUTES}
    index = _index(files)
    try:
        if folder.exists() and any(folder.iterdir()) and not force:
            raise CannotExport(f"{folder} is not empty")
        before = _exported_before(folder)
        (folder / INDEX).unlink(missing_ok=True)
        for path, content in files.items():
            place = folder.joinpath(*path.split("/"))
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        for path in before - files.keys():
            (folder / path).unlink(missing_ok=True)
        # Last of all, so that a folder with an index is complete.
        (folder / INDEX).write_text(json.dumps(index, indent=1) + "\n", "utf-8")
    except OSError as error:
        raise CannotExport(f"{error.filename}: {error.strerror}") from error
    return index


def _files(folder: Traversable, path: str = "") -> Iterator[tuple[str, bytes]]:
    """Every file of the corpus, by its path, without what makes a Python package of it."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(entry, f"{path}{entry.name}/")
        elif not entry.name.endswith((".py", ".pyc")) and entry.name != "py.typed":
            yield path + entry.name, entry.read_bytes()


def _index(files: dict[str, bytes]) -> dict[str, Any]:
    parsed = {path: json.loads(content)["cases"] for path, content in files.items() if _has_cases(path)}
    cases = [case for of_file in parsed.values() for case in of_file]
    ops, levels = Counter(case["op"] for case in cases), Counter(case["level"] for case in cases)
    return {
        "name": "smsmail-corpus",
        "version": corpus_version(),
        "license": "MIT",
        "protocol": VERSION,
        "cases": len(cases),
        "ops": {op: ops[op] for op in OPS if op in ops},
        "levels": {level: levels[level] for level in LEVELS if level in levels},
        "files": [
            {
                "path": path,
                "octets": len(content),
                "sha256": sha256(content).hexdigest(),
                **({"cases": len(parsed[path])} if path in parsed else {}),
            }
            for path, content in sorted(files.items())
        ],
    }


def _has_cases(path: str) -> bool:
    return path.startswith("cases/") and path.endswith(".json")


def _exported_before(folder: Path) -> set[str]:
    """The paths of the export that *folder* already has, but for what lies outside of it or is no plain file."""
    try:
        listed = json.loads((folder / INDEX).read_bytes())
        paths = {entry["path"] for entry in listed["files"]} if listed["name"] == "smsmail-corpus" else set[str]()
    except (OSError, ValueError, TypeError, KeyError):
        return set()
    inside = folder.resolve()
    places = {path: folder / path for path in paths if isinstance(path, str)}
    return {
        path
        for path, place in places.items()
        if place.is_file() and not place.is_symlink() and place.resolve().is_relative_to(inside)
    }
