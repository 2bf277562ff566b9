"""A loop of ``check``, without an engine, over a folder of Parquet files: ``python with_nothing.py LINES FINDINGS.parquet``."""

import sys
from pathlib import Path

import pyarrow.parquet as pq

from smsmail.arrow import FINDINGS, findings


def check_lines(folder: str, out: str) -> None:
    """Write the findings of all lines in *folder* to the file *out*."""
    with pq.ParquetWriter(out, FINDINGS) as writer:
        for file in sorted(Path(folder).glob("*.parquet")):
            writer.write_table(findings(pq.read_table(file)))


if __name__ == "__main__":
    check_lines(*sys.argv[1:])
