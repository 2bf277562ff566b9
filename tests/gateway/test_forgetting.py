"""Forgetting much is spread over what comes later: by the entries that each step lets go of, and not by a clock."""

from itertools import pairwise
from pathlib import Path

from smsmail.gateway import Fact
from smsmail.gateway.expiring_map import ExpiringMap
from smsmail.gateway.server.store import Store

MANY = 3000
WINDOW = 10


class Counted:
    """A value that counts how many like it there are."""

    alive = 0

    def __init__(self) -> None:
        Counted.alive += 1

    def __del__(self) -> None:
        Counted.alive -= 1


def test_each_entry_that_comes_lets_go_of_two_that_are_gone() -> None:
    map = ExpiringMap[Counted](WINDOW)
    for n in range(2 * MANY):
        map = map.at(WINDOW * (n // MANY)).put(f"{n}", Counted())
    assert (len(map), Counted.alive) == (2 * MANY, 2 * MANY)
    map = map.at(2 * WINDOW)
    assert (len(map), Counted.alive) == (MANY, 2 * MANY), "the older half is gone, and nothing was done about it yet"
    map = map.at(9 * WINDOW)
    assert (len(map), Counted.alive) == (0, 2 * MANY)
    left = [Counted.alive]
    for n in range(2 * MANY):
        map = map.put(f"{n}", Counted())
        left.append(Counted.alive)
    steps = {before - after for before, after in pairwise(left)}
    assert steps == {1, -1}, "one more and two fewer, until no more are left"
    assert (len(map), Counted.alive) == (2 * MANY, 2 * MANY)
    assert not map.gone


def test_so_does_each_mail_in_the_store(tmp_path: Path) -> None:
    passed, later = 1_000, 1_000_000_000
    with Store(tmp_path / "store.sqlite") as store:
        store.write([], 0, [Fact(f"chain:alex:{n}", "1 1", passed) for n in range(3 * MANY)])
        left: list[int] = []
        for n in range(5):
            store.write([], later, [Fact(f"chain:alex:+{n}", "1 1", 2 * later)])
            left.append(len(store.facts()))
    # Each adds one and takes 2,002 away; what was added stays.
    assert left == [9_000 - 2_001, 9_000 - 4_002, 9_000 - 6_003, 9_000 - 8_004, 5]
