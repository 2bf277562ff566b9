"""The accumulated case is right, the reference and the JavaScript pass it, and what differs is shown."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

from smsmail.cli import main
from smsmail.conformance.accumulated import digest, load_accumulated
from tests.support.independent.segments import costs

[BASIC] = load_accumulated()

OFF_BY_ONE = """\
import json, sys

for question in map(json.loads, sys.stdin):
    if question["op"] == "hello":
        print(json.dumps({"protocol": 1, "implementation": "t", "version": "1", "language": "Python", "ops": ["segment"]}), flush=True)
    elif question["op"] == "bye":
        break
    else:
        text = question["input"]["text"]
        latin = "@£$¥èéùìòç\\nØø\\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
        two = "\\f^{}\\\\[~]|€"
        is_latin = text in latin or text in two
        found = {"encoding": "gsm7" if is_latin else "ucs2", "units": 2 if text in two else 1}
        print(json.dumps({"id": question["id"], "ok": found}), flush=True)
"""
"""A testee that has the small ç where the table of 3GPP TS 23.038 has the capital one, as many do."""


def characters(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["conformance", "characters", *arguments], catch_exceptions=False)


def lines_by_the_table() -> list[str]:
    found = ((character, costs(character)) for character in BASIC.each())
    return [f"U+{ord(character):04X} {encoding} {sum(units)}" for character, (encoding, units) in found]


def test_the_hash_is_that_of_the_table() -> None:
    lines = lines_by_the_table()
    assert (len(lines), digest(lines)) == (BASIC.lines, BASIC.sha256)


def test_the_list_is_what_the_hash_is_of() -> None:
    said = characters("--list")
    assert (said.exit_code, said.output.splitlines()) == (0, lines_by_the_table())


@pytest.mark.process
def test_the_first_that_differ_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    latin = replace(BASIC, characters=(("0000", "017F"),), lines=384)
    monkeypatch.setattr("smsmail.cli.conformance.characters.load_accumulated", lambda: (latin,))
    testee = tmp_path / "testee.py"
    testee.write_text(OFF_BY_ONE, "utf-8")
    said = characters("--testee", f"python3 {testee}")
    assert said.exit_code == 1
    assert said.output.splitlines() == [
        "segment/plane/basic: 2 of 384 characters differ (R-LATIN)",
        "  U+00C7 ucs2 1, and right is gsm7 1",
        "  U+00E7 gsm7 1, and right is ucs2 1",
    ]


@pytest.mark.process
def test_a_testee_without_the_operation_is_told(tmp_path: Path) -> None:
    testee = tmp_path / "testee.py"
    testee.write_text(OFF_BY_ONE.replace('["segment"]', '["decode_reply"]'), "utf-8")
    said = characters("--testee", f"python3 {testee}")
    assert (said.exit_code, said.stdout) == (2, "")
    assert "does not offer segment" in said.stderr


def test_nothing_to_ask_is_wrong_usage() -> None:
    assert characters().exit_code == 2
