"""The derived expressions, compiled when they are first asked for."""

import re
from functools import cache

from .expressions import FORMS, TERMINALS


@cache
def terminal(name: str) -> re.Pattern[str]:
    """The terminal *name* as a regular expression."""
    return re.compile(TERMINALS[name])


@cache
def one_of(*names: str) -> re.Pattern[str]:
    """The terminals *names* as alternatives; a match's ``lastgroup`` is the name of the one that took the text."""
    return re.compile("|".join(f"(?P<{name}>{TERMINALS[name]})" for name in names))


@cache
def form(name: str) -> re.Pattern[str]:
    """The form *name* of a line (see :data:`FORMS`), with a named group for each field; for ``fullmatch``."""
    return re.compile(FORMS[name])
