"""The corpus as plain files, for use without Python: as a submodule, or inside a package of another language.

`index.json` names every other file:

    {"name": "smsmail-corpus", "version": "2.0.0", "license": "MIT", "protocol": 1,
     "cases": 3, "ops": {"<op>": 2, …}, "levels": {"must": 1, …},
     "files": [{"path": "cases/request/time.json", "octets": 1234, "sha256": "…", "cases": 3}, …]}

`cases` is there for files of cases only.
"""

import json
import re
import stat
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from smsmail.versions import CORPUS

from ..fixtures import ROOT
from .corpus import LEVELS, OPS
from .protocol import VERSION

INDEX = "index.json"
_NAME = "smsmail-corpus"
_LARGEST_INDEX = 16_000_000
_OURS = re.compile(r"(?:cases|schema)/(?:[\w-][\w.-]*/)*[\w-][\w.-]*|rules\.json", re.ASCII)
"""Files that a version of the corpus may have had and another one not."""

# What git would do to the ends of lines, it must not do to the mails.
_GIT_ATTRIBUTES = b"*.eml -text\n"


class CannotExport(Exception):
    """The folder cannot take the corpus, and why."""


def export(folder: Path, *, force: bool = False) -> dict[str, Any]:
    """Write the corpus into *folder*, which is made if need be, and give its index.

    A folder with something in it is taken under *force* only: files of the corpus are put in the place of those that are
    there, what an earlier export left as it wrote it is removed if this one does not have it, and all else stays as it
    is. Nothing is written or removed through a symbolic link. Raises CannotExport.
    """
    files = dict(_files(ROOT)) | {".gitattributes": _GIT_ATTRIBUTES}
    index = _index(files)
    try:
        if folder.exists() and any(folder.iterdir()) and not force:
            raise CannotExport(f"{folder} is not empty")
        for path in (*files, INDEX):
            _refuse_links(folder, path)
        stale = _exported_before(folder) - files.keys()
        (folder / INDEX).unlink(missing_ok=True)
        for path, content in files.items():
            _put(folder / path, content)
        for path in stale:
            (folder / path).unlink(missing_ok=True)
        # Last of all, so that a folder with an index is complete.
        _put(folder / INDEX, json.dumps(index, indent=1).encode() + b"\n")
    except OSError as error:
        raise CannotExport(f"{error.filename}: {error.strerror}") from error
    return index


def _refuse_links(folder: Path, path: str) -> None:
    """Raise CannotExport where a part of *path* inside of *folder* is a symbolic link."""
    place = folder
    for part in path.split("/"):
        place /= part
        if place.is_symlink():
            raise CannotExport(f"{place} is a symbolic link, and nothing is written through one")


def _put(place: Path, content: bytes) -> None:
    """Make a new file of *content*, and put it where an old one may be: other names of that one keep what they have."""
    place.parent.mkdir(parents=True, exist_ok=True)
    new = place.with_name(f".{place.name}.new")
    new.unlink(missing_ok=True)
    with new.open("xb") as file:
        file.write(content)
    new.replace(place)


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
        "name": _NAME,
        "version": CORPUS,
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
    """The paths of the export that *folder* already has, as far as their files are still as it wrote them."""
    place = folder / INDEX
    try:
        if not stat.S_ISREG(place.lstat().st_mode) or place.stat().st_size > _LARGEST_INDEX:
            return set()
        listed = json.loads(place.read_bytes())
        if listed["name"] != _NAME:
            return set()
        hashes = {entry["path"]: entry["sha256"] for entry in listed["files"]}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return set()
    return {path for path, of_it in hashes.items() if _is_as_written(folder, path, of_it)}


def _is_as_written(folder: Path, path: object, expected: object) -> bool:
    """Whether *path* could be a file of the corpus, and is one: somebody else's index may name anything."""
    if not isinstance(path, str) or not _OURS.fullmatch(path):
        return False
    try:
        _refuse_links(folder, path)
        place = folder / path
        return place.is_file() and sha256(place.read_bytes()).hexdigest() == expected
    except (OSError, CannotExport):
        return False
