"""The conformance cases of SMS by e-mail, without the codec: plain data, and a few lines to load it."""

import json
from importlib.resources import files
from typing import Any, Final

ROOT: Final = files(__name__) / "data"
"""The folder with index.json, cases, mails, clauses and readings."""

__version__: Final = "0.0.0"

__all__ = ["ROOT", "cases", "index"]


def index() -> dict[str, Any]:
    """Version, counts and files."""
    return _json("index.json")


def cases() -> list[dict[str, Any]]:
    """All cases, in the order of their files."""
    return [case for file in index()["files"] if "cases" in file for case in _json(file["path"])["cases"]]


def _json(path: str) -> dict[str, Any]:
    return json.loads(ROOT.joinpath(*path.split("/")).read_text("utf-8"))
