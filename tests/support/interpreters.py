"""Programs of other languages, which tests run where they are present."""

import os
import shutil

import pytest


def interpreter(name: str) -> str:
    """Where the program is. Without it the test is skipped, but in continuous integration it fails."""
    found = shutil.which(name)
    if found:
        return found
    if os.environ.get("CI"):
        pytest.fail(f"{name} is not installed, and in continuous integration nothing is left out", pytrace=False)
    pytest.skip(f"{name} is not installed")
