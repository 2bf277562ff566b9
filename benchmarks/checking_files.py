"""``smsmail check`` over many requests: how many it checks in a second, and how much memory it has for them."""

import subprocess
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from sys import executable
from sysconfig import get_path
from tempfile import TemporaryDirectory

from msgspec import Struct, json

from smsmail.codec import check, check_mail

from .cases import EVERY_FIELD, SHORT
from .goals import Goal, Result
from .mail_cases import READ
from .measure import fastest, users_environment

_MAILS = (2_000, 20_000)
_FILES = (10_000, 100_000)
_FILES_IN_A_FOLDER = 1_000
_ROUNDS = 3
_GROWTH = 1.1

_SHORT_MAILS = [raw for name, raw in READ.items() if name.startswith("short")]
_LINES = (SHORT, EVERY_FIELD)
_BORDER = b"From shop@example.com Tue Nov  3 07:00:00 2026\n"


class Run(Struct):
    """One run, as :mod:`child` tells it."""

    status: int
    seconds: float
    peak: int
    """In octets."""


def results() -> list[list[Result]]:
    """Mailboxes, trees of files with a line each, and a file with as many lines, measured now."""
    mail = _mean(fastest({number: (check_mail, raw) for number, raw in enumerate(_SHORT_MAILS)}))
    line = _mean(fastest({number: (check, text) for number, text in enumerate(_LINES)}))
    many = _FILES[-1]
    with TemporaryDirectory() as name:
        folder = Path(name)
        mailboxes = [_measured(f"{count} mails of a mailbox", _mailbox(folder, count), count, mail) for count in _MAILS]
        trees = [_measured(f"{count} files", _tree(folder, count), count, line) for count in _FILES]
        lines = _measured(f"{many} lines of a file", [*_one_file(folder, many), "--lines"], many, line)
    return [_with_growth(mailboxes), [*_with_growth(trees), lines]]


def _with_growth(runs: list[Result]) -> list[Result]:
    """Memory must not grow with the number of requests."""
    few, many = runs
    assert few.peak
    assert many.peak
    return [few, many._replace(cost=Goal(many.peak / few.peak, _GROWTH))]


def _mean(times: dict[int, float]) -> float:
    return sum(times.values()) / len(times)


def _measured(name: str, arguments: list[str], requests: int, each: float) -> Result:
    """The floor is as many calls of the function, on what is in memory already."""
    runs = [_run(arguments, requests) for _ in range(_ROUNDS)]
    seconds = median(run.seconds for run in runs)
    return Result(
        name=f"smsmail check, {name}",
        time=seconds,
        floor=requests * each,
        rate=requests / seconds,
        peak=median(run.peak for run in runs),
    )


def _mailbox(folder: Path, mails: int) -> list[str]:
    """The short mails, over and over."""
    box = folder / f"{mails}.mbox"
    with box.open("wb") as file:
        for raw in islice(cycle(_SHORT_MAILS), mails):
            file.write(_BORDER + raw.replace(b"\r\n", b"\n") + b"\n")
    return [str(box)]


def _tree(folder: Path, files: int) -> list[str]:
    """Files with a line each, some hundreds in a folder; those that are there already serve again."""
    tree = folder / f"{files}"
    for number, line in enumerate(islice(cycle(_LINES), 0 if tree.exists() else files)):
        if number % _FILES_IN_A_FOLDER == 0:
            (tree / f"{number}").mkdir(parents=True)
        (tree / f"{number - number % _FILES_IN_A_FOLDER}" / f"{number}.sms").write_text(line, "utf-8")
    return [str(tree)]


def _one_file(folder: Path, lines: int) -> list[str]:
    file = folder / "lines.log"
    file.write_text("".join(f"{line}\n" for line in islice(cycle(_LINES), lines)), "utf-8")
    return [str(file)]


def _run(arguments: list[str], requests: int) -> Run:
    smsmail = str(Path(get_path("scripts")) / "smsmail")
    child = str(Path(__file__).with_name("child.py"))
    command = [executable, "-I", "-S", child, smsmail, "check", "--no-config", *arguments]
    done = subprocess.run(command, env=users_environment(), capture_output=True, check=True)
    said = done.stderr.decode().splitlines()[-1]
    assert f"{requests} accepted" in said, said
    return json.decode(done.stdout, type=Run)
