"""From the grammar to regular expressions: one for each terminal, and one for each form of a line.

An expression has a named group for each field. It matches as Lark's lexer does: each terminal is taken as long as it
goes and never given back (an atomic group, where it is not possessive anyway), so that an expression is linear. That
nothing is lost by it is what the tests prove. ``python -m smsmail.grammar.derive`` writes them to ``expressions.py``,
so that nobody who decodes a line has to load the grammar.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

from .dialects import PYTHON, CannotSay, Dialect
from .possessive import is_settled, possessive
from .syntax import LAST_CHARACTER, Alt, Characters, Chars, Node, NotBefore, Ref, Repeat, Seq, definitions

FORMS = (
    *("single", "list", "list_head", "row", "block", "accepted", "rejected"),
    *("schedule", "options", "multiline_options", "recipients", "row_recipients"),
    *("clean_single", "clean_list_head", "clean_row", "clean"),
)
"""The grammar rules that a whole text can be, and those of parts that are read, or judged, one by one."""

FIELDS = {
    "LOGIN": "login",
    "PSW": "psw",
    "ID": "id",
    "time": "time",
    "TZ": "tz",
    "TRANSLIT": "translit",
    "FORMAT": "format",
    "SENDER": "sender",
    "TEST": "test",
    "MULTILINE": "multiline",
    "recipients": "phones",
    "row_recipients": "phones",
    "MES": "mes",
    "ROW_MES": "mes",
    "rows": "rows",
    "lines": "rows",
    "COUNT": "sms",
    "ERROR_NUMBER": "error",
    "DESCRIPTION": "description",
    "CLEAN_LOGIN": "login",
    "CLEAN_PSW": "psw",
    "CLEAN_ID": "id",
    "clean_time": "time",
    "CLEAN_FORMAT": "format",
    "CLEAN_SENDER": "sender",
    "clean_recipients": "phones",
    "CLEAN_ROW_RECIPIENTS": "phones",
    "CLEAN_MES": "mes",
    "CLEAN_ROW_MES": "mes",
}
"""The rules and terminals that are a field, and its group's name; one that occurs again in a form gets a number."""


_SPECIAL = frozenset(r".^$*+?{}[]\|()-")


def form(name: str, dialect: Dialect = PYTHON) -> str:
    """The expression of a whole text that is the rule *name*; raises :class:`CannotSay` where the dialect has none."""
    groups = Counter[str]()

    def in_rule(node: Node) -> str:
        if isinstance(node, Ref) and node.name in FIELDS:
            field = FIELDS[node.name]
            groups[field] += 1
            named = field if groups[field] == 1 else dialect.again.format(field, groups[field])
            return f"{dialect.group.format(named)}{in_field(node)})"
        return _render(node, in_rule, dialect)

    def in_field(node: Node) -> str:
        return _render(node, in_field, dialect)

    return in_rule(definitions()[name].node)


def terminal(name: str, dialect: Dialect = PYTHON) -> str:
    """The expression of the terminal *name*; raises :class:`CannotSay` where the dialect has none."""

    def in_terminal(node: Node) -> str:
        return _compose(node, in_terminal, dialect)

    return in_terminal(possessive(definitions()[name].node))


def _render(node: Node, within: Callable[[Node], str], dialect: Dialect) -> str:
    """The expression of a part of a rule, whose own parts *within* renders."""
    if not isinstance(node, Ref):
        return _compose(node, within, dialect)
    definition = definitions()[node.name]
    if not definition.is_terminal:
        return within(definition.node)
    if is_settled(possessive(definition.node)):
        return terminal(node.name, dialect)
    return f"(?{'>' if dialect.holds else ':'}{terminal(node.name, dialect)})"


def _compose(node: Node, within: Callable[[Node], str], dialect: Dialect) -> str:
    match node:
        case Ref():
            return within(node)
        case Characters(text):
            return "".join(one if one in dialect.literal else _character(one, dialect) for one in text)
        case Chars(ranges):
            return _class(ranges, dialect)
        case Seq(parts):
            return "".join(_grouped(part, within) if _is_choice(part) else within(part) for part in parts)
        case Alt(options):
            return "|".join(map(within, sorted(options, key=_priority, reverse=True)))
        case Repeat(part, least, most, held):
            single = isinstance(part, Chars) or (isinstance(part, Characters) and len(part.text) == 1)
            kept = "+" if held and least != most and dialect.holds else ""
            return f"{within(part) if single else _grouped(part, within)}{_times(least, most)}{kept}"
        case NotBefore(part):
            if not dialect.looks_ahead:
                raise CannotSay(f"{dialect.title} cannot say what may not follow a value, since it does not look ahead")
            return f"(?!{within(part)})"


def _grouped(node: Node, within: Callable[[Node], str]) -> str:
    return f"(?:{within(node)})"


def _is_choice(node: Node) -> bool:
    """Whether the expression of *node* has a bar that would reach beyond it."""
    return isinstance(node, Alt) or (isinstance(node, Ref) and _is_choice(definitions()[node.name].node))


def _priority(node: Node) -> int:
    return definitions()[node.name].priority if isinstance(node, Ref) else 0


def _times(least: int, most: int | None) -> str:
    match least, most:
        case 0, 1:
            return "?"
        case 0, None:
            return "*"
        case 1, None:
            return "+"
        case _ if least == most:
            return f"{{{least}}}"
        case _:
            return f"{{{least},{'' if most is None else most}}}"


def _class(ranges: tuple[tuple[int, int], ...], dialect: Dialect) -> str:
    if ranges[-1][1] == LAST_CHARACTER:
        excluded = [(high + 1, low - 1) for (_, high), (low, _) in pairwise(((0, -1), *ranges)) if high + 1 < low]
        return f"[^{_members(excluded, dialect)}]" if excluded else dialect.anything
    return f"[{_members(ranges, dialect)}]"


def _members(ranges: Iterable[tuple[int, int]], dialect: Dialect) -> str:
    return "".join(
        _range(_character(chr(low), dialect), _character(chr(high), dialect), wide=high - low > 1)
        for low, high in ranges
    )


def _range(low: str, high: str, *, wide: bool) -> str:
    if wide:
        return f"{low}-{high}"
    return low if low == high else low + high


def _character(character: str, dialect: Dialect) -> str:
    if "\ud800" <= character <= "\udfff" and not dialect.has_surrogates:
        raise CannotSay(f"a text of {dialect.title} holds no half of a surrogate pair")
    if character.isprintable() and character.isascii():
        return f"\\{character}" if character in _SPECIAL else character
    return {"\t": r"\t", "\n": r"\n", "\r": r"\r"}.get(character) or dialect.code_point.format(ord(character))


def write() -> str:
    """The text of ``expressions.py``."""
    terminals = [one.name for one in definitions().values() if one.is_terminal]
    lines = [
        '"""The expressions that `python -m smsmail.grammar.derive` made of the grammar; not to be edited."""',
        "",
        "TERMINALS = {",
        *(f'    "{name}": r"""{terminal(name)}""",' for name in terminals),
        "}",
        "",
        "FORMS = {",
        *(f'    "{name}": r"""{form(name)}""",' for name in FORMS),
        "}",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    Path(str(files(__spec__.parent) / "expressions.py")).write_text(write(), encoding="utf-8")
