"""One search in a process of its own, which libFuzzer ends: ``python -m fuzz.guided TARGET FOUND [its arguments]``."""

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from traceback import extract_tb
from typing import Any


def main() -> None:
    """Search until libFuzzer's limits are reached."""
    atheris: Any = import_module("atheris")  # It has no types, and only who searches has it at all.
    # Only what is loaded in here leads the search, so what the codec loads later must be here too.
    with atheris.instrument_imports(include=["smsmail", "email"]):
        codec = import_module("smsmail.codec")
        for module in walk_packages(codec.__path__, "smsmail.codec."):
            import_module(module.name)
        for name in ("smsmail.grammar.misfit", "email.feedparser", "email.message", "email.header"):
            import_module(name)
        from .targets import TARGETS

    target, found, *arguments = sys.argv[1:]
    atheris.Setup([sys.argv[0], *arguments], keeping(TARGETS[target], Path(found), target))
    atheris.Fuzz()


def keeping(target: Callable[[bytes], None], folder: Path, name: str) -> Callable[[bytes], None]:
    """*target*, which writes what it fails for to *folder* instead of ending the search at the first failure.

    One file for each place that fails; it holds the shortest input that does.
    """

    def run(octets: bytes) -> None:
        try:
            target(octets)
        except Exception as error:  # noqa: BLE001
            at = extract_tb(error.__traceback__)[-1]
            file = folder / f"{name}-{type(error).__name__}-{Path(at.filename).stem}-{at.name}-{at.lineno}"
            if not file.exists() or len(octets) < file.stat().st_size:
                file.write_bytes(octets)

    return run


if __name__ == "__main__":
    main()
