"""Where a repetition need never give anything back.

If no character that begins another round can also come after the repetition, giving a round back leads nowhere, and the
repetition may be possessive: the expression then does not try. At the end of a terminal nothing comes after, since a
terminal is taken as long as it goes.
"""

from .syntax import Alt, Characters, Chars, Node, NotBefore, Ref, Repeat, Seq, definitions, without

Ranges = tuple[tuple[int, int], ...]


def possessive(node: Node) -> Node:
    """*node*, the whole of a terminal, with every such repetition held, and references resolved."""
    return _hold(node, ())


def is_settled(node: Node) -> bool:
    """Whether there is just one way to go through *node*, so that there is nothing to go back to."""
    match node:
        case Characters() | Chars():
            return True
        case Seq(parts):
            return all(map(is_settled, parts))
        case Repeat(part, least, most, held):
            return (held or least == most) and is_settled(part)
        case _:
            return False


def _hold(node: Node, following: Ranges | None) -> Node:
    """*node* with what it may hold; *following* are the characters that may come after it, ``None`` if unknown."""
    match node:
        case Ref(name):
            return _hold(definitions()[name].node, following)
        case Seq(parts):
            held: list[Node] = []
            for part in reversed(parts):
                held.append(_hold(part, following))
                following = _beginnings(part, following)
            return Seq(tuple(reversed(held)))
        case Alt(options):
            return Alt(tuple(_hold(option, following) for option in options))
        case Repeat(part, least, most):
            rounds = _beginnings(part, ())
            inner = _hold(part, None if rounds is None or following is None else rounds + following)
            disjoint = rounds is not None and following is not None and not _overlap(rounds, following)
            return Repeat(inner, least, most, held=disjoint)
        case _:
            return node


def _beginnings(node: Node, following: Ranges | None) -> Ranges | None:
    """The characters with which *node* and what comes after it may begin."""
    match node:
        case Ref(name):
            return _beginnings(definitions()[name].node, following)
        case Characters(text):
            return ((ord(text[0]), ord(text[0])),)
        case Chars(ranges):
            return ranges
        case Seq(parts):
            for part in reversed(parts):
                following = _beginnings(part, following)
            return following
        case Alt(options):
            return _union([_beginnings(option, following) for option in options])
        case Repeat(part, least):
            return _union([_beginnings(part, following), following if least == 0 else ()])
        case NotBefore(part):
            return _left_by(part)


def _left_by(guarded: Node) -> Ranges | None:
    """The characters that may come where *guarded* may not: those but the one with which it surely begins or ends."""
    *before, last = guarded.parts if isinstance(guarded, Seq) else (guarded,)
    if not isinstance(last, Chars) or not all(isinstance(part, Repeat) and part.least == 0 for part in before):
        return None
    return without(last.ranges)


def _union(several: list[Ranges | None]) -> Ranges | None:
    return None if None in several else tuple(one for ranges in several for one in ranges or ())


def _overlap(one: Ranges, other: Ranges) -> bool:
    return any(low <= far and near <= high for low, high in one for near, far in other)
