"""How engines of regular expressions write what is derived from the grammar, and what they lack."""

from msgspec import Struct


class Dialect(Struct, frozen=True):
    """A way to write an expression."""

    title: str
    whole: str
    """How an expression is put to a whole text."""
    group: str = "(?P<{}>"
    again: str = "{}_{}"
    """The name of a group that has been there before."""
    code_point: str = "\\x{{{:x}}}"
    anything: str = "(?s:.)"
    literal: str = ""
    """What other dialects escape outside of a class, and this one must not."""
    holds: bool = True
    """Whether repetitions can be possessive and groups atomic. An expression without takes the same texts."""
    looks_ahead: bool = True
    has_surrogates: bool = True


PYTHON = Dialect("Python", "re.fullmatch(…, text)", code_point="\\u{:04x}")

DIALECTS = {
    "python": PYTHON,
    "pcre2": Dialect("PCRE2", r"\A(?:…)\z, as UTF (in PHP the modifier u)", has_surrogates=False),
    "ecmascript": Dialect(
        "ECMAScript",
        "^(?:…)$ with the flag u",
        group="(?<{}>",
        code_point="\\u{:04x}",
        anything="[^]",
        literal="-",
        holds=False,
    ),
    "re2": Dialect("RE2", "RE2::FullMatch", holds=False, looks_ahead=False, has_surrogates=False),
    "java": Dialect("Java", "Pattern.compile(…).matcher(text).matches()", group="(?<{}>", again="{}{}"),
}


class CannotSay(ValueError):
    """A dialect has no way to write something."""
