"""What is derived from the grammar is equal to it: the expressions to the Lark parsers, the short way to the long one."""

import subprocess
import sys
from importlib.resources import files

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st
from hypothesis.extra.lark import from_lark
from msgspec.structs import replace

from smsmail.codec import (
    RULES,
    After,
    At,
    Batch,
    EncodeError,
    Format,
    Request,
    Row,
    Single,
    Timestamp,
    Translit,
    Window,
    check,
    decode_request,
    encode_request,
)
from smsmail.codec.request.line import read_request
from smsmail.codec.request.lines import RequestLine
from smsmail.codec.request.quick import read_quickly
from smsmail.conformance import Case, load_cases
from smsmail.conformance.strategies import requests
from smsmail.grammar import FORMS, STARTS, TERMINALS, form, parser
from smsmail.grammar.derive import write
from smsmail.grammar.misfit import misfit
from smsmail.grammar.syntax import definitions, from_expression
from tests.support.automata import Automaton, difference, language
from tests.support.each import each
from tests.support.lines import PIECES_OF_REPLIES, from_grammar, loosened

ODD_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-20, 20),
    st.text("ab1:,; \t\n\r\\n\ud800Ж٣", max_size=12),
    st.binary(max_size=3),
    st.sampled_from(
        [
            *Translit,
            *Format,
            At("2030-02-31T12:00"),
            After(-1),
            After(10**5000),
            Timestamp(999999999),
            Timestamp(-5),
            Window(9, 9),
        ]
    ),
    st.builds(Single, st.lists(st.text("+G#@01279٣a", max_size=17)).map(tuple), st.text(":_\n\r\\na", max_size=9)),
    st.builds(
        Batch,
        st.lists(st.builds(Row, st.just(("7999",)), st.text(":_\n\r\\na", max_size=9))).map(tuple),
        st.none() | st.just("subj:x"),
    ),
)
"""What might be found in a field, whether it belongs there or not."""

ORDINARY = (
    "alex:123::::79999999999:message",
    ":key:order-7:3101301200,3:1,12,Alex,1:79991234567,+79998887766;G15:Привет, мир: да",
    "alex:psw::9-21:::79991234567:one\\ntwo\n+79998887766,G15:three",
)
"""Lines of which there is nothing to say."""

LINE_FORMS = ("single", "list", "block")
QUICKLY = (
    "alex:psw:1234567890:::79991234567:hi",
    "alex:psw:550e8400-e29b-41d4-a716-446655440000:10-18:,,My Shop:79991234567:hi",
    "alex:psw::01893456000:,,Shop.ru:79991234567:hi",
)
"""Lines as ordinary people write them."""
CASES = [case for case in load_cases() if isinstance(case.input.get("text"), str)]


def forms_of(text: str, names: tuple[str, ...]) -> list[str]:
    return [name for name in names if form(name).fullmatch(text)]


def test_the_file_of_expressions_is_what_the_grammar_gives() -> None:
    assert (files("smsmail.grammar") / "expressions.py").read_text("utf-8") == write(), (
        "the grammar has changed: run python -m smsmail.grammar.derive"
    )


@each("name", TERMINALS)
def test_a_derived_terminal_is_the_terminal_of_the_grammar(name: str) -> None:
    assert difference(Automaton(from_expression(TERMINALS[name])), language(name)) is None


@pytest.mark.parametrize("grammar", STARTS)
def test_lark_compiles_the_same_terminals(grammar: str) -> None:
    compiled = {one.name: one.pattern.to_regexp() for one in parser(grammar).terminals if one.name in definitions()}
    assert compiled
    for name, expression in compiled.items():
        assert difference(Automaton(from_expression(expression)), language(name)) is None, name


@pytest.mark.parametrize("name", FORMS)
def test_a_derived_form_describes_the_language_of_its_rule(name: str) -> None:
    assert difference(Automaton(from_expression(FORMS[name])), language(name)) is None


@given(from_grammar() | loosened())
def test_the_expressions_take_the_requests_that_lark_takes(line: str) -> None:
    taken = forms_of(line, LINE_FORMS)
    event(f"form {taken}")
    assert len(taken) == (misfit("request", line) is None)


@given(
    from_lark(parser("reply"), start="reply") | st.lists(st.sampled_from(PIECES_OF_REPLIES)).map("".join) | st.text()
)
def test_the_expressions_take_the_replies_that_lark_takes(text: str) -> None:
    assert len(forms_of(text, ("accepted", "rejected"))) == (misfit("reply", text) is None)


@each("case", CASES)
def test_the_expressions_take_the_lines_of_the_corpus_that_lark_takes(case: Case) -> None:
    grammar, names = ("reply", ("accepted", "rejected")) if case.op == "decode_reply" else ("request", LINE_FORMS)
    assert len(forms_of(case.input["text"], names)) == (misfit(grammar, case.input["text"]) is None)


@given(from_grammar() | loosened() | requests().map(encode_request))
@example("alex:psw::::79991234567 :hi")
@example("a:p:::::79991234567 :hi")
@example("a:p:::::79991234567 ;89991234567:x")
def test_the_short_way_reads_what_the_long_way_reads(line: str) -> None:
    event(f"taken: {read_quickly(line) is not None}")
    assert_read_alike(line)


def assert_read_alike(line: str) -> None:
    request = read_quickly(line)
    if request is not None:
        found = RequestLine(line)
        assert read_request(found) == request
        assert list(found) == []


@each("inserted", [" ", "\t", "\n", ":", ";", ",", "0", "__"])
def test_the_short_way_reads_as_the_long_way_whatever_is_put_into_a_line(inserted: str) -> None:
    for line in ORDINARY:
        for at in range(len(line) + 1):
            assert_read_alike(line[:at] + inserted + line[at:])


def test_the_groups_of_a_form_are_in_the_order_in_which_they_are_unpacked() -> None:
    head = ["login", "psw", "id", "time", "tz", "translit", "format", "sender", "test"]
    assert list(form("clean_list_head").groupindex) == head
    assert list(form("clean_single").groupindex) == [*head, "phones", "mes"]
    assert list(form("clean_row").groupindex) == ["phones", "mes"]


@pytest.mark.parametrize("line", [*ORDINARY, *QUICKLY])
def test_ordinary_lines_go_the_short_way(line: str) -> None:
    assert read_quickly(line) is not None
    assert [found for found in check(line) if found.severity != "note"] == []


@given(requests())
def test_what_is_written_reads_back_as_the_request(request: Request) -> None:
    line = encode_request(request)
    assert decode_request(line) == request


@given(st.sampled_from(Request.__struct_fields__), ODD_VALUES)
def test_whatever_a_field_holds_is_refused_or_reads_back(field: str, value: object) -> None:
    plain = decode_request("alex:psw:order-7:9-21,3:1,1,Alex,1:79991234567:hi")
    request = replace(plain, **{field: value})
    try:
        line = encode_request(request)
    except EncodeError:
        return
    assert decode_request(line) == request
    assert not any(RULES[found.rule].encoder_error for found in check(line))


def test_decoding_loads_no_parser() -> None:
    """Lark takes longer to load than a thousand lines to decode."""
    script = """
import sys
from smsmail.codec import decode_reply, decode_request, encode_request
encode_request(decode_request("alex: psw:::, 1, Alex:79999999999: message"))
decode_reply("OK - 1 SMS, ID - 1")
sys.exit("lark" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-P", "-c", script], check=False).returncode == 0
