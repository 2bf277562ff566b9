"""DuckDB checks a folder of Parquet files with lines: ``python with_duckdb.py LINES FINDINGS.parquet``."""

import sys
from collections import Counter
from itertools import accumulate

import duckdb
import pyarrow as pa

from smsmail.arrow import findings, silence

_FOUND = "STRUCT(rule VARCHAR, severity VARCHAR, place VARCHAR, start BIGINT, error BIGINT)[]"


def silent() -> str:
    """SQL for whether nothing is to be said of a line; of one that could not be read something is."""
    tests = silence("re2")
    matches = [f"regexp_matches(text, {_quoted(expression)})" for expression in tests.whole]
    lacks = [f"NOT contains(text, {_quoted(never)})" for never in tests.never]
    return f"coalesce({' AND '.join((*lacks, *matches))}, false)"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def checked(texts: pa.ChunkedArray) -> pa.Array:
    """The findings of each of the *texts*: as many lists as there are texts."""
    rows = range(len(texts))
    found = findings(pa.table({"file": pa.nulls(len(rows), pa.string()), "line": rows, "text": texts}))
    count = Counter(found.column("line").to_pylist())
    ends = pa.array(accumulate((count[row] for row in rows), initial=0), pa.int32())
    values = found.drop_columns(["file", "line"])
    return pa.ListArray.from_arrays(ends, pa.array(values.to_pylist(), pa.struct(values.schema)))


def check_lines(folder: str, out: str) -> None:
    """Write the findings of all lines in *folder* to the file *out*."""
    with duckdb.connect() as db:
        db.create_function("checked", checked, ["VARCHAR"], _FOUND, type="arrow", null_handling="special")
        select = f"""
            COPY (
                SELECT file, line, unnest(checked(text), recursive := true)
                FROM read_parquet({_quoted(folder + "/*.parquet")}) WHERE NOT {silent()}
            ) TO {_quoted(out)} (FORMAT parquet)
        """  # noqa: S608  # each text is quoted
        db.execute(select)


if __name__ == "__main__":
    check_lines(*sys.argv[1:])
