"""The normative grammars of the protocol and what is read out of them.

The ``.lark`` files beside this one are the only place where the syntax is written. :func:`source` gives their text,
:func:`parser` the executable specification (a Lark LALR parser), :func:`parse` what it makes of a text, and
:func:`terminal` and :func:`one_of` single terminals as compiled regular expressions, on which the codec runs.
"""

from .load import NAMES, STARTS, one_of, parser, source, terminal
from .parse import Misfit, Taken, parse

__all__ = ["NAMES", "STARTS", "Misfit", "Taken", "one_of", "parse", "parser", "source", "terminal"]
