"""Ordinary messages, written one by one before any rule that looks into the text: none of them may draw a warning."""

from tests.support import ROOT


def _read() -> dict[str, list[str]]:
    """Messages by language; an empty line stands between two, and ``=== xx`` above those of a language."""
    found: dict[str, list[str]] = {}
    language = ""
    for block in (ROOT / "tests/data/ordinary.txt").read_text("utf-8").strip().split("\n\n"):
        lines = block.split("\n")
        if lines[0].startswith("=== "):
            language = lines.pop(0).removeprefix("=== ")
        if lines:
            found.setdefault(language, []).append("\n".join(lines))
    return found


ORDINARY = _read()
