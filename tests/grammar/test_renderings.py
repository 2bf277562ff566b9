"""What ``smsmail grammar`` makes of the grammar: ABNF that an independent library reads, expressions, diagrams."""

# Lark annotates its interface in part only.
# pyright: reportUnknownMemberType=false

import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from abnf import ParseError, Rule
from click.testing import CliRunner, Result

from smsmail.cli import main
from smsmail.conformance import load_cases
from smsmail.grammar import FORMS, NAMES, TERMINALS, source
from smsmail.grammar.abnf import name_of, render
from smsmail.grammar.misfit import misfit
from smsmail.grammar.railroad import documented, draw
from smsmail.grammar.syntax import Definition, NotBefore, definitions
from tests.support.each import each

LINES = ("request", "reply", "content")
SVG = "{http://www.w3.org/2000/svg}"
DRAWABLE = [one for one in definitions().values() if not isinstance(one.node, NotBefore)]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["grammar", *arguments], catch_exceptions=False)


# ---- ABNF


@cache
def abnf(*files: str) -> type[Rule]:
    """The ABNF of the grammar *files*, as the library has read it from what the command prints."""

    class Grammar(Rule):
        pass

    Grammar.load_grammar(run(*files, "--as", "abnf").stdout.replace("\n", "\r\n"))
    return Grammar


@cache
def whole_abnf() -> str:
    return render(NAMES)


def abnf_takes(start: str, text: str) -> bool:
    try:
        abnf()(start).parse_all(text)
    except ParseError:
        return False
    return True


def corpus(name: str) -> Iterator[str]:
    """Every request or reply of the corpus, right or wrong, that is not long."""
    for case in load_cases():
        if not case.op.endswith(name):
            continue
        text = case.input["text"] if case.op.startswith("decode") else case.expect.get("ok", {}).get("text")
        # A longer one differs from these in how often something comes again.
        if text is not None and len(text) <= 100:
            yield re.sub("\r\n?", "\n", text) if name == "request" else text


@pytest.mark.parametrize("name", ["request", "reply"])
def test_abnf_takes_just_the_corpus_lines_that_the_parser_takes(name: str) -> None:
    verdicts = {text: (abnf_takes(name, text), misfit(name, text) is None) for text in [*corpus(name)][::3]}
    assert {text for text, (by_abnf, by_lark) in verdicts.items() if by_abnf != by_lark} == set()
    assert set(verdicts.values()) == {(True, True), (False, False)}


@each(
    ("start", "text", "taken"),
    [
        ("wap_push_message", "http://example.org/a\nA link", True),
        ("wap_push_message", "http://example.org/a", False),
        ("email_message", "text\nsubj:Theme", True),
        ("email_message", "__MAIL__: one\n\ntwo\nsubj:", True),
        ("email_message", "text\nSUBJ:Theme", False),
        ("email_message", "subj:Theme", False),
        ("voice_message", "one\n\ntwo", True),
        ("voice_message", "__CALL__:press 1\n~~~\nparam=1\nvoice:m2", True),
        ("voice_message", "voice:m\n", True),
        ("hex_message", "00aAfF", True),
        ("hex_message", "00a", False),
        ("whole_message", "__PING__ \n", True),
        ("whole_message", "__PING__:", False),
        ("whole_message", "__ping__", False),
    ],
)
def test_abnf_takes_just_the_messages_that_the_parser_takes(start: str, text: str, taken: bool) -> None:
    assert (misfit("content", text, start) is None) is taken
    assert abnf_takes(name_of(start), text) is taken


