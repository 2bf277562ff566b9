"""The file of a store: of an earlier version, of a later one, damaged, called by several names, deleted, and pruned."""

import fcntl
import os
import shutil
import signal
import smtplib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from smsmail.cli import main
from smsmail.gateway import begin
from smsmail.gateway.server.settings import CannotServe
from smsmail.gateway.server.store import Store, StoreError, prune
from tests.support.running import CLIENT, PSW, Gateway, eventually

RECORDED = Path(__file__).parent / "data" / "store-0.1.0.sqlite"
"""Of version 0.1.0 as commit 22ec2e4 has it: four mails were taken, and their replies wait. The third came from
``"\\\\=?utf-8?q?a=0Ab?="@example.org``, which that version took for an address to answer to."""

REQUEST = f"alex:{PSW}:::,,,1:79991234567:hello"
LATER = datetime(2099, 1, 1, tzinfo=UTC)


def recorded(folder: Path) -> Path:
    path = folder / "store.sqlite"
    shutil.copy(RECORDED, path)
    return path


def execute(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(statement)
        db.commit()


# ---- Versions


def test_a_store_of_the_first_version_is_brought_up_to_date(tmp_path: Path) -> None:
    path = recorded(tmp_path)
    for _ in range(2):
        with Store(path) as store:
            assert store.id == "0f42795e78c4d417"
            assert store.last() == 4
            assert {fact.key: fact.value for fact in store.facts()}["balance:alex"] == "98"
            assert begin([], store.facts()).next_id == 2
            assert [(reply.seq, reply.tries) for reply in store.due(LATER, 10)] == [(1, 2), (3, 2), (4, 2)]


def test_a_gateway_goes_on_with_a_store_of_the_first_version(tmp_path: Path) -> None:
    """The reply that nobody can be sent keeps no other one back."""
    recorded(tmp_path)
    with Gateway(tmp_path) as gateway:
        gateway.send(REQUEST)
        assert [str(mail.get_content()).strip() for mail in gateway.replies(3)] == [
            "OK - 1 SMS, ID - 42",
            "ERROR = 2 (the login, the password or the API key is wrong)",
            "OK - 1 SMS, ID - 2",
        ]
        (given_up,) = gateway.events("reply_given_up")
        assert given_up["seq"] == 3
        assert gateway.rows("SELECT max(seq) FROM mails") == [(5,)]
        assert not gateway.events("bug")


def test_a_newer_store_is_refused_in_words(tmp_path: Path) -> None:
    path = recorded(tmp_path)
    execute(path, "PRAGMA user_version = 4")
    with pytest.raises(StoreError, match="version 4, written by a newer smsmail"):
        Store(path)


# ---- Damage


@given(seed=st.integers(0, 2**32))
def test_a_damaged_store_is_refused_in_words_or_serves(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    """Whatever is in the file, it comes to no other exception, and what can be read of the replies is read."""
    random = Random(seed)  # noqa: S311
    path = recorded(tmp_path_factory.mktemp("damaged"))
    octets = bytearray(path.read_bytes())
    for _ in range(random.choice([1, 10, 1000])):
        octets[random.randrange(len(octets))] = random.randrange(256)
    path.write_bytes(octets[: random.choice([len(octets), random.randrange(len(octets))])])
    try:
        with Store(path) as store:
            begin([], store.facts())
            store.due(LATER, 100)
            store.next_due()
    except CannotServe as error:
        assert str(path) in str(error)
    except sqlite3.Error:
        pass  # of the replies; the loop that delivers them logs it and tries again


def test_what_is_damaged_and_what_to_do(tmp_path: Path) -> None:
    path = recorded(tmp_path)
    octets = path.read_bytes()
    path.write_bytes(octets[:4096] + b"\xff" * (len(octets) - 4096))
    result = CliRunner().invoke(main, ["gateway", "--store", str(path)])
    assert result.exit_code == 2
    assert "a damaged one" in result.output
    assert ".recover" in result.output


def test_facts_that_no_gateway_has_written(tmp_path: Path) -> None:
    path = recorded(tmp_path)
    execute(path, "UPDATE lasting SET value = 'much' WHERE key = 'balance:alex'")
    with Store(path) as store, pytest.raises(StoreError, match="damaged"):
        store.facts()


# ---- One gateway at a time


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_a_store_has_one_gateway_whatever_it_is_called(tmp_path: Path, link: Callable[[Path, Path], None]) -> None:
    path, other = tmp_path / "store.sqlite", tmp_path / "other.sqlite"
    with Store(path):
        link(path, other)
        with pytest.raises(StoreError, match=r"another gateway has it open|hard link"):
            Store(other)
        for file in tmp_path.glob("*.lock"):
            file.unlink()
        with pytest.raises(StoreError, match="another gateway has it open"):
            Store(path)


def test_a_file_with_two_names_is_no_store(tmp_path: Path) -> None:
    path = recorded(tmp_path)
    os.link(path, tmp_path / "other")
    with pytest.raises(StoreError, match="2 names"):
        Store(path)


def test_a_gateway_of_the_first_version_keeps_its_store(tmp_path: Path) -> None:
    """It locks another file than this one does."""
    path = recorded(tmp_path)
    with Path(f"{path}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(StoreError, match=r"0\.1\.0 has it open"):
            Store(path)
    with Store(path):
        pass


@pytest.mark.parametrize("ending", ["-wal", "-shm"])
def test_nothing_is_lost_with_the_log_of_the_store(tmp_path: Path, ending: str) -> None:
    """What was answered before is put into the file, even if the gateway is killed then; what comes later is refused."""
    with Gateway(tmp_path) as gateway:
        gateway.send(REQUEST)
        Path(f"{gateway.store}{ending}").unlink()
        with pytest.raises(smtplib.SMTPDataError) as error:
            gateway.send(REQUEST)
        assert error.value.smtp_code == 451
        eventually(lambda: gateway.events("store_gone"))
        gateway.kill()
        Path(f"{gateway.store}-shm").unlink(missing_ok=True)
        gateway.start()
        assert gateway.rows("SELECT seq FROM mails") == [(1,)]
        gateway.send(REQUEST)
        assert gateway.rows("SELECT seq FROM mails") == [(1,), (2,)]


# ---- Pruning


def test_numbers_never_begin_again(tmp_path: Path) -> None:
    """So that no reply is taken for one that is there already."""
    with Gateway(tmp_path) as gateway:
        for _ in range(2):
            gateway.send(REQUEST)
        gateway.replies(2)
        eventually(lambda: gateway.rows("SELECT count(*) FROM outbox") == [(0,)])
        assert prune(gateway.store, LATER) == 2
        gateway.stop(signal.SIGTERM)
        gateway.start()
        gateway.send(f"alex:{PSW}:::,,,1:79997654321:hello", sender=CLIENT)
        assert gateway.rows("SELECT seq FROM mails") == [(3,)]
        assert len(gateway.replies(3)) == 3


def test_what_is_pruned(tmp_path: Path) -> None:
    """What is older, unless its reply waits."""
    path = recorded(tmp_path)
    execute(path, "DELETE FROM outbox WHERE seq <> 1")
    execute(path, "UPDATE mails SET received = '2030-01-01T00:00:00+00:00' WHERE seq = 4")
    assert prune(path, datetime(2029, 12, 31, tzinfo=UTC)) == 2
    with Store(path) as store:
        assert store.last() == 4
        assert store.prune(datetime(2030, 1, 1, tzinfo=UTC)) == 0
        assert store.prune(datetime(2030, 1, 1, tzinfo=UTC) + timedelta(seconds=1)) == 1


def test_the_command_that_prunes(tmp_path: Path) -> None:
    path = recorded(tmp_path)
    execute(path, "DELETE FROM outbox")
    execute(path, "UPDATE mails SET received = '2020-01-01T00:00:00+00:00' WHERE seq < 3")
    execute(path, "UPDATE mails SET received = '2099-01-01T00:00:00+00:00' WHERE seq >= 3")
    result = CliRunner().invoke(main, ["gateway", "prune", "--store", str(path), "--older-than", "365"])
    assert (result.exit_code, result.output) == (0, "2 mails deleted\n")
    missing = CliRunner().invoke(main, ["gateway", "prune", "--store", str(tmp_path / "no"), "--older-than", "1"])
    assert missing.exit_code == 2
    assert "there is no such file" in missing.output
    assert not (tmp_path / "no").exists()
