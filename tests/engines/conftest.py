"""How many lines the engines are put to."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--lines", type=int, default=20_000, help="so many made lines go through each engine")
