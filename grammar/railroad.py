"""The grammar as railroad diagrams, one picture in SVG for each rule or terminal that a reader would look up.

Needs the package railroad-diagrams (``pip install 'smsmail[diagrams]'``).
"""

# The package annotates its interface in part, and does not say so.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Iterable, Iterator
from itertools import groupby

import railroad

from .abnf import name_of
from .syntax import (
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
)

_STYLE = """
svg.railroad-diagram { max-width: 100%; height: auto; }
.railroad-diagram path { fill: none; stroke: #6e7781; stroke-width: 1.5; stroke-linecap: round; }
.railroad-diagram text { font: 600 14px ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; }
.railroad-diagram text { fill: #1f2328; text-anchor: middle; }
.railroad-diagram rect { fill: #dcf3e3; stroke: #2f8f4e; stroke-width: 1.5; }
.railroad-diagram .chars rect { fill: #fff3d6; stroke: #b98a1c; }
.railroad-diagram .chars text { font-weight: 400; }
.railroad-diagram .non-terminal rect { fill: #e2ecfb; stroke: #4a7bc8; }
.railroad-diagram a text { fill: #0a4ea8; }
.railroad-diagram a:hover text { text-decoration: underline; }
.railroad-diagram text.comment { font-size: 11.5px; font-weight: 400; fill: #57606a; }
.railroad-diagram text.name { font-size: 17px; font-weight: 700; text-anchor: start; }
.railroad-diagram text.basis, .railroad-diagram text.note { font-size: 12px; font-weight: 400; }
.railroad-diagram text.basis, .railroad-diagram text.note { fill: #57606a; text-anchor: start; }
@media (prefers-color-scheme: dark) {
  .railroad-diagram path { stroke: #8b949e; }
  .railroad-diagram text { fill: #e6edf3; }
  .railroad-diagram rect { fill: #12341f; stroke: #3fa35f; }
  .railroad-diagram .chars rect { fill: #3a2d0c; stroke: #b98a1c; }
  .railroad-diagram .non-terminal rect { fill: #16294a; stroke: #5b8edb; }
  .railroad-diagram a text { fill: #a9cbff; }
  .railroad-diagram text.comment, .railroad-diagram text.basis, .railroad-diagram text.note { fill: #9aa4af; }
}
"""

_MARGIN = 20
_HEADING = 62
"""Height of the heading, with the space below it."""
_NOTE = "White space that may be left out is not drawn."
_NAME_WIDTH, _SMALL_WIDTH = 10.4, 7.4
"""Width of a character of the name, and of the basis and note."""
_LINE_WIDTH = 1000
"""A rule that is wider goes on in a line below."""

_WORDS = {" ": "space", "\t": "tab", "\n": "line feed", "\r": "carriage return", "\ufeff": "byte order mark"}
"""White space by its names, in the order in which a reader is told of it."""
_PRINTABLE = frozenset(map(chr, range(0x20, 0x7F)))
_FEW = 6
"""So many characters are quoted one by one."""


def documented(files: tuple[str, ...]) -> list[Definition]:
    """The rules and terminals that have a diagram: those in the grammar *files*, and all that they refer to."""
    every = definitions()
    wanted = [one for one in every.values() if one.file in files and not _is_inlined(one)]
    for one in wanted:
        named = (every[node.name] for node in _within(_visible(one.node)) if isinstance(node, Ref))
        wanted += dict.fromkeys(other for other in named if other not in wanted)
    return wanted


def draw(definition: Definition, *, link: bool = False) -> str:
    """The diagram of *definition*; with *link* its references lead to files beside it, named like ``list-head.svg``."""
    name, basis = name_of(definition.name), ", ".join(definition.basis)
    diagram = railroad.Diagram(_in_lines(_item(_visible(definition.node), link)))
    note = any(map(_is_unseen_space, _within(definition.node, inlined=True)))
    diagram.format(_HEADING, _MARGIN, _MARGIN + (24 if note else 0), _MARGIN)
    beside = _MARGIN + len(name) * _NAME_WIDTH + 14
    _write(diagram, "name", name, _MARGIN, 30)
    _write(diagram, "basis", basis, beside, 30)
    height = float(diagram.attrs["height"])
    ends = [float(diagram.attrs["width"]), beside + len(basis) * _SMALL_WIDTH + _MARGIN]
    if note:
        _write(diagram, "note", _NOTE, _MARGIN, height - 16)
        ends.append(len(_NOTE) * _SMALL_WIDTH + 2 * _MARGIN)
    diagram.attrs |= {"width": max(ends), "viewBox": f"0 0 {max(ends):g} {height:g}", "role": "img"}
    diagram.children.insert(0, railroad.DiagramItem("title", text=f"{name} ({basis})" if basis else name))
    parts: list[str] = []
    diagram.writeStandalone(parts.append, _STYLE)
    return "".join(parts) + "\n"


