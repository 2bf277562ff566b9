"""The same lines through four engines: each gives the table that a plain loop over the octets of the log gives."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pyarrow.parquet as pq
import pytest
from distributed import Client, LocalCluster

from benchmarks.made_lines import PSW, made
from examples.engines import with_dask
from smsmail.arrow import FINDINGS, UNREADABLE, lines
from smsmail.codec import check
from tests.engines.gated import gated_part
from tests.support.interpreters import interpreter

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
