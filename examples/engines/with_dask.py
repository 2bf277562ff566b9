"""Dask checks a folder of Parquet files with lines, or an archive of mails: ``python with_dask.py LINES FINDINGS``.

Each part is written to a file of its own, under another name until it is whole. So it does not matter how often a part is
done: where a worker dies, another does it again.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import dask.bag as db
import pyarrow as pa
import pyarrow.parquet as pq
from distributed import Client

from smsmail.arrow import FINDINGS, findings, mails


def of_lines(files: Iterable[str]) -> Iterator[pa.Table]:
    for file in files:
        yield findings(pq.read_table(file))


def of_mails(files: Iterable[str]) -> Iterator[pa.Table]:
    yield from map(findings, mails(files))


def check_part(parts: Iterable[tuple[int, list[str]]], kind: str, out: str) -> list[str]:
    """Write the findings of each part, and say where."""
    done: list[str] = []
    for number, files in parts:
        written = Path(out, f"{number:06}.parquet")
        unfinished = written.with_suffix(f".{os.getpid()}")
        with pq.ParquetWriter(unfinished, FINDINGS) as writer:
            for table in {"lines": of_lines, "mails": of_mails}[kind](files):
                writer.write_table(table)
        unfinished.replace(written)
        done.append(str(written))
    return done


def check(files: Iterable[str], out: str, kind: str = "lines", *, each: int = 1) -> list[str]:
    """Write the findings of *files*, so many of them a part, to the folder *out*."""
    Path(out).mkdir(exist_ok=True)
    names = sorted(files)
    parts = enumerate(names[first : first + each] for first in range(0, len(names), each))
    return db.from_sequence(parts, partition_size=1).map_partitions(partial(check_part, kind=kind, out=out)).compute()


def check_lines(folder: str, out: str) -> None:
    """Write the findings of all lines in *folder* to the folder *out*."""
    with Client(threads_per_worker=1, dashboard_address=None):
        check(map(str, Path(folder).glob("*.parquet")), out)


if __name__ == "__main__":
    check_lines(*sys.argv[1:])