def _write(diagram: railroad.Diagram, kind: str, text: str, x: float, y: float) -> None:
    railroad.DiagramItem("text", {"class": kind, "x": x, "y": y}, text).addTo(diagram)


# ---- what is seen of a rule


def _is_inlined(definition: Definition) -> bool:
    """Whether it is drawn where it is referred to: separators, and names of a fixed text."""
    return (
        definition.name.startswith("_")
        or isinstance(definition.node, Characters | NotBefore)
        or _is_space(definition.node)
    )


def _visible(node: Node) -> Node:
    """*node* with what is inlined in its place, and without guards and white space that may be left out."""
    match node:
        case Ref(name):
            definition = definitions()[name]
            return _visible(definition.node) if _is_inlined(definition) else node
        case Seq(parts):
            shown = [_visible(part) for part in parts if not _is_guard(part) and not _is_unseen_space(part)]
            kept = _without_echo(shown)
            return kept[0] if len(kept) == 1 else Seq(tuple(kept))
        case Alt(options):
            return Alt(tuple(map(_visible, options)))
        case Repeat(part, least, most):
            return Repeat(_visible(part), least, most)
        case _:
            return node


def _without_echo(parts: list[Node]) -> list[Node]:
    """The parts, those of a sequence in its place, and one and any number more of the same as one or more of it."""
    kept: list[Node] = []
    for part in (one for each in parts for one in (each.parts if isinstance(each, Seq) else (each,))):
        again = bool(kept) and part == Repeat(kept[-1], 0, None)
        kept.append(Repeat(kept.pop(), 1, None) if again else part)
    return kept


def _is_guard(node: Node) -> bool:
    return isinstance(node, NotBefore) or (isinstance(node, Ref) and _is_guard(definitions()[node.name].node))


def _is_unseen_space(node: Node) -> bool:
    match node:
        case Ref(name):
            return _is_unseen_space(definitions()[name].node)
        case Repeat(part, 0, _):
            return _is_space(part)
        case _:
            return False


def _is_space(node: Node) -> bool:
    match node:
        case Ref(name):
            return _is_space(definitions()[name].node)
        case Repeat(part):
            return _is_space(part)
        case Chars(ranges):
            return all(chr(code) in _WORDS for ends in ranges for code in ends)
        case _:
            return False


def _within(node: Node, *, inlined: bool = False) -> Iterator[Node]:
    """*node* and all of its parts; with *inlined*, also those of what is drawn in its place."""
    yield node
    parts = parts_of(node)
    if inlined and isinstance(node, Ref) and _is_inlined(definitions()[node.name]):
        parts = (definitions()[node.name].node,)
    for part in parts:
        yield from _within(part, inlined=inlined)


# ---- how it is drawn


class _Link(railroad.NonTerminal):
    """A reference that leads to the file of its rule."""

    def format(self, x: float, y: float, width: float) -> railroad.NonTerminal:
        super().format(x, y, width)
        for child in self.children:
            # The package writes the text of a link twice.
            if isinstance(child, railroad.DiagramItem) and child.name == "a":
                del child.children[1:]
        return self


def _item(node: Node, link: bool) -> railroad.DiagramItem:
    match node:
        case Ref(name):
            shown = name_of(name)
            return _Link(shown, href=f"{shown}.svg") if link else railroad.NonTerminal(shown)
        case Characters(text):
            return _in_line([_literal("".join(run)) for _, run in groupby(text, str.isprintable)])
        case Chars(ranges):
            return _choice([railroad.Terminal(label, cls="chars") for label in _labels(ranges)])
        case Seq(parts):
            return _in_line(list(_sequence(parts, link)))
        case Alt(options):
            ways = [_item(option, link) for option in options if option != Seq(())]
            return _choice(ways) if len(ways) == len(options) else railroad.Optional(_choice(ways))
        case Repeat(part, 0, 1):
            return railroad.Optional(_item(part, link))
        case Repeat(part, 2, 2):
            return _in_line([_item(part, link), _item(part, link)])
        case Repeat(part, least, most):
            back = railroad.Comment(_times(least, most)) if most else railroad.Skip()
            loop = railroad.OneOrMore(_item(part, link), back)
            return loop if least else railroad.Optional(loop)
        case NotBefore():
            return railroad.Skip()


