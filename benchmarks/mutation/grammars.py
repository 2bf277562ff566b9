"""The mutants of the grammar: a definition is changed, and all expressions are derived from it anew, as a developer would."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

from smsmail.grammar import derive
from smsmail.grammar.expressions import FORMS, TERMINALS
from smsmail.grammar.syntax import (
    LAST_CHARACTER,
    Alt,
    Characters,
    Chars,
    Definition,
    Node,
    NotBefore,
    Ref,
    Repeat,
    Seq,
    definitions,
    parts_of,
    without,
)

from .mutant import Mutant

Expressions = tuple[dict[str, str], dict[str, str]]
"""The terminals and the forms."""

USED_FORMS = ("clean_single", "clean_list_head", "clean_row", "accepted", "rejected")
"""The forms that the codec asks for, but for what it shows of a request."""

NOT_ASKED = frozenset({"NEARLY_ROW", "OBVIOUS_NUMBER", "SENDER_PLAIN", "DATE_SHAPE"})
"""The terminals that only warnings and words are made of."""


def mutants_of_grammar(root: Path, use: Callable[[Expressions], None]) -> Iterator[Mutant]:
    """Every mutant of a definition that changes an expression the codec asks for.

    Definitions that only the executable specification has (the rules of content and of what is canonical) are so left
    out. *use* gets the expressions when one is applied.
    """
    wanted = {*(_asked(root) - NOT_ASKED), *USED_FORMS}
    for definition in list(definitions().values()):
        seen = wanted & _made_of(definition.name)
        for change, node in _changed(definition.node) if seen else ():
            if _differs(definition, node, seen):
                yield _mutant(root, definition, change, node, use)


def _mutant(root: Path, definition: Definition, change: str, node: Node, use: Callable[[Expressions], None]) -> Mutant:
    number, line = _line(root, definition)

    def apply() -> None:
        definitions()[definition.name] = _with(definition, node)
        made = _made_of(definition.name)
        terminals = {name: derive.terminal(name) for name in made & TERMINALS.keys()}
        forms = {name: derive.form(name) for name in made & set(USED_FORMS)}
        use((TERMINALS | terminals, FORMS | forms))

    return Mutant(f"grammar/{definition.file}.lark", definition.name, line, change, number, apply)


def _with(definition: Definition, node: Node) -> Definition:
    return Definition(definition.name, definition.file, node, definition.priority, definition.basis)


def _differs(definition: Definition, node: Node, seen: set[str]) -> bool:
    """Whether an expression of *seen* becomes another one, where one can be made at all."""
    known = definitions()
    known[definition.name] = _with(definition, node)
    try:
        return any(_expression(name) != (TERMINALS | FORMS)[name] for name in sorted(seen, key=USED_FORMS.__contains__))
    except (ValueError, IndexError, RecursionError):
        return False
    finally:
        known[definition.name] = definition


def _expression(name: str) -> str:
    return derive.form(name) if name in USED_FORMS else derive.terminal(name)


def _made_of(name: str) -> set[str]:
    """The definitions that *name* is a part of, itself among them."""
    found = {name}
    while more := {one.name for one in definitions().values() if _names(one.node) & found} - found:
        found |= more
    return found


def _names(node: Node) -> set[str]:
    return {node.name} if isinstance(node, Ref) else {name for part in parts_of(node) for name in _names(part)}


def _asked(root: Path) -> frozenset[str]:
    """The terminals that the codec asks for by name."""
    calls = (
        node
        for file in (root / "codec").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("terminal", "one_of")
    )
    return frozenset(str(one.value) for call in calls for one in call.args if isinstance(one, ast.Constant))


def _line(root: Path, definition: Definition) -> tuple[int, str]:
    lines = (root / "grammar" / f"{definition.file}.lark").read_text("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if line.lstrip("?!").startswith((f"{definition.name}:", f"{definition.name}.")):
            return number, line.partition("//")[0].strip()
    raise LookupError(definition.name)


def _changed(node: Node) -> Iterator[tuple[str, Node]]:
    match node:
        case Seq(parts):
            for index, part in enumerate(parts):
                before, after = parts[:index], parts[index + 1 :]
                yield f"without {_shown(part)}, part {index + 1}", Seq((*before, *after))
                yield from ((change, Seq((*before, other, *after))) for change, other in _changed(part))
        case Alt(options):
            for index, option in enumerate(options):
                before, after = options[:index], options[index + 1 :]
                left = (*before, *after)
                yield f"without {_shown(option)}, choice {index + 1}", left[0] if len(left) == 1 else Alt(left)
                yield from ((change, Alt((*before, other, *after))) for change, other in _changed(option))
        case Repeat(part, least, most):
            yield from (
                (f"{_shown(node)} {least} to {most} times → {low} to {high}", Repeat(part, low, high))
                for low, high in _times(least, most)
            )
            yield from ((change, Repeat(other, least, most)) for change, other in _changed(part))
        case NotBefore(part):
            yield f"without {_shown(node)}", Seq(())
            yield from ((change, NotBefore(other)) for change, other in _changed(part))
        case Chars(ranges):
            yield from ((f"{_shown(node)} → {_shown(Chars(other))}", Chars(other)) for other in _sets(ranges))
        case Characters(text) if len(text) > 1:
            yield f"{text!r} → {text[:-1]!r}", Characters(text[:-1])
            yield f"{text!r} → {text[1:]!r}", Characters(text[1:])
            yield f"{text!r} → {text.swapcase()!r}", Characters(text.swapcase())
        case Characters(text):
            yield f"{text!r} → '?'", Characters("?")
        case _:
            pass


def _times(least: int, most: int | None) -> Iterator[tuple[int, int | None]]:
    if least:
        yield least - 1, most
    if most is None or least < most:
        yield least + 1, most
    if most is not None:
        yield least, most + 1
        if least < most > 1:
            yield least, most - 1


def _sets(ranges: tuple[tuple[int, int], ...]) -> Iterator[tuple[tuple[int, int], ...]]:
    """Each end one further and one nearer, each range left out, and all the others."""
    yield without(ranges)
    for index, (low, high) in enumerate(ranges):
        before, after = ranges[:index], ranges[index + 1 :]
        if len(ranges) > 1:
            yield (*before, *after)
        floor = before[-1][1] + 1 if before else 0
        ceiling = after[0][0] - 1 if after else LAST_CHARACTER
        if low < high:
            yield (*before, (low + 1, high), *after)
            yield (*before, (low, high - 1), *after)
        if low > floor:
            yield (*before, (low - 1, high), *after)
        if high < ceiling:
            yield (*before, (low, high + 1), *after)


def _shown(node: Node) -> str:
    match node:
        case Chars(ranges):
            return f"[{''.join(_range(low, high) for low, high in ranges)}]"
        case Characters(text):
            return repr(text)
        case Seq(parts):
            return " ".join(map(_shown, parts))
        case Alt(options):
            return f"({' | '.join(map(_shown, options))})"
        case Repeat(part):
            return f"({_shown(part)})*"
        case NotBefore(part):
            return f"(?!{_shown(part)})"
        case _:
            return node.name


def _range(low: int, high: int) -> str:
    one, other = (chr(end) if 0x20 < end < 0x7F else f"\\u{{{end:x}}}" for end in (low, high))
    return one if low == high else f"{one}-{other}"
