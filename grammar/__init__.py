"""The normative grammars of the protocol and what is derived from them.

The ``.lark`` files beside this one are the only place where the syntax is written. :func:`source` gives their text and
:func:`parser` the executable specification, a Lark LALR parser. The codec runs on regular expressions derived from
them: :func:`form` has one for each form of a line, :func:`terminal` and :func:`one_of` single terminals.

Lark itself is loaded only when a parser is asked for.
"""

from .expressions import FORMS, TERMINALS
from .load import NAMES, STARTS, parser, source
from .lookup import expression, form, one_of, terminal

__all__ = ["FORMS", "NAMES", "STARTS", "TERMINALS", "expression", "form", "one_of", "parser", "source", "terminal"]
