"""``python -m benchmarks [--json FILE]``: a missed target is printed, and is no failure of the program."""

import argparse
from pathlib import Path

from . import checking, checking_files, gateway, mailing, running, segmenting
from .agreement import assert_same_language
from .goals import results
from .table import Found, as_json, show


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure the codec beside its floors.")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the results there too")
    file: Path | None = parser.parse_args().json
    assert_same_language()
    found = Found(
        [*results(), *checking.results()],
        segmenting.results(),
        mailing.results(),
        checking_files.results(),
        running.results(),
        gateway.results(),
    )
    show(found)
    if file:
        file.write_text(as_json(found), encoding="utf-8")


if __name__ == "__main__":
    main()
