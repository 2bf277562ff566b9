"""A log is laid into Parquet files, so many lines each: ``python to_parquet.py LOG LINES``."""

import sys
from pathlib import Path

import pyarrow.parquet as pq

from smsmail.arrow import lines


def to_parquet(log: str, folder: str, rows: int = 1 << 16) -> None:
    """Write the lines of *log* to *folder*; several logs may go to one folder."""
    Path(folder).mkdir(exist_ok=True)
    for number, table in enumerate(lines(log, rows=rows)):
        pq.write_table(table, Path(folder, f"{Path(log).stem}-{number:06}.parquet"))


if __name__ == "__main__":
    to_parquet(*sys.argv[1:3])