@pytest.mark.parametrize("files", [(), ("request",), ("reply",), ("content",), ("terminals",), ("canonical",)])
def test_abnf_defines_all_that_it_refers_to_and_names_the_clauses(files: tuple[str, ...]) -> None:
    if files in ((), ("canonical",)):  # the others are parts of the whole
        abnf(*files)
    printed = run(*files, "--as", "abnf").stdout
    definition = re.compile(r"^; ([CR]-\S+(?:, [CR]-\S+)*)\n([\w-]+) = ((?:.|\n +)+)", re.MULTILINE)
    found = {name.casefold(): body for _, name, body in definition.findall(printed)}
    assert len(found) == len(re.findall(r"^[\w-]+ =", printed, re.MULTILINE)), "some rule has no clause, or a twin"
    literals = re.compile(r'"[^"]*"|%x[\dA-F.-]+')
    named = {one.casefold() for body in found.values() for one in re.findall(r"[A-Za-z][\w-]*", literals.sub("", body))}
    assert named - found.keys() <= {"digit", "wsp"}
    for one in definitions().values():
        if one.file in (files or LINES) and not isinstance(one.node, NotBefore):
            assert name_of(one.name).casefold() in found


@each("definition", DRAWABLE)
def test_abnf_of_one_rule_is_its_part_of_the_whole(definition: Definition) -> None:
    printed = run("--as", "abnf", "--rule", definition.name).stdout
    assert printed.splitlines()[0] == f"; {', '.join(definition.basis)}"
    assert printed.splitlines()[1].startswith(f"{name_of(definition.name)} = ")
    assert printed in whole_abnf()


# ---- the source


def test_lark_is_the_default() -> None:
    assert run("request", "--as", "lark").stdout == run("request").stdout
    assert source("request") in run("request").stdout
    assert source("reply") not in run("request").stdout


@each("definition", definitions().values())
def test_lark_of_one_rule_is_its_definition(definition: Definition) -> None:
    printed = run("--rule", definition.name).stdout
    assert printed in source(definition.file)
    assert len(re.findall(r"^[?!]?\w+(?:\.\d+)?:", printed, re.MULTILINE)) == 1
    assert all(reference in printed for reference in definition.basis)


def test_lark_of_one_rule_has_its_comment_and_all_of_its_lines() -> None:
    printed = run("--rule", "date-time").stdout.splitlines()
    assert printed[0].startswith("// DDMMYYhhmm or")
    assert printed[1].startswith("DATE_TIME.2:")
    assert printed[2].lstrip().startswith("| DAY")
    assert len(printed) == 3


# ---- expressions


def expressions(printed: str) -> dict[str, str]:
    return dict(re.findall(r"^# (\w+): [CR]-.*\n(.+)$", printed, re.MULTILINE))


def test_regex_prints_what_the_decoder_runs_on() -> None:
    printed = expressions(run("--as", "regex").stdout)
    assert printed == FORMS
    for expression in printed.values():
        re.compile(expression)


def test_regex_of_files_has_their_forms_and_terminals() -> None:
    every = FORMS | TERMINALS
    for name in NAMES:
        printed = expressions(run(name, "--as", "regex").stdout)
        assert printed == {one: every[one] for one in every if definitions()[one].file == name}


@each("name", [*FORMS, *TERMINALS])
def test_regex_of_one_rule(name: str) -> None:
    assert expressions(run("--as", "regex", "--rule", name).stdout) == {name: (FORMS | TERMINALS)[name]}


def test_regex_of_a_dialect_says_how_it_is_used_and_what_the_engine_cannot() -> None:
    printed = run("--as", "regex", "--dialect", "re2").stdout
    assert printed.startswith("# RE2, for a whole text: RE2::FullMatch\n\n")
    assert "# single: C-SINGLE\n# none: RE2 cannot say " in printed
    assert set(re.findall(r"^# (\w+): [CR]-", printed, re.MULTILINE)) == FORMS.keys()
    assert "a time may be past (time-past)" in run("--as", "regex", "--form", "clean", "--dialect", "java").stdout
    [expression] = expressions(run("--as", "regex", "--dialect", "ecmascript", "--rule", "TZ").stdout).values()
    assert expression == r"\+?(?:1[01]|0?[0-9])|-(?:1[0-5]|0?[0-9])"


# ---- diagrams


def texts(root: ElementTree.Element, kind: str | None = None) -> list[str]:
    return ["".join(one.itertext()) for one in root.iter(f"{SVG}text") if kind in (None, one.get("class"))]


