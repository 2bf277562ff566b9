"""docs/engines.md: what the engines cost, as benchmarks/engines.json has it."""

import json
from collections.abc import Iterator

from docs._pages import DOCS

_NAMES = {"nothing": "a loop of `check`", "polars": "Polars", "duckdb": "DuckDB", "dask": "Dask", "spark": "Spark"}

PAGE = """\
# A hundred million lines

A loop of {py:func}`~smsmail.codec.check` looks at some hundred thousand lines a second. For logs of years there are engines that do the rest: they
read files in parts, use every core and every machine, and go on where a worker has died. `smsmail.arrow` (`pip install '.[arrow]'`)
gives them what they need, and `examples/engines/` has a script of a page for each.

| | |
|---|---|
| `lines(name)`, `mails(names)` | a log, or mails and mailboxes, as Arrow tables |
| `findings(batch)` | an Arrow table or batch of lines or mails in, a table of findings out |
| `silence(dialect)` | the tests by which an engine leaves out natively what nothing is to be said of |

## From a log to a sum

```sh
python examples/engines/to_parquet.py sms.log lines
python examples/engines/with_duckdb.py lines findings.parquet
```

Lines are laid into Parquet files first, with the file and the number of each: a line feed ends a line, and CR LF does, as for
`smsmail check --lines`. No engine has to find them again, and each reads only what it needs. Octets that are no text of the
encoding (`lines(name, encoding="koi8-r")`) are null, and a finding `unreadable`. Then the findings are a table like others:

```sql
SELECT rule, severity, count(*), count(DISTINCT file) FROM 'findings.parquet' GROUP BY ALL ORDER BY count(*) DESC
```

| column | |
|---|---|
| `file`, `line` | where; a mail of a mailbox is called `archive.mbox#2`, and has no line |
| `rule`, `severity` | see {doc}`rules` |
| `place`, `start` | the field, and the offset from which on, in code points of the line (in a mail's head: octets) |
| `error` | the number that a server would answer, if it refuses |

Nothing of a line is quoted, so no password gets into the table.

## What an engine does by itself

Most lines have nothing wrong with them, and of most of these an expression tells it, without look-around, so that the engines of Rust, RE2 and
Java run it: `silence("re2")` for Polars, DuckDB and Arrow, `silence("java")` for Spark. It is made of the terminals of the grammar's clean form, and
takes a part of that: a message to one recipient, of ordinary Latin or Russian characters, that is one SMS. A test holds it to its promise, with the corpus, ordinary
messages, and what becomes of them when a piece is changed: of what it takes {py:func}`~smsmail.codec.check` says nothing. What it leaves, with
something wrong or without, goes to `findings`: in Polars by `map_batches`, in DuckDB by a function in Python, in Spark by `mapInArrow`. Dask
passes on everything; what it is for is an archive of mails (`check(files, out, kind="mails")`).

With `findings(batch, now=…)` it is also said that a time is past; then `silence(…, has_now=True)` leaves the dates to it.

What no expression can say, or not in few states, it does not take: several recipients, which may be one twice; texts of several SMS; a Russian text of more than 60
characters, or of too many rare letters, which may be text of another charset; signs such as `%`, `(` and `«`.

## Where a worker dies

Dask writes each part to a file of its own, under another name until it is whole, and Spark does so by itself. A part that is done twice is written
once. In the tests a worker is killed while it is at a part: the table is the same.

## What it costs

"""

AFTER = """
Measured by `python -m benchmarks.engines` on {lines:,} made lines and {cores} cores, which others used as well: what counts is the processor time of a line,
of all processes together, without what it takes to start. In a thousand lines there are {wrong} with something wrong, and {harmless} of which no expression tells that nothing is. Both cost as much in an
engine as without it, and a finding costs many times what a line costs: they are most of what the engines take here. Spark and Dask are for many machines; on one they cost more than they give.

`tox -e engines` puts 20,000 lines through all four and compares each table with that of a plain loop over the octets of the log, row by row; `tox -e engines -- --lines
1000000` a million.
"""


def engines_page() -> str:
    """The text of docs/engines.md."""
    found = json.loads((DOCS.parent / "benchmarks" / "engines.json").read_text("utf-8"))
    table = "\n".join(_table(found["engines"]))
    return f"{PAGE}{table}\n{AFTER.format(**found)}"


def _table(engines: dict[str, dict[str, float]]) -> Iterator[str]:
    yield "| | lines a second | processor time a line | × the loop, each core | target |"
    yield "|---|--:|--:|--:|--:|"
    loop = engines["nothing"]["cpu"]
    for engine, figures in engines.items():
        times = "" if engine == "nothing" else f"{loop / figures['cpu']:.1f}"
        target = "10" if engine in ("polars", "duckdb") else ""
        yield f"| {_NAMES[engine]} | {figures['rate']:,} | {figures['cpu']:.2f} µs | {times} | {target} |"
