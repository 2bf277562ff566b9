"""What the search in fuzz/ found, as short as it could be made; and its targets, put to the seeds that it starts from."""

import importlib.util
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from smsmail.codec import Diagnostic, check
from smsmail.codec.findings.edits import edited
from tests.support import ROOT
from tests.support.each import each

FUZZ = ROOT / "fuzz"

# It is no part of what is installed.
_spec = importlib.util.spec_from_file_location("fuzz", FUZZ / "__init__.py", submodule_search_locations=[str(FUZZ)])
assert _spec
sys.modules["fuzz"] = importlib.util.module_from_spec(_spec)
seeds: Any = import_module("fuzz.seeds")
TARGETS: dict[str, Any] = import_module("fuzz.targets").TARGETS


@pytest.mark.parametrize("target", TARGETS)
def test_the_seeds_are_as_they_must_be(target: str, tmp_path: Path) -> None:
    seeds.write_seeds(tmp_path, target)
    inputs = [file.read_bytes() for file in sorted(tmp_path.iterdir())]
    assert len(inputs) > 50
    for octets in inputs[::6]:  # the fuzzer itself begins with all of them
        TARGETS[target](octets)


@pytest.mark.parametrize("target", TARGETS)
def test_the_words_are_as_libfuzzer_reads_them(target: str, tmp_path: Path) -> None:
    file = tmp_path / "words"
    seeds.write_words(file, target)
    assert all(len(line) % 4 == 2 for line in file.read_text("ascii").splitlines())


FOUND = [
    # places behind a line end of two characters, where a mistake explains the refusal
    ("check", "a:b:79991234567:x\r\n\ud800"),
    # the carriage return was no longer warned about beside a mistake
    ("check", "a:b:79991234567:x\ry"),
    # columns behind a mend that is not in the first line
    ("check", "a\nb:c::%2B30::79991234567,x:y"),
    # lines and columns of a query, whose values stand in another order and without their names
    ("check", "login=a&psw=b\n&mes=x&phones=7x"),
    # the end of a query was left behind its mend
    ("check", "login=a&psw=b&phones=79991234567&mes=one\r\ntwo"),
    # the fix for a hidden character wrote the whole line once more where colons are missing
    ("check", "\ufeffalex:psw"),
    # a login of many letters and a bracket took a time that doubled with each letter
    ("masking", f"al{'g' * 66}(gex:s3cr3t:::,5:7999:48"),
    # a mail without empty line before the text, but with one in it, was refused where it was long and its charset encoded
    ("mail", "Content-Type: text/plain; charset*=us-ascii''utf-8\nЖ:psw::::79991234567:hi\n\nx"),
    # the standard library raised for an encoded word whose base64 is none
    ("mail", "Subject: =?utf-8?B?koi8r?=\n\nalex:psw::::79991234567:hi"),
]


@each(("target", "text"), FOUND)
def test_what_was_found(target: str, text: str) -> None:
    """A target asserts by itself what must hold of any input."""
    TARGETS[target](text.encode("utf-8", "surrogatepass"))


# ---- the same in so many words


def only(text: str, rule: str) -> Diagnostic:
    [found] = [one for one in check(text) if one.rule == rule]
    return found


@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n"])
def test_the_mend_of_a_query_is_the_whole_of_it(line_end: str) -> None:
    query = f"login=alex&psw=psw&phones=79991234567&mes=one{line_end}two"
    assert edited(query, only(query, "query-string").fix) == "alex:psw::::79991234567:one\ntwo"


@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\n"])
def test_what_is_found_beside_a_mistake_is_where_it_says(line_end: str) -> None:
    text = f"alex:psw:79991234567:one{line_end}x\ud800"
    half = only(text, "surrogate")
    assert text[half.start : half.end] == "\ud800"
    assert (half.line, half.column) == (2, 2)


@pytest.mark.parametrize("text", ["alex:psw:79991234567:one\r\ntwo", "login=a&psw=b&phones=79991234567&mes=x\ry"])
def test_a_carriage_return_is_told_beside_a_mistake(text: str) -> None:
    assert only(text, "carriage-return").start == text.index("\r")


def test_the_column_of_what_stands_behind_an_escape_in_a_second_line() -> None:
    text = "al\nex:psw::%2B30::79991234567,x:hi"
    wrong = only(text, "phone-format")
    assert text[wrong.start : wrong.end] == "x"
    assert (wrong.line, wrong.column) == (2, text.index(",x") + 1 - len("al\n") + 1)


def test_what_is_wrong_in_a_value_of_a_query_is_found_at_that_value_or_at_the_whole() -> None:
    text = "login=alex&psw=psw&phones=7999x&mes=hi"
    wrong = only(text, "phone-format")
    assert "7999x" in text[wrong.start : wrong.end]
