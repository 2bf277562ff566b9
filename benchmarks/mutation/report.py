"""What a run found: the rate, and every survivor."""

from .equivalents import argued, load_arguments
from .figures import figures
from .mutant import Mutant, Trial


def show(mutants: list[Mutant], trials: list[Trial]) -> None:
    """Print it."""
    found = figures(mutants, trials, 0, len(mutants))
    for file, row in {**found["files"], "all": found["total"]}.items():
        print(f"{file:28}", *(f"{name} {value:>6}" for name, value in row.items()), sep="  ")
    equivalent = dict(argued(load_arguments()))
    survived = {one.key for one in trials if one.fate == "survived"}
    done = {one.key for one in trials}
    _list("SURVIVED", sorted(survived - equivalent.keys()))
    _list("ARGUED EQUIVALENT, YET KILLED", sorted((equivalent.keys() & done) - survived))
    if len(done) == len(mutants):
        known = {one.key for one in mutants}
        files = {one.file for one in mutants}
        gone = [key for key in equivalent if key not in known and key.partition("  ")[0] in files]
        _list("ARGUED EQUIVALENT, YET NOT MADE ANY MORE", sorted(gone))
    left = len(mutants) - len(done)
    if left:
        print(f"\n{left} mutants were not tried")


def _list(title: str, keys: list[str]) -> None:
    if keys:
        print(f"\n{title} ({len(keys)})")
        print(*keys, sep="\n")
