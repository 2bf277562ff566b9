"""``python -m wall [--sample | PACKAGE …]``: install the packages as they are pinned and put the suite to them.

A whole run, or one of the packages named, writes what came of it to `wall/results.json`, of which ``python -m docs._pages``
makes the pages. A sample writes nothing: it fails where one of three packages does otherwise than is written there.
"""

import sys

from smsmail.versions import CORPUS

from .measure import measure
from .packages import PACKAGES, install
from .results import Measured, Results, read, write

SAMPLE = ("npm:split-sms", "npm:sms-length", "PyPI:smpplib")


def main(words: list[str]) -> int:
    is_sample = words == ["--sample"]
    wanted = SAMPLE if is_sample else words
    if unknown := {*wanted} - {package.key for package in PACKAGES}:
        print(f"no package of the wall: {', '.join(sorted(unknown))}; one is npm:gsm", file=sys.stderr)
        return 2
    install()
    measured: dict[str, Measured] = {}
    for package in PACKAGES:
        if not wanted or package.key in wanted:
            measured[package.key] = one = measure(package)
            counts = ", ".join(f"{len(one.of(name))} {name}" for name in dict.fromkeys(one.outcomes.values()))
            print(f"{package.key} {package.version}: {counts}", flush=True)
    kept = read().packages if wanted else {}
    if is_sample:
        return compare(measured, kept)
    kept |= measured
    write(Results(CORPUS, {one.key: kept[one.key] for one in PACKAGES if one.key in kept}))
    return 0


def compare(measured: dict[str, Measured], written: dict[str, Measured]) -> int:
    """Whether what is written does no longer hold; of cases that came later nothing is written yet."""
    differing = [key for key, one in measured.items() if key not in written or not holds(written[key], one)]
    for key in differing:
        print(f"{key}: not as wall/results.json has it; `tox -e wall -- {key}` writes it again", file=sys.stderr)
    return int(bool(differing))


def holds(written: Measured, now: Measured) -> bool:
    same = all(now.outcomes.get(id, outcome) == outcome for id, outcome in written.outcomes.items())
    return same and (written.version, written.answers) == (now.version, now.answers)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
