"""Spark checks a folder of Parquet files with lines: ``python with_spark.py LINES FINDINGS``, a folder too."""

import os
import sys
from collections.abc import Iterator

import pyarrow as pa
from pyspark.sql import Column, SparkSession
from pyspark.sql.functions import coalesce, col, lit

from smsmail.arrow import findings, silence

_FOUND = "file string, line long, rule string, severity string, place string, start long, error long"


def silent(text: Column) -> Column:
    """Whether nothing is to be said of a line; of one that could not be read something is."""
    tests = silence("java")
    is_silent = lit(True)
    for never in tests.never:
        is_silent &= ~text.contains(never)
    for expression in tests.whole:
        is_silent &= text.rlike(expression)
    return coalesce(is_silent, lit(False))


def checked(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        yield from findings(batch).to_batches()


def check_lines(folder: str, out: str) -> None:
    """Write the findings of all lines in *folder* to the folder *out*."""
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with SparkSession.builder.appName("smsmail").config("spark.ui.enabled", value=False).getOrCreate() as spark:
        spark.read.parquet(folder).filter(~silent(col("text"))).mapInArrow(checked, _FOUND).write.parquet(out)


if __name__ == "__main__":
    check_lines(*sys.argv[1:])