def _sequence(parts: tuple[Node, ...], link: bool) -> Iterator[railroad.DiagramItem]:
    """The parts, where ``x (y x)*`` and ``(x y)* x`` are one loop with y on the way back."""
    waiting = list(parts)
    while True:
        match waiting:
            case [part, Repeat(Seq((between, again)), 0, None), *rest] if part == again:
                yield railroad.OneOrMore(_item(part, link), _item(between, link))
                waiting = rest
            case [Repeat(Seq((again, between)), 0, None), part, *rest] if part == again:
                yield railroad.OneOrMore(_item(part, link), _item(between, link))
                waiting = rest
            case [part, *rest]:
                yield _item(part, link)
                waiting = rest
            case _:
                return


def _in_line(items: list[railroad.DiagramItem]) -> railroad.DiagramItem:
    if len(items) < 2:
        return items[0] if items else railroad.Skip()
    return railroad.Sequence(*items)


def _in_lines(whole: railroad.DiagramItem) -> railroad.DiagramItem:
    """A sequence that is too wide as lines of about one width."""
    if not isinstance(whole, railroad.Sequence) or whole.width <= _LINE_WIDTH:
        return whole
    wanted = whole.width / -(-whole.width // _LINE_WIDTH)
    lines: list[list[railroad.DiagramItem]] = [[]]
    for item in whole.items:
        if lines[-1] and sum(map(_width, lines[-1])) + _width(item) / 2 > wanted:
            lines.append([])
        lines[-1].append(item)
    return railroad.Stack(*(railroad.Sequence(*line) for line in lines))


def _width(item: railroad.DiagramItem) -> float:
    return item.width + 20 * item.needsSpace


def _choice(ways: list[railroad.DiagramItem]) -> railroad.DiagramItem:
    return ways[0] if len(ways) == 1 else railroad.Choice(0, *ways)


def _literal(text: str) -> railroad.DiagramItem:
    return railroad.Terminal(_WORDS[text], cls="chars") if text in _WORDS else railroad.Terminal(f'"{text}"')


def _times(least: int, most: int) -> str:
    if least == most:
        return f"{least} times"
    return f"{least} to {most} times" if least > 1 else f"up to {most} times"


# ---- classes of characters in words


def _labels(ranges: tuple[tuple[int, int], ...]) -> list[str]:
    """What a reader calls the characters, on a line or two."""
    if ranges[-1][1] == LAST_CHARACTER:
        starts = [0, *(high + 1 for _, high in ranges)]
        gaps = zip(starts, ranges, strict=False)
        return [_but("any character", {chr(code) for start, (low, _) in gaps for code in range(start, low)})]
    characters = [chr(code) for low, high in ranges for code in range(low, high + 1)]
    left_out = _PRINTABLE.difference(characters)
    if len(left_out) < _FEW and _PRINTABLE.issuperset(characters):
        return [_but("printable ASCII", left_out)]
    letters = [one for kind in (str.isupper, str.islower, str.isdigit) for one in _runs(filter(kind, characters))]
    others = [one for one in characters if not one.isalnum()]
    if len(others) <= _FEW:
        return [" | ".join([*letters, *_called(others)])]
    if not all(one in _PRINTABLE for one in others):
        return [" | ".join([*letters, f"U+{ord(others[0]):04X}–U+{ord(others[-1]):04X}"])]
    return [*([" | ".join(letters)] if letters else []), f"one of {' '.join(others)}"]


def _runs(characters: Iterator[str]) -> Iterator[str]:
    """Neighbours in the alphabet together."""
    for _, group in groupby(enumerate(characters), lambda numbered: ord(numbered[1]) - numbered[0]):
        run = [character for _, character in group]
        if len(run) < 3:
            yield from _called(run)
        else:
            yield "digit" if run[0] + run[-1] == "09" else f"{run[0]}–{run[-1]}"


def _but(all_of_them: str, left_out: Iterable[str]) -> str:
    names = _called(left_out)
    if not names:
        return all_of_them
    return f"{all_of_them} but {', '.join(names[:-1])}{' and ' if names[:-1] else ''}{names[-1]}"


def _called(characters: Iterable[str]) -> list[str]:
    """The names of the characters, white space first."""
    given = set(characters)
    others = given.difference(_WORDS)
    seen = sorted(others.intersection(_PRINTABLE))
    # One that cannot be seen cannot be drawn either, and in XML most of them cannot stand.
    unseen = ["other control characters"] if others.difference(seen) else []
    return [_WORDS[one] for one in _WORDS if one in given] + [f'"{one}"' for one in seen] + unseen
