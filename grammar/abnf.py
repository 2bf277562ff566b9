"""The grammar as ABNF (RFC 5234)."""

from collections.abc import Iterator

from .syntax import Alt, Characters, Chars, Definition, Node, NotBefore, Ref, Repeat, Seq, definitions, parts_of

_HEADER = """\
; Derived from the Lark grammars, to be read as a description of texts: where several readings of a text would fit, the
; grammars say which one is meant. Strings of letters are given by their code points, since ABNF takes no account of
; case. Names in upper case are terminals.
"""

_DIGITS = (ord("0"), ord("9"))
_CORE: dict[tuple[tuple[int, int], ...], str] = {((9, 9), (32, 32)): "WSP"}
"""Core rules of the RFC that are a class of the grammar."""


def render(files: tuple[str, ...]) -> str:
    """ABNF of the rules in the grammar *files*, and of all that they refer to, each with its clauses as a comment."""
    return f"{_HEADER}\n" + "\n".join(map(_rule, _with_references(files)))


def name_of(name: str) -> str:
    """The name in ABNF of a rule or terminal."""
    return name.strip("_").replace("_", "-")


def _with_references(files: tuple[str, ...]) -> list[Definition]:
    every = definitions()
    wanted: dict[str, Definition] = {}
    waiting = [one for one in every.values() if one.file in files]
    while waiting:
        one = waiting.pop(0)
        # What is nothing but a guard has no place in a grammar that only describes.
        if one.name in wanted or isinstance(one.node, NotBefore):
            continue
        wanted[one.name] = one
        waiting += [every[name] for name in _references(one.node)]
    return sorted(wanted.values(), key=lambda one: (one.file != files[0], list(every).index(one.name)))


def _references(node: Node) -> Iterator[str]:
    if isinstance(node, Ref):
        yield node.name
    for part in parts_of(node):
        yield from _references(part)


def _rule(definition: Definition) -> str:
    options = definition.node.options if isinstance(definition.node, Alt) else (definition.node,)
    name = name_of(definition.name)
    body = f"\n{' ' * len(name)} / ".join(map(_render, options))
    return f"; {', '.join(definition.basis)}\n{name} = {body}\n"


def _render(node: Node) -> str:
    match node:
        case Ref(name):
            return name_of(name)
        case Characters(text):
            return _text(text)
        case Chars(ranges):
            return _CORE.get(ranges) or " / ".join(_range(low, high) for low, high in ranges)
        case Seq(parts):
            shown = [part for part in parts if not _is_guard(part)]
            if len(shown) == 1:
                return _render(shown[0])
            return " ".join(_render(part) if isinstance(part, Repeat) else _enclosed(part) for part in shown) or '""'
        case Alt(options):
            return " / ".join(map(_render, options))
        case Repeat(part, 0, 1):
            return f"[{_render(part)}]"
        case Repeat(part, least, most):
            return f"{_times(least, most)}{_enclosed(part)}"
        case NotBefore():
            return '""'


def _enclosed(node: Node) -> str:
    whole = isinstance(node, Ref | Characters) or (isinstance(node, Repeat) and (node.least, node.most) == (0, 1))
    whole = whole or (isinstance(node, Chars) and " " not in _render(node))
    return _render(node) if whole else f"({_render(node)})"


def _is_guard(node: Node) -> bool:
    return isinstance(node, NotBefore) or (isinstance(node, Ref) and _is_guard(definitions()[node.name].node))


def _times(least: int, most: int | None) -> str:
    if least == most:
        return str(least)
    return f"{least or ''}*{'' if most is None else most}"


def _text(text: str) -> str:
    if any(character.isalpha() or character == '"' or not character.isprintable() for character in text):
        return "%x" + ".".join(f"{ord(character):02X}" for character in text)
    return f'"{text}"'


def _range(low: int, high: int) -> str:
    if high - low < 2:
        return " / ".join(_text(chr(code)) for code in dict.fromkeys((low, high)))
    if (low, high) == _DIGITS:
        return "DIGIT"
    return f"%x{low:02X}-{high:02X}"
