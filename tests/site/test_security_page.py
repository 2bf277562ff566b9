"""Each promise of the threat model names tests that there are."""

import re

from tests.support import ROOT

PAGE = (ROOT / "docs/security.md").read_text("utf-8")
ROWS = [line for line in PAGE.splitlines() if re.search(r"`tests/|`::", line)]


def named(row: str) -> list[tuple[str, str]]:
    """The files and tests that *row* names; ``::name`` stands for a test of the file before it."""
    found: list[tuple[str, str]] = []
    for file, test in re.findall(r"`(tests/[\w/]+\.py)?(?:::(\w+))?`", row):
        if file or test:
            found.append((file or found[-1][0], test))
    return found


def test_every_test_that_is_named_exists() -> None:
    assert len(ROWS) >= 35
    for row in ROWS:
        tests = named(row)
        assert tests, row
        for file, test in tests:
            source = (ROOT / file).read_text("utf-8")
            assert not test or re.search(rf"^(?:async )?def {test}\(", source, re.MULTILINE), (file, test)


def test_every_promise_names_a_test() -> None:
    tables = re.findall(r"^\| promise \| held by \|\n\|---\|---\|\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    assert len(tables) == len(re.findall("^## ", PAGE, re.MULTILINE)) - 1
    assert all("`tests/" in row for table in tables for row in table.strip().split("\n"))
