"""Programs beside Python, which tests run where they are present."""

import os
import shutil

import pytest


def interpreter(*names: str) -> str:
    """Where the program is, by one of its names. Without it the test is skipped, but in continuous integration it fails."""
    if found := next(filter(None, map(shutil.which, names)), None):
        return found
    if os.environ.get("CI"):
        pytest.fail(f"{names[0]} is not installed, and in continuous integration nothing is left out", pytrace=False)
    pytest.skip(f"{names[0]} is not installed")