def test_svg_draws_a_file_for_each_rule_that_leads_to_the_others(tmp_path: Path) -> None:
    result = run("--as", "svg", "-o", str(tmp_path / "diagrams"))
    assert (result.exit_code, result.output) == (0, "")
    drawn = {path.stem: path.read_text("utf-8") for path in (tmp_path / "diagrams").iterdir()}
    assert sorted(drawn) == sorted(name_of(one.name) for one in documented(LINES))
    for picture in drawn.values():
        links = [one.get("{http://www.w3.org/1999/xlink}href", "") for one in ElementTree.fromstring(picture).iter()]
        assert {link.removesuffix(".svg") for link in links if link} <= drawn.keys()


def test_svg_has_every_rule_of_the_files_and_no_separator() -> None:
    drawn = {one.name for one in documented(LINES)}
    assert {one.name for one in definitions().values() if one.file in LINES and not one.is_terminal} <= drawn
    assert {"EMAIL", "NUMBER", "DATE_TIME", "SENDER", "PSW", "FORMAT"} <= drawn
    assert not [name for name in drawn if name.startswith("_")]
    assert drawn.isdisjoint({"OWS", "SENDER_END", "NOW"})
    assert "LOGIN" in {one.name for one in documented(("terminals",))}
    # Files are told apart also where case does not count.
    assert max(Counter(name_of(name).casefold() for name in drawn).values()) == 1


@each("definition", DRAWABLE)
def test_svg_is_well_formed_and_says_what_it_shows(definition: Definition) -> None:
    picture = draw(definition)
    root = ElementTree.fromstring(picture)
    assert root.tag == f"{SVG}svg"
    assert texts(root, "name") == [name_of(definition.name)]
    assert texts(root, "basis") == [", ".join(definition.basis)]
    assert name_of(definition.name) in root.findtext(f"{SVG}title", "")
    assert max(Counter(one.get("id") for one in root.iter() if one.get("id")).values(), default=1) == 1
    assert "prefers-color-scheme: dark" in picture


@each("definition", DRAWABLE)
def test_svg_holds_its_texts(definition: Definition) -> None:
    root = ElementTree.fromstring(draw(definition, link=True))
    left, top, width, height = map(float, root.get("viewBox", "").split())
    assert (left, top) == (0, 0)
    for box in root.iter(f"{SVG}rect"):
        x, y, wide, high = (float(box.get(side, "nan")) for side in ("x", "y", "width", "height"))
        assert 0 <= x < x + wide <= width
        assert 0 <= y < y + high <= height
    for group in root.iter(f"{SVG}g"):
        box = group.find(f"{SVG}rect")
        if box is not None:
            # At 14 pixels a character of the widest monospaced font is 8.4 wide.
            (text,) = texts(group)
            assert len(text) * 8.4 < float(box.get("width", "nan"))
    for kind in ("name", "basis", "note"):
        for line in (one for one in root.iter(f"{SVG}text") if one.get("class") == kind):
            wide = len(line.text or "") * (10.3 if kind == "name" else 7.3)
            assert float(line.get("x", "nan")) + wide < width


