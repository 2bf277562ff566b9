"""The forms in which ``smsmail check`` says what it found, each loaded only where it is asked for."""

from importlib import import_module

from .base import BaseReport

FORMATS = ("text", "json", "github", "sarif", "junit")


def report_named(name: str, *, notes: bool, quiet: bool) -> BaseReport:
    """The report called *name*, one of :data:`FORMATS`.

    *notes* are left out where they stand alone and are not asked for. With *quiet* people read findings alone, without
    verdicts; what programs read is always complete.
    """
    report = getattr(import_module(f".as_{name}", __name__), f"{name.title()}Report")
    return report(notes=notes, quiet=quiet)
