"""``python -m benchmarks``: a missed target is printed, and is no failure of the program.

With ``--write`` the table is kept, and docs/design/speed.md made of it; with ``--large`` the growth goes to a million.
"""

import argparse
import platform

from msgspec import json
from rich.console import Console
from rich.table import Table

from . import codec, gateway, growth, processes
from .goals import Result, Row, row_of

_WIDTH = 190


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure smsmail beside its floors.")
    parser.add_argument("--write", action="store_true", help="keep the figures, and write docs/design/speed.md")
    parser.add_argument("--large", action="store_true", help="let things grow to a million, which takes long")
    asked = parser.parse_args()
    results: list[Result] = [*codec.results(), *processes.results()]
    results += [
        one._replace(name=f"gateway, {one.name}", against=one.against or "a bare aiosmtpd handler")
        for section in gateway.results()
        for one in section
    ]
    results += growth.results(1_000_000 if asked.large else 100_000)
    rows = [row_of(result) for result in results]
    show(rows)
    if asked.write:
        from docs._pages.speed import KEPT, PAGE, speed_page  # which reads what is kept

        lines = ",\n".join(json.encode(row).decode() for row in rows)
        python, machine = platform.python_version(), platform.machine()
        KEPT.write_text(f'{{"python": "{python}", "machine": "{machine}", "rows": [\n{lines}\n]}}\n', "utf-8")
        PAGE.write_text(speed_page(), "utf-8")


def show(rows: list[Row]) -> None:
    """Print the table, and how many targets are missed."""
    console = Console()
    console.width = max(console.width, _WIDTH)  # piped or narrow: a row stays one line
    table = Table(*Row._fields)
    for row in rows:
        table.add_row(*row, style="red" if row.verdict == "missed" else None)
    console.print(table)
    console.print(f"{sum(row.verdict == 'missed' for row in rows)} of {sum(bool(row.target) for row in rows)} missed")


if __name__ == "__main__":
    main()
