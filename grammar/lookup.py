"""The derived expressions, compiled when they are first used."""

import re
from functools import cache
from typing import Any, cast

from .expressions import FORMS, TERMINALS


class _Uncompiled:
    """Stands for a compiled expression until one of its methods is asked for, which it then has as its own."""

    def __init__(self, pattern: str):
        self.pattern = pattern

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self.pattern), name)
        setattr(self, name, found)
        return found


def expression(pattern: str) -> re.Pattern[str]:
    """*pattern*, compiled when it is first used.

    >>> expression("[0-9]+").pattern
    '[0-9]+'
    """
    return cast("re.Pattern[str]", _Uncompiled(pattern))


@cache
def terminal(name: str) -> re.Pattern[str]:
    """The terminal *name* as a regular expression.

    >>> terminal("ID").fullmatch("order-7").group()
    'order-7'
    """
    return expression(TERMINALS[name])


@cache
def one_of(*names: str) -> re.Pattern[str]:
    """The terminals *names* as alternatives; a match's ``lastgroup`` is the name of the one that took the text.

    >>> one_of("WINDOW", "AFTER").fullmatch("+30").lastgroup
    'AFTER'
    """
    return expression("|".join(f"(?P<{name}>{TERMINALS[name]})" for name in names))


@cache
def form(name: str) -> re.Pattern[str]:
    """The form *name* of a line (see :data:`FORMS`), with a named group for each field; for ``fullmatch``.

    >>> form("accepted").fullmatch("OK - 2 SMS, ID - 42").groupdict()
    {'sms': '2', 'id': '42'}
    """
    return expression(FORMS[name])
