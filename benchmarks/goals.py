"""What is measured, and the targets that it is held to."""

# Neither Lark nor lark-cython annotates all of its interface.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownArgumentType=false

from collections.abc import Callable, Mapping
from pathlib import Path
from sys import executable
from sysconfig import get_path
from typing import Any, NamedTuple

import lark_cython
from lark import Lark

from smsmail.codec import decode_reply, decode_request, encode_reply, encode_request
from smsmail.grammar import STARTS, parser, source

from . import cases, floors
from .measure import Task, fastest, processes


class Goal(NamedTuple):
    """A figure and its limit, if it is held to one."""

    figure: float
    limit: float | None = None
    unit: str = "×"
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the figure keeps to the limit."""
        if self.limit is None:
            return True
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit


class Result(NamedTuple):
    """What was measured of one thing; times in seconds."""

    name: str
    time: float
    floor: float | None = None
    cost: Goal | None = None
    """The time over its floor."""
    lark: float | None = None
    lead: Goal | None = None
    """Lark's time over it, or that of the fastest npm package."""
    cython: float | None = None
    split: float | None = None
    peers: Mapping[str, float] | None = None
    """The time of each other thing to compare with: an npm package that does the same, or a part of the work."""
    rate: float | None = None
    """How many in a second."""
    peak: float | None = None
    """The most memory in octets, of a process."""

    @property
    def targets(self) -> list[Goal]:
        """What is held to a limit."""
        return [goal for goal in (self.cost, self.lead) if goal and goal.limit is not None]

    @property
    def missed(self) -> list[Goal]:
        """The targets that are not met."""
        return [goal for goal in self.targets if not goal.met]


class Case(NamedTuple):
    """One text, and the ways to read and to write it."""

    name: str
    text: str
    decode_floor: Callable[[str], object]
    encode_floor: Callable[[Any], str]
    grammar: str = "request"


CASES = (
    Case("short request", cases.SHORT, floors.decode_single, floors.encode_short),
    Case("short request, every field", cases.EVERY_FIELD, floors.decode_single, floors.encode_every_field),
    Case("1000 characters, Latin", cases.LATIN, floors.decode_single, floors.encode_short),
    Case("1000 characters, Cyrillic", cases.CYRILLIC, floors.decode_single, floors.encode_short),
    Case("list of 10 KB", cases.SMALL_LIST, floors.decode_list, floors.encode_list),
    Case("list of 100 KB", cases.LARGE_LIST, floors.decode_list, floors.encode_list),
    Case("reply, accepted", cases.ACCEPTED, floors.decode_accepted, floors.encode_accepted, "reply"),
    Case("reply, rejected", cases.REJECTED, floors.decode_rejected, floors.encode_rejected, "reply"),
)

_DECODE = {"request": decode_request, "reply": decode_reply}
_ENCODE: dict[str, Callable[[Any], str]] = {"request": encode_request, "reply": encode_reply}


def results() -> list[list[Result]]:
    """Everything, measured now: decoding, encoding, and the rest."""
    taken = fastest({(case.name, way): task for case in CASES for way, task in _tasks(case).items()})

    def of(case: Case, way: str) -> float:
        return taken[case.name, way]

    decoding = [
        Result(
            name=f"decode {case.name}",
            time=of(case, "decode"),
            floor=of(case, "decode floor"),
            cost=Goal(of(case, "decode") / of(case, "decode floor"), 2.5),
            lark=of(case, "lark"),
            lead=Goal(of(case, "lark") / of(case, "decode"), 15, at_least=True),
            cython=of(case, "cython"),
            split=taken.get((case.name, "split")),
        )
        for case in CASES
    ]
    encoding = [
        Result(
            name=f"encode {case.name}",
            time=of(case, "encode"),
            floor=of(case, "encode floor"),
            cost=Goal(of(case, "encode") / of(case, "encode floor"), 3),
        )
        for case in CASES
    ]
    # The bare f-string knows which fields are there, as no encoder does.
    encoding_any = [
        Result(
            name=f"the same {case.name}, any fields",
            time=of(case, "encode"),
            floor=of(case, "encode any floor"),
            cost=Goal(of(case, "encode") / of(case, "encode any floor"), 3),
        )
        for case in CASES
        if _is_single(case)
    ]
    return [decoding, encoding, encoding_any, [*_growth(taken), *_starts()]]


def _is_single(case: Case) -> bool:
    return case.decode_floor is floors.decode_single


def _tasks(case: Case) -> dict[str, Task]:
    """What is timed, once each has been seen to do what the codec does."""
    value = _DECODE[case.grammar](case.text)
    line = _ENCODE[case.grammar](value)
    tasks: dict[str, Task] = {
        "decode": (_DECODE[case.grammar], case.text),
        "decode floor": (case.decode_floor, case.text),
        "encode": (_ENCODE[case.grammar], value),
        "encode floor": (case.encode_floor, value),
        "lark": (parser(case.grammar).parse, case.text),
        "cython": (_with_cython(case.grammar).parse, case.text),
    }
    if _is_single(case):
        tasks["encode any floor"] = (floors.encode_any, value)
    for way, (function, argument) in tasks.items():
        if way.endswith("floor") and function(argument) != (value if way.startswith("decode") else line):
            raise AssertionError(f"{way} of {case.name} gives something else than the codec")
    if tasks["cython"][0](case.text) != tasks["lark"][0](case.text):
        raise AssertionError(f"lark-cython reads {case.name} in another way")
    if case.grammar == "request":
        tasks["split"] = _split, case.text
    return tasks


def _split(text: str) -> list[str]:
    return text.split(":", 6)


def _with_cython(grammar: str) -> Lark:
    """The parser of `smsmail.grammar`, on lark-cython's lexer and parser."""
    return Lark(
        source(grammar),
        parser="lalr",
        start=list(STARTS[grammar]),
        maybe_placeholders=True,
        import_paths=[_beside],
        _plugins=lark_cython.plugins,
    )


def _beside(_base: str | None, path: str) -> tuple[str, str]:
    return path, source(Path(path).stem)


def _growth(taken: dict[tuple[str, str], float]) -> list[Result]:
    """The time of one byte of a large list, whose floor is that of a small one."""
    found: list[Result] = []
    for way in ("decode", "encode"):
        large = taken["list of 100 KB", way] / len(cases.LARGE_LIST)
        small = taken["list of 10 KB", way] / len(cases.SMALL_LIST)
        found.append(Result(f"{way} a byte of 100 KB (floor: of 10 KB)", large, small, Goal(large / small, 1.3)))
    return found


def _starts() -> list[Result]:
    taken = processes(
        {
            "empty": [executable, "-I", "-c", "pass"],
            "import": [executable, "-I", "-c", "import smsmail.codec"],
            "check": [str(Path(get_path("scripts")) / "smsmail"), "check", "-"],
        },
        cases.SHORT,
    )
    empty, loaded, checked = taken["empty"], taken["import"], taken["check"]
    return [
        Result("import smsmail.codec (floor: empty)", loaded, empty, Goal((loaded - empty) * 1000, 40, "ms more")),
        Result("smsmail check, one line", checked, cost=Goal(checked * 1000, 150, "ms")),
    ]
