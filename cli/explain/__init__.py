"""``smsmail explain``: whatever has an id, an error number or a name, and what it has to do with others.

``command`` finds what a word names and shows clauses, readings and cases; ``rules`` shows a rule of the validator, with
what breaks and fixes it from ``examples``; ``words`` is for numbers of errors and names of fields and values.
"""

from .command import explain

__all__ = ["explain"]
