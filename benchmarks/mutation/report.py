"""What a run found: the rate, and every survivor."""

from .figures import figures
from .mutant import Mutant, Trial


def show(mutants: list[Mutant], trials: list[Trial]) -> None:
    """Print it."""
    found = figures(mutants, trials, 0, len(mutants))
    for file, row in {**found["files"], "all": found["total"]}.items():
        print(f"{file:28}", *(f"{name} {value:>6}" for name, value in row.items()), sep="  ")
    for one in sorted(trials, key=lambda one: (one.witness == "none", one.key)):
        if one.fate == "survived":
            print(f"\nSURVIVED {one.key}", *one.witness.splitlines(), sep="\n    ")
    left = len(mutants) - len(trials)
    if left:
        print(f"\n{left} mutants were not tried")
