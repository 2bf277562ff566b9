"""Checking in bulk, for engines that pass on Arrow tables: Polars, DuckDB, Spark, Dask, and whatever comes after them.

:func:`lines` and :func:`mails` read files into batches, :func:`findings` makes a table of what is said of a batch, and
:func:`silence` has the tests by which an engine leaves out natively what nothing is to be said of. The page
docs/engines.md shows them at work. They need pyarrow: ``pip install '.[arrow]'``.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import pyarrow as pa

from .cli.check.lines import Line, lines_of
from .cli.reading.mails import Given, given_in
from .cli.reading.texts import chunks_of, shown_name
from .codec import Diagnostic, check, check_mail
from .codec.hints.portable import Silence, silence
from .codec.syntax import DOMAIN

__all__ = ["FINDINGS", "LINES", "MAILS", "UNREADABLE", "Silence", "findings", "lines", "mails", "silence"]

LINES = pa.schema([("file", pa.string()), ("line", pa.int64()), ("text", pa.string())])
"""Lines that are requests: the file, the number of the line in it, and its text, which is null where its octets are none."""

MAILS = pa.schema([("file", pa.string()), ("line", pa.int64()), ("mail", pa.binary())])
"""Mails: the file, with ``#`` and a number where it has many, and the octets of the mail. Of lines there are none."""

FINDINGS = pa.schema(
    [
        ("file", pa.string()),
        ("line", pa.int64()),
        ("rule", pa.string()),
        ("severity", pa.string()),
        ("place", pa.string()),
        ("start", pa.int64()),
        ("error", pa.int64()),
    ]
)
"""What is said: where, by which rule (docs/rules.md), how grave it is, of which field, from which offset on, and with which
error a server would answer, if with any. Nothing that stands in a line is quoted, so that no password is among it."""

UNREADABLE = "unreadable"
"""What stands in place of a rule where a text is null."""


def findings(
    batch: pa.RecordBatch | pa.Table, *, now: datetime | None = None, domains: Iterable[str] = (DOMAIN,)
) -> pa.Table:
    """All that is to be said of the lines or mails of *batch*, as :data:`FINDINGS`, in their order.

    A *batch* has the columns of :data:`LINES` or of :data:`MAILS`, in any order and beside others; *now* and *domains* are
    as for :func:`smsmail.codec.check` and :func:`smsmail.codec.check_mail`. A line of white space is none.

    >>> batch = pa.record_batch({"file": ["log"], "line": [7], "text": ["alex:psw:::1:7999x:hi"]})
    >>> findings(batch).select(["line", "rule", "place", "error"]).to_pylist()
    [{'line': 7, 'rule': 'phone-format', 'place': 'body.phones[0]', 'error': 7}]
    """
    rows: list[tuple[object, ...]] = []
    files, numbers = (batch.column(name).to_pylist() for name in ("file", "line"))
    if "mail" in batch.schema.names:
        domains = tuple(domains)
        for file, number, mail in zip(files, numbers, batch.column("mail").to_pylist(), strict=True):
            rows += [_row(file, number, one) for one in check_mail(mail, now=now, domains=domains)]
    else:
        for file, number, text in zip(files, numbers, batch.column("text").to_pylist(), strict=True):
            if text is None:
                rows.append((file, number, UNREADABLE, "error", "", None, None))
            elif found := check(text, now=now):
                rows += [_row(file, number, one) for one in found if text.strip()]
    return _table(rows, FINDINGS)


def lines(name: str, *, encoding: str = "utf-8", rows: int = 1 << 16) -> Iterator[pa.Table]:
    """The lines of the file *name*, so many *rows* at a time, as :data:`LINES`; a line feed ends one, as does CR LF.

    Raises :class:`click.ClickException`, in words, where a file cannot be read.
    """
    shown = shown_name(name)

    def read() -> Iterator[tuple[object, ...]]:
        for line in lines_of(chunks_of(name, shown), shown, encoding):
            if not isinstance(line, Line):
                raise line
            yield shown, line.number, None if line.problem else line.text

    yield from _in_tables(read(), LINES, rows)


def mails(names: Iterable[str], *, rows: int = 1 << 10) -> Iterator[pa.Table]:
    """The mails in the files *names*, mailboxes among them, so many *rows* at a time, as :data:`MAILS`.

    Raises :class:`click.ClickException`, in words, where a file cannot be read.
    """

    def read() -> Iterator[tuple[object, ...]]:
        for name in names:
            for given in given_in(name, "mail"):
                if not isinstance(given, Given):
                    raise given
                yield given.shown, None, given.octets

    yield from _in_tables(read(), MAILS, rows)


def _row(file: str, number: int | None, found: Diagnostic) -> tuple[object, ...]:
    return file, number, found.rule, found.severity, found.field, found.start, found.error


def _in_tables(rows: Iterable[tuple[object, ...]], schema: pa.Schema, most: int) -> Iterator[pa.Table]:
    gathered: list[tuple[object, ...]] = []
    for row in rows:
        gathered.append(row)
        if len(gathered) == most:
            yield _table(gathered, schema)
            gathered.clear()
    if gathered:
        yield _table(gathered, schema)


def _table(rows: list[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    columns: Any = zip(*rows, strict=True) if rows else ((),) * len(schema)
    return pa.table(
        [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)], schema=schema
    )
