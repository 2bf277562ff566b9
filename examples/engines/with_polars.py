"""Polars checks a folder of Parquet files with lines: ``python with_polars.py LINES FINDINGS.parquet``."""

import sys

import polars as pl
import pyarrow as pa

from smsmail.arrow import FINDINGS, findings, silence


def silent(text: pl.Expr) -> pl.Expr:
    """Whether nothing is to be said of a line; of one that could not be read something is."""
    tests = silence("re2")
    matches = [text.str.contains(expression) for expression in tests.whole]
    return pl.all_horizontal(*matches, ~text.str.contains_any(list(tests.never))).fill_null(value=False)


def checked(frame: pl.DataFrame) -> pl.DataFrame:
    return pl.DataFrame(pl.from_arrow(findings(frame.to_arrow())))


def check_lines(folder: str, out: str) -> None:
    """Write the findings of all lines in *folder* to the file *out*."""
    schema = pl.DataFrame(pl.from_arrow(pa.table(FINDINGS.empty_table()))).schema
    lines = pl.scan_parquet(f"{folder}/*.parquet").filter(~silent(pl.col("text")))
    lines.map_batches(checked, schema=schema, streamable=True).sink_parquet(out)


if __name__ == "__main__":
    check_lines(*sys.argv[1:])
