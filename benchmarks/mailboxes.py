"""``smsmail check`` over mailboxes: how many mails it checks in a second, and how much memory it has for them."""

import subprocess
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from sys import executable
from sysconfig import get_path
from tempfile import TemporaryDirectory

from msgspec import Struct, json

from smsmail.codec import check_mail

from .goals import Goal, Result
from .mail_cases import READ
from .measure import fastest, users_environment

_FEW, _MANY = 2_000, 20_000
_ROUNDS = 3
_GROWTH = 1.1

_SHORT = [raw for name, raw in READ.items() if name.startswith("short")]
_BORDER = b"From shop@example.com Tue Nov  3 07:00:00 2026\n"


class Run(Struct):
    """One run, as :mod:`child` tells it."""

    status: int
    seconds: float
    peak: int
    """In octets."""


def results() -> list[list[Result]]:
    """Both mailboxes, measured now."""
    with TemporaryDirectory() as folder:
        boxes = {mails: _written(Path(folder), mails) for mails in (_FEW, _MANY)}
        runs: dict[int, list[Run]] = {mails: [] for mails in boxes}
        for _ in range(_ROUNDS):
            for mails, box in boxes.items():
                runs[mails].append(_checked(box, mails))
    alone = fastest({number: (check_mail, raw) for number, raw in enumerate(_SHORT)})
    each = sum(alone.values()) / len(alone)
    few, many = (_result(mails, runs[mails], mails * each) for mails in (_FEW, _MANY))
    assert few.peak
    assert many.peak
    return [[few, many._replace(cost=Goal(many.peak / few.peak, _GROWTH))]]


def _result(mails: int, runs: list[Run], alone: float) -> Result:
    seconds = median(run.seconds for run in runs)
    return Result(
        name=f"smsmail check, {mails} mails",
        time=seconds,
        floor=alone,
        rate=mails / seconds,
        peak=median(run.peak for run in runs),
    )


def _written(folder: Path, mails: int) -> Path:
    """A mailbox with so many: the short ones, over and over."""
    box = folder / f"{mails}.mbox"
    with box.open("wb") as file:
        for raw in islice(cycle(_SHORT), mails):
            file.write(_BORDER + raw.replace(b"\r\n", b"\n") + b"\n")
    return box


def _checked(box: Path, mails: int) -> Run:
    smsmail = str(Path(get_path("scripts")) / "smsmail")
    command = [executable, "-I", "-S", str(Path(__file__).with_name("child.py")), smsmail, "check", str(box)]
    done = subprocess.run(command, env=users_environment(), capture_output=True, check=True)
    said = done.stderr.decode().splitlines()[-1]
    assert said.startswith(f"{mails} mails: {mails} accepted"), said
    return json.decode(done.stdout, type=Run)