@each(
    ("name", "shows"),
    [
        ("head", ["byte order mark", "space | tab", "LOGIN", '":"', "PSW", '":"', "ID", '":"', "schedule", '":"']),
        ("time", ["DATE-TIME", "WINDOW", "TIMESTAMP", "AFTER", '"0"']),
        ("list_head", ["head", "options", '":"', '":"']),
        ("recipients", ["RECIPIENT", '"," | ";"']),
        ("rows", ["line feed", "row", "line feed", "line feed", "tail", "line feed"]),
        ("accepted", ['"OK - "', "COUNT", '" SMS, ID - "', "ID"]),
        ("multiline_options", ["TRANSLIT", '","', "FORMAT", '","', "SENDER", '","', '"2"']),
        ("plain_line", ["LINE", "SUBJECT"]),
        ("text", ["text-line", "line feed"]),
        ("ID", ['A–Z | a–z | digit | "-" | "." | "_"', "up to 40 times"]),
        ("PLUS_NUMBER", ['"+"', "digit", "3 to 15 times"]),
        ("NUMBER", ['"("', "digit", 'space | "(" | ")" | "-" | "."', "digit", "2 to 14 times"]),
        (
            "LOGIN",
            [
                'any character but space, tab, line feed, carriage return, byte order mark, ":" and other control characters',
                "space | tab",
            ],
        ),
        ("MES", ["any character"]),
        ("LINE", ["any character but line feed"]),
        ("YEAR", ["digit", "digit"]),
        ("TEST", ['"0" | "1"']),
        ("ATEXT", ["A–Z | a–z | digit", "one of ! # $ % & ' * + - / = ? ^ _ ` { | } ~"]),
        ("SURROGATE", ["U+D800–U+DFFF"]),
        ("OWS", ["space | tab"]),
    ],
)
def test_svg_speaks_to_a_reader(name: str, shows: list[str]) -> None:
    root = ElementTree.fromstring(draw(definitions()[name], link=True))
    headings = [one for kind in ("name", "basis", "note") for one in texts(root, kind)]
    assert Counter(texts(root)) == Counter(shows + headings)


def test_svg_says_where_it_leaves_out_white_space() -> None:
    note = ["White space that may be left out is not drawn."]
    assert texts(ElementTree.fromstring(draw(definitions()["head"])), "note") == note
    assert texts(ElementTree.fromstring(draw(definitions()["LOGIN"])), "note") == []


def test_svg_of_one_rule_goes_to_standard_output_or_a_folder(tmp_path: Path) -> None:
    picture = draw(definitions()["list_head"])
    assert run("--as", "svg", "--rule", "list-head").stdout == picture
    assert run("--as", "svg", "--rule", "list_head", "-o", str(tmp_path)).stdout == ""
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == {"list-head.svg": picture}


# ---- the command


def test_a_rule_may_be_spelled_as_the_derived_forms_spell_it() -> None:
    for spelling in ("mes-colon", "MES-COLON", "mes_colon"):
        assert run("--rule", spelling).stdout == run("--rule", "_MES_COLON").stdout


@each(
    ("arguments", "says"),
    [
        (["--rule", "recipent"], "Did you mean RECIPIENT or recipients"),
        (["--rule", "xyzzy"], "The grammar has no rule 'xyzzy'. `smsmail grammar` prints them all."),
        (["request", "--rule", "head"], "NAME or --rule, not both"),
        (["--as", "png"], "'png' is not one of"),
        (["--as", "svg"], "-o DIR"),
        (["-o", "folder"], "-o is for diagrams"),
        (["--as", "abnf", "-o", "folder"], "`> FILE`"),
        (["--as", "regex", "--rule", "head"], "no expression for head alone"),
        (["--as", "regex", "--dialect", "re2", "--rule", "single"], "since it does not look ahead. `clean`"),
        (["--as", "regex", "--dialect", "pcre2", "--rule", "SURROGATE"], "holds no half of a surrogate pair."),
        (["--as", "abnf", "--dialect", "re2"], "--dialect is for expressions"),
        (["--as", "abnf", "--rule", "SENDER_END"], "which ABNF cannot"),
        (["--as", "svg", "--rule", "SENDER_END"], "nothing to draw"),
        (["--as", "svg", "-o", "/dev/null/diagrams"], "Not a directory"),
    ],
)
def test_wrong_usage_is_status_2_and_says_what_is_wrong(arguments: list[str], says: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert result.stdout == ""


def test_diagrams_without_their_package_say_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "railroad", None)
    monkeypatch.delitem(sys.modules, "smsmail.grammar.railroad")
    result = run("--as", "svg", "-o", str(tmp_path / "diagrams"))
    assert result.exit_code == 2
    assert "pip install 'smsmail[diagrams]'" in result.stderr
    assert not (tmp_path / "diagrams").exists()
    assert run("--as", "abnf").exit_code == 0
