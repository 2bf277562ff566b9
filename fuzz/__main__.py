"""``python -m fuzz [TARGET …] [--seconds N]``: search; ``--replay [FILE …]``: put inputs to the targets once more.

The exit status is 1 if something was found.
"""

import argparse
import subprocess
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from .seeds import LONGEST, write_seeds, write_words
from .targets import TARGETS

CORPUS = Path(__file__).with_name("corpus")
FOUND = Path(__file__).with_name("found")

SLOW = 10
"""An input that takes more seconds is found too."""


def main() -> None:
    """Do what the arguments say."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description="Search for inputs that break the codec.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"{', '.join(TARGETS)}; all without one")
    parser.add_argument("--seconds", type=int, default=180, metavar="N", help="for each target (default: 180)")
    parser.add_argument(
        "--replay", nargs="*", type=Path, metavar="FILE", help="do not search: try FILE, or all that was kept, once"
    )
    given = parser.parse_args()
    unknown = set(given.targets) - TARGETS.keys()
    if unknown:
        parser.error(f"there is no target {', '.join(sorted(unknown))}")
    targets: list[str] = given.targets or list(TARGETS)
    if given.replay is None:
        failed = [name for name in targets if not search(name, given.seconds)]
    else:
        failed = [name for name in targets if not replay(name, given.replay or kept(name))]
    print(f"found something: {', '.join(failed)}" if failed else "found nothing")
    sys.exit(bool(failed))


def search(target: str, seconds: int) -> bool:
    """Whether *seconds* of search find nothing. What reaches a new branch is kept for the next time; what was found
    before is forgotten if it has been mended."""
    corpus, seeds, words = CORPUS / target, CORPUS / f"{target}.seeds", CORPUS / f"{target}.words"
    corpus.mkdir(parents=True, exist_ok=True)
    FOUND.mkdir(exist_ok=True)
    write_seeds(seeds, target)
    write_words(words, target)
    for file in found(target):
        if not failure(target, file):
            file.unlink()
    limits = [f"-max_total_time={seconds}", f"-max_len={LONGEST}", f"-timeout={SLOW}", "-print_final_stats=1"]
    places = [f"-dict={words}", f"-artifact_prefix={FOUND / target}-", str(corpus), str(seeds)]
    command = [sys.executable, "-m", "fuzz.guided", target, str(FOUND), *limits, *places]
    ended = subprocess.run(command, check=False)
    for file in found(target):
        print(f"{target}: found {file}")
    return not ended.returncode and not found(target)


def found(target: str) -> list[Path]:
    """The inputs that *target* fails for."""
    return sorted(FOUND.glob(f"{target}-*"))


def kept(target: str) -> list[Path]:
    """The seeds, and what earlier searches of *target* kept and found."""
    seeds = CORPUS / f"{target}.seeds"
    write_seeds(seeds, target)
    folders = [folder for folder in (seeds, CORPUS / target) if folder.is_dir()]
    return [*(file for folder in folders for file in sorted(folder.iterdir())), *found(target)]


def replay(target: str, files: Sequence[Path]) -> bool:
    """Whether all *files* are as they must be."""
    failures = [f"{target}: {file}\n{said}" for file in files if (said := failure(target, file))]
    print(*failures, f"{target}: {len(files)} inputs, {len(failures)} failed", sep="\n")
    return not failures


def failure(target: str, file: Path) -> str:
    """The traceback of what *target* fails for in *file*; empty where it does not."""
    try:
        TARGETS[target](file.read_bytes())
    except Exception:  # noqa: BLE001
        return traceback.format_exc()
    return ""


if __name__ == "__main__":
    main()
