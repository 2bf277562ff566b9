"""What several tests of the command start from."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from smsmail.conformance.smtp import Listener
from tests.support.checks import FILES
from tests.support.sending import HERE


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A server that takes every mail."""
    with Listener(HERE) as listening:
        yield listening


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with files, to be checked where one is in it."""
    monkeypatch.chdir(tmp_path)
    for name, octets in FILES.items():
        Path(name).write_bytes(octets)
