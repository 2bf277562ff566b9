"""The derived expressions in the engines that they are written for: each takes what Python's takes, and divides it alike.

That Python's are equal to the grammar is proved in tests/grammar.
"""

# RE2's package annotates nothing.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false

import random
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import re2

from smsmail.grammar import FORMS, TERMINALS
from smsmail.grammar.derive import form, terminal
from smsmail.grammar.dialects import DIALECTS, CannotSay
from smsmail.grammar.syntax import Alt, Characters, Chars, Node, Ref, Repeat, Seq, definitions
from tests.support.interpreters import interpreter
from tests.support.lines import LIBERTIES

HERE = Path(__file__).parent
COMMANDS = {
    "pcre2": ["php", str(HERE / "match.php")],
    "ecmascript": ["node", str(HERE / "match.mjs")],
    "java": ["java", str(HERE / "Match.java")],
}
EACH = 8
"""So many texts are made of each rule, and as many that nearly are."""
ODD = ("\x00", "\x85", "\xa0", "\u2028", "\ufeff", "\uffff", "\U00010000", "\U0010ffff", "٣", "\r\n", "-", "]", "\\")

Answer = dict[str, str | None] | None
"""What each group took, or none where the text is not taken."""


def made(chance: random.Random, node: Node) -> str:
    """A text that the grammar makes of *node*, long repetitions among them."""
    match node:
        case Ref(name):
            return made(chance, definitions()[name].node)
        case Characters(text):
            return text
        case Chars(ranges):
            low, high = chance.choice(ranges)
            code = chance.choice([low, high, chance.randint(low, high)])
            return chr(code) if not 0xD800 <= code <= 0xDFFF else "x"
        case Seq(parts):
            return "".join(made(chance, part) for part in parts)
        case Alt(options):
            return made(chance, chance.choice(options))
        case Repeat(part, least, most):
            high = least + 3 if most is None else most
            return "".join(made(chance, part) for _ in range(chance.choice([least, chance.randint(least, high), high])))
        case _:
            return ""


def nearly(chance: random.Random, text: str) -> str:
    """*text* with one thing too many, missing, or exchanged."""
    at = chance.randint(0, len(text))
    return text[:at] + chance.choice([*LIBERTIES, *ODD]) + text[at + chance.randint(0, 1) :]


def questions() -> Iterator[tuple[str, str, Answer]]:
    """The name of each expression, a text, and what Python says of it."""
    chance = random.Random(19)  # noqa: S311
    for name, expression in (FORMS | TERMINALS).items():
        python = re.compile(expression)
        node = definitions()[name].node
        whole = [made(chance, node) for _ in range(EACH)]
        for text in (*whole, *(nearly(chance, one) for one in whole)):
            found = python.fullmatch(text)
            yield name, text, found and found.groupdict()


QUESTIONS = list(questions())


def expressions(dialect: str) -> dict[str, str]:
    """Each expression that the dialect can say."""
    said: dict[str, str] = {}
    for name in FORMS | TERMINALS:
        try:
            said[name] = (form if name in FORMS else terminal)(name, DIALECTS[dialect])
        except CannotSay:
            continue
    return said


def groups_of(name: str) -> list[str]:
    return list(re.compile((FORMS | TERMINALS)[name]).groupindex)


def named(dialect: str, group: str) -> str:
    """The *group* of Python's expression as it is called in the dialect."""
    plain, _, number = group.partition("_")
    return DIALECTS[dialect].again.format(plain, number) if number else group


def answers(dialect: str, said: dict[str, str]) -> list[tuple[str, str, Answer]]:
    """What the engine of the dialect, in one process, says to all questions that it can be asked."""
    asked = [(name, text) for name, text, _ in QUESTIONS if name in said]
    lines = [
        "\t".join(
            one.encode().hex()
            for one in (said[name], text, ",".join(named(dialect, group) for group in groups_of(name)))
        )
        for name, text in asked
    ]
    command = [interpreter(COMMANDS[dialect][0]), *COMMANDS[dialect][1:]]
    ended = subprocess.run(command, input="\n".join([*lines, ""]), capture_output=True, text=True, check=True)
    return [(*one, read(one[0], answer)) for one, answer in zip(asked, ended.stdout.splitlines(), strict=True)]


def read(name: str, answer: str) -> Answer:
    if answer == "no":
        return None
    assert answer.startswith("yes "), f"{name}: {answer}"
    taken = [None if one == "-" else bytes.fromhex(one).decode() for one in answer.removeprefix("yes ").split(",")]
    return dict(zip(groups_of(name), taken, strict=False))


def test_the_questions_tell_right_from_wrong() -> None:
    for name in FORMS:
        taken = [answer is not None for one, _, answer in QUESTIONS if one == name]
        assert any(taken), name
        assert not all(taken), name


@pytest.mark.parametrize("dialect", COMMANDS)
def test_an_engine_takes_what_python_takes(dialect: str) -> None:
    said = expressions(dialect)
    expected = [question for question in QUESTIONS if question[0] in said]
    assert answers(dialect, said) == expected


def test_re2_takes_what_python_takes() -> None:
    compiled = {name: re2.compile(expression) for name, expression in expressions("re2").items()}
    assert {"clean", "clean_single", "accepted", "rejected", "ID", "EMAIL"} <= compiled.keys()
    for name, text, expected in QUESTIONS:
        if name in compiled:
            found = compiled[name].fullmatch(text)
            assert (found and found.groupdict()) == expected, (name, text)


def test_re2_has_no_look_ahead_and_nothing_possessive() -> None:
    for name in ("SENDER_END", "ID"):
        with pytest.raises(re2.error):
            re2.compile(TERMINALS[name])
