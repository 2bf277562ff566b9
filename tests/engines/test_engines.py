"""The same lines through four engines: each gives the table that a plain loop over the octets of the log gives."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from distributed import Client, LocalCluster

from benchmarks.made_lines import PSW, made
from examples.engines import with_dask
from smsmail.arrow import FINDINGS, UNREADABLE, findings, lines, silence
from smsmail.codec import check
from tests.engines.gated import gated_part
from tests.support.corpus import OF_THE_CODEC
from tests.support.interpreters import interpreter
from tests.support.lines import LIBERTIES
from tests.support.ordinary import ORDINARY

EXAMPLES = Path(__file__).parents[2] / "examples" / "engines"
PARTS = 8

Rows = list[tuple[Any, ...]]


@pytest.fixture(scope="session")
def log(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("engines") / "sms.log"
    with path.open("wb") as file:
        # Many are wrong where there are few, so that there is something to compare.
        number = pytestconfig.getoption("--lines")
        file.writelines(made(number, wrong=max(0.001, min(0.5, 200 / number))))
    return path


@pytest.fixture(scope="session")
def folder(log: Path, pytestconfig: pytest.Config) -> Path:
    folder = log.parent / "lines"
    folder.mkdir()
    rows = -(-pytestconfig.getoption("--lines") // PARTS)
    for number, table in enumerate(lines(str(log), rows=rows)):
        pq.write_table(table, folder / f"{number:06}.parquet")
    return folder


@pytest.fixture(scope="session")
def wanted(log: Path) -> Rows:
    return sorted(by_a_loop(log), key=str)


def by_a_loop(log: Path) -> Iterator[tuple[Any, ...]]:
    for number, octets in enumerate(log.read_bytes().split(b"\n"), 1):
        try:
            text = octets.removesuffix(b"\r").decode().removeprefix("\ufeff")
        except UnicodeDecodeError:
            yield str(log), number, UNREADABLE, "error", "", None, None
            continue
        for one in check(text) if text.strip() else ():
            yield str(log), number, one.rule, one.severity, one.field, one.start, one.error


def rows_of(path: Path) -> Rows:
    """What an engine has written, whatever the order; the columns are those that every engine gives."""
    table = pq.read_table(path)
    assert table.column_names == FINDINGS.names
    return sorted(zip(*(column.to_pylist() for column in table.columns), strict=True), key=str)


@pytest.mark.parametrize("engine", ["polars", "duckdb", "dask", "spark"])
def test_each_engine_gives_the_table_of_a_plain_loop(engine: str, folder: Path, wanted: Rows, tmp_path: Path) -> None:
    if engine == "spark":
        interpreter("java")
    out = tmp_path / "findings"
    environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}
    command = [sys.executable, EXAMPLES / f"with_{engine}.py", folder, out]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found = rows_of(out)
    assert found == wanted
    assert len({row[2] for row in found}) >= 12, "of many rules"
    assert PSW not in str(found)


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_worker_that_is_killed_loses_and_doubles_nothing(
    folder: Path, wanted: Rows, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(with_dask, "check_part", gated_part)
    out = tmp_path / "findings"
    out.mkdir()
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster, Client(cluster) as client:
        running = Thread(target=with_dask.check, args=([*map(str, folder.glob("*.parquet"))], str(out)))
        running.start()
        while not (out / "begun").exists():
            running.join(0.01)
        busy = [name for name, calls in client.processing().items() if calls]
        victims = client.run(os.getpid, workers=busy)
        # Each of them has begun something: the one that waits is among them.
        for process in victims.values():
            os.kill(process, signal.SIGKILL)
        (out / "gate").touch()
        running.join()
    assert victims
    written = sorted(path.name for path in out.glob("*.parquet"))
    assert written == [f"{number:06}.parquet" for number in range(PARTS)]
    found = sorted((row for name in written for row in rows_of(out / name)), key=str)
    assert found == wanted


# ---- Findings


def test_lines_by_hand(tmp_path: Path) -> None:
    """What is said of each is worked out from the specification; offsets count code points of the line."""
    log = tmp_path / "sms.log"
    log.write_bytes(
        b"\xef\xbb\xbfalex:psw::::79991234567:hi\r\n"  # the mark and CR LF belong to the file: nothing to say
        b"alex:psw:0:::79991234567:hi\r\n"  # R-ID0; the 0 stands behind "alex:psw:"
        b"\n"
        b"alex:psw::3102301200::79991234567:hi\n"  # 31 February
        b"alex:psw::::79991234567:\xf0\xd2\xc9\n"  # KOI8-R
        b"alex:psw::::9991234567:hi"  # ten digits: the country is missing
    )
    (table,) = lines(str(log))
    assert findings(table).to_pylist() == [
        dict(zip(FINDINGS.names, (str(log), *row), strict=True))
        for row in (
            (2, "id-zero", "warning", "id", 9, None),
            (4, "time-calendar", "error", "time", 10, 5),
            (5, "unreadable", "error", "", None, None),
            (6, "number-national", "note", "body.phones[0]", 12, None),
        )
    ]
    assert findings(table.slice(0, 1)).schema == FINDINGS, "also where nothing is found"


def test_an_archive_of_mails_by_hand(tmp_path: Path) -> None:
    head = b"Content-Type: text/plain; charset=utf-8\n\n"
    (tmp_path / "a.eml").write_bytes(head + b"alex:psw::::7999x:hi\n")
    (tmp_path / "b.mbox").write_bytes(
        b"From a@b.c Thu Jan  1 00:00:00 1970\n" + head + b"alex:psw::::79991234567:hi\n\n"
        b"From a@b.c Thu Jan  1 00:00:00 1970\n" + head + b"alex:psw:0:::79991234567:hi\n"
    )
    files = [str(tmp_path / name) for name in ("a.eml", "b.mbox")]
    parts = with_dask.of_mails(files)
    rows = [
        (row["file"], row["line"], row["rule"], row["place"], row["error"])
        for part in parts
        for row in part.to_pylist()
    ]
    assert rows == [
        (files[0], None, "phone-format", "body.phones[0]", 7),
        (f"{files[1]}#2", None, "id-zero", "id", None),
    ]


# ---- Silence


def silent(texts: list[str], *, has_now: bool) -> list[bool]:
    tests = silence("re2", has_now=has_now)
    column = pa.array(texts)
    whole = [pc.match_substring_regex(column, one) for one in tests.whole]
    never = [pc.invert(pc.match_substring(column, one)) for one in tests.never]
    return [all(found) for found in zip(*(one.to_pylist() for one in (*whole, *never)), strict=True)]


@pytest.mark.parametrize("now", [None, datetime(2099, 1, 1, tzinfo=UTC)])
def test_nothing_is_to_be_said_of_a_silent_line(now: datetime | None) -> None:
    """Of the corpus, ordinary messages and made lines, and of what becomes of them when a piece of them is changed."""
    chance = random.Random(21)  # noqa: S311
    requests = [text for case in OF_THE_CODEC if isinstance(text := case.input.get("text"), str)]
    ordinary = [f"shop:psw::::79991234567:{text}" for texts in ORDINARY.values() for text in texts]
    logged = [line.decode().rstrip("\r\n") for line in made(3000, wrong=0, harmless=0.1)]
    texts = [text for text in (*requests, *ordinary, *logged) if text.isprintable()]
    for text in [*texts] * 3:
        at = chance.randint(0, len(text))
        texts.append(text[:at] + chance.choice(LIBERTIES) + text[at + chance.randint(0, 2) :])
    taken = [text for text, is_silent in zip(texts, silent(texts, has_now=now is not None), strict=True) if is_silent]
    assert len(taken) > 5000
    assert [text for text in taken if check(text, now=now)] == []
