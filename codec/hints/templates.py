"""Pieces of templates that nobody filled in, in a field as in a text."""

import re

NOTHING = ("null", "undefined", "None", "NaN")
"""What languages write where there is no value."""
_NOTHING = f"(?:{'|'.join(NOTHING)})"
_GREETING = r"(?:hello|hi|dear|здравствуйте|привет|уважаемый|hallo|bonjour|hola)"
_NAME = r"[A-Za-z_][\w.]*"
_FIELD = r"(?:(?:first|last|user|client|customer|your)[-_ ]?)?(?:name|phone|code|date|order|number|login|password|id|text|phones|mes)"

PLACEHOLDER = re.compile(
    rf"\{{\{{[^{{}}\n]{{1,40}}\}}\}}|\$\{{{_NAME}\}}|(?<![\w$])\$[A-Za-z_]\w+|(?<!\{{)[#$]?\{{\$?[A-Za-z_][\w.]{{1,30}}\}}(?!\}})"
    r"|\[\[\w+\]\]|\(\([a-z]\w+\)\)|\*\|\w+\|\*|<%=?[^%\n]{1,40}%>|(?<!\w)%\w{3,30}%(?!\w)|%\([a-z_]+\)s"
    r"|\[(?:your|client|customer|user|first|last)[-_ ][A-Za-z-_]{2,20}\]|(?<!\w)#[A-Z]{2,}_?[A-Z]+#(?!\w)|\[object Object\]"
    rf"|(?i:<{_FIELD}>)|(?:(?i:{_GREETING}),?|(?i:\b(?:code|order|number|name|sum|price|total|код|заказ)):?(?: is)?|№|#) {_NOTHING}\b|: (?:null|undefined|NaN)\b|\A\s*{_NOTHING}\s*\Z"
    r"|(?<!\w)%s(?!\w)|\{\d\}"
)
"""What stands in place of a value where the template does not know its variable, or it was never replaced."""

SIGNS = re.compile(r"[{}$\[<%#]|\(\(|\*\||null|undefined|None|NaN")
"""Without any of these there is none."""


def is_unfilled(value: str) -> bool:
    """Whether the *value* of a field, or one of several with commas between, holds no value."""
    return SIGNS.search(value) is not None and any(map(PLACEHOLDER.search, value.split(",")))
