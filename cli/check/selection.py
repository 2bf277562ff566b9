"""Which rules are to be reported: ``--select``, ``--ignore``, and the same in a configuration."""

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from msgspec import Struct

from ...codec import RULES, Diagnostic
from .globs import Globs

ALL = frozenset(RULES)


class UnknownRule(ValueError):
    """There is no such rule, and which ones are called nearly so."""


class Selection(Struct, frozen=True):
    """The rules that are reported, in all files and but for some of them."""

    rules: frozenset[str] = ALL
    but: tuple[tuple[Globs, frozenset[str]], ...] = ()
    """Files, and rules that are not reported in them."""

    def of(self, name: str) -> frozenset[str]:
        """The rules that are reported in the file *name*."""
        return self.rules.difference(*(ignored for files, ignored in self.but if files.match(name)))


def codes_of(patterns: Iterable[str]) -> frozenset[str]:
    """The codes of the rules that *patterns* name: one code each, or with ``*`` for any characters all that fit.

    Raises :class:`UnknownRule` where a pattern names none.
    """
    found: set[str] = set()
    for pattern in patterns:
        # Where only an asterisk is special, its others stand for themselves.
        codes = [code for code in RULES if fnmatchcase(code, pattern.replace("[", "[[]").replace("?", "[?]"))]
        if not codes:
            raise UnknownRule(f"there is no rule {_shown(pattern)}{_nearest(pattern)}")
        found.update(codes)
    return frozenset(found)


def parted(findings: Sequence[Diagnostic], rules: frozenset[str]) -> tuple[list[Diagnostic], tuple[str, ...]]:
    """The *findings* that *rules* are about, and the rules of the errors among the others."""
    kept = [found for found in findings if found.rule in rules]
    if len(kept) == len(findings):
        return kept, ()
    others = (found.rule for found in findings if found.severity == "error" and found.rule not in rules)
    return kept, tuple(dict.fromkeys(others))


def _shown(pattern: str) -> str:
    return pattern if pattern.isprintable() and len(pattern) <= _LONGEST else "called so"


def _nearest(pattern: str) -> str:
    from difflib import get_close_matches  # It takes longer to load than anything here to run.

    nearest = get_close_matches(pattern.lower().replace("_", "-"), RULES, n=1, cutoff=0.5)
    return f"; did you mean {nearest[0]}?" if nearest else ""


_LONGEST = 40
