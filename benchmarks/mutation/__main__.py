"""``python -m benchmarks.mutation``: all mutants under the corpus. What is done already is not done again."""

import argparse
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from zlib import crc32

from msgspec.structs import replace

import smsmail.codec
from smsmail.conformance import Case, load_cases
from smsmail.conformance.testee import serve

from .figures import write_figures
from .grammars import mutants_of_grammar
from .mutant import Mutant, numbered
from .order import Order
from .record import Record
from .report import show
from .rules import mutants_of_rules
from .scope import MODULES
from .search import MOST, NEAR, questions_near, witness
from .sources import Source, mutants_of
from .trial import Examination, questions, trial
from .world import PACKAGES, World


def main() -> None:
    """Put every mutant to the corpus, and say what survived."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutation", description=__doc__)
    parser.add_argument("files", nargs="*", metavar="FILE", help="only these, such as codec/sms/segments.py")
    parser.add_argument("--results", type=Path, default=Path(gettempdir()) / "smsmail-mutation.jsonl", metavar="FILE")
    parser.add_argument("--seconds", type=float, metavar="N", help="stop after so long")
    parser.add_argument(
        "--search", action="store_true", help="look for an input that tells a survivor from the reference"
    )
    parser.add_argument("--sample", type=int, default=1, metavar="N", help="only one mutant in N, always the same ones")
    parser.add_argument("--fresh", action="store_true", help="forget what was done")
    parser.add_argument("--record", action="store_true", help="write the figures that docs/power.md shows")
    given = parser.parse_args()
    ends = time.monotonic() + given.seconds if given.seconds else None
    with TemporaryDirectory() as folder:
        root = Path(folder)
        _copy(root)
        world = World(root)
        cases = [case for case in load_cases() if case.op != "serve"]
        _warm(cases)
        every = [one for one in numbered(_all(root, world)) if not given.files or one.file in given.files]
        mutants = [one for one in every if crc32(one.key.encode()) % given.sample == 0]
        record = Record(given.results, root, cases, fresh=given.fresh)
        order = Order(root, world, cases, questions(cases))
        _run(mutants, record, world, order, cases, ends)
        if given.search:
            _search(mutants, record, world, order, cases)
    trials = [done for one in mutants if (done := record.done.get(one.key))]
    show(mutants, trials)
    if given.record:
        write_figures(mutants, trials, len(cases), len(every))


def _copy(root: Path) -> None:
    here = Path(smsmail.codec.__file__).parent.parent
    for package in PACKAGES:
        shutil.copytree(here / package, root / package, ignore=shutil.ignore_patterns("cases", "__pycache__"))


def _warm(cases: list[Case]) -> None:
    """Load in this process all that the cases need."""
    examination = Examination(cases, questions(cases))
    serve(examination, examination)  # pyright: ignore[reportArgumentType]


def _all(root: Path, world: World) -> Iterator[Mutant]:
    for file in MODULES:
        source = Source.read(root, file)
        yield from mutants_of(source, lambda tree, file=file: world.use_tree(file, tree))
    yield from mutants_of_rules(root, world.use_data)
    yield from mutants_of_grammar(root, world.use_expressions)


def _run(
    mutants: list[Mutant], record: Record, world: World, order: Order, cases: list[Case], ends: float | None
) -> None:
    waiting = [(one, unseen) for one in mutants if (unseen := record.unseen(one)) is None or unseen]
    if not waiting:
        return
    lines = questions(cases)
    began = time.monotonic()
    for number, (mutant, unseen) in enumerate(waiting, 1):
        if ends and time.monotonic() > ends:
            print(f"stopped in time: {len(waiting) - number + 1} mutants are left; the same command goes on with them")
            return
        places = [place for place in order.of(mutant) if unseen is None or cases[place].id in unseen]
        done = trial(mutant, world, [cases[place] for place in places], [lines[place] for place in places])
        record.add(mutant, done)
        order.learn(mutant, done.by)
        if number % 250 == 0:
            print(f"{number} of {len(waiting)} mutants, {time.monotonic() - began:.0f} s", flush=True)


def _search(mutants: list[Mutant], record: Record, world: World, order: Order, cases: list[Case]) -> None:
    """Look for an input that tells each survivor: the case that is missing."""
    asked = questions_near(cases, NEAR)
    for mutant in mutants:
        done = record.done.get(mutant.key)
        if done and done.fate == "survived" and not done.witness:
            near = [asked[place * NEAR + nth] for place in order.of(mutant) for nth in range(NEAR)][:MOST]
            record.add(mutant, replace(done, witness=witness(mutant, world, near) or "none"))


if __name__ == "__main__":
    main()
