"""The guide docs/testing.md: written by hand, but for the files that it shows."""

import re

from tests.support import ROOT

_SHOWN = re.compile(r"(<!-- file: (\S+) -->\n```(\w+)\n).*?(^```$)", re.DOTALL | re.MULTILINE)


def guide() -> str:
    """The guide with each file that it shows as the file is now."""
    return _SHOWN.sub(_with_file, (ROOT / "docs" / "testing.md").read_text("utf-8"))


def files_shown() -> list[str]:
    """The paths of the files that the guide shows."""
    return [found[1] for found in _SHOWN.findall((ROOT / "docs" / "testing.md").read_text("utf-8"))]


def _with_file(found: re.Match[str]) -> str:
    return found[1] + (ROOT / found[2]).read_text("utf-8") + found[4]
