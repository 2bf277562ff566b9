"""Inputs that no case has: differences are found, made small, and printed so that they can be kept; what is open is none."""

import json
import sys
from base64 import b64encode
from collections.abc import Generator
from itertools import count, islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import msgspec
import pytest
from click.testing import CliRunner
from hypothesis import assume, given
from hypothesis import strategies as st

from smsmail.cli import main
from smsmail.conformance import Case, Session, SessionLimits, generate
from smsmail.conformance.asked import case_of
from smsmail.conformance.corpus import OPS, Op
from smsmail.conformance.generate import search
from smsmail.conformance.inputs import inputs
from smsmail.conformance.judge import judge
from smsmail.conformance.protocol import Answer, read_answer, write_question
from smsmail.conformance.testee import answer_to
from tests.support.node import TESTEE

pytestmark = pytest.mark.process

PLANTED: dict[Op, str] = {
    "decode_request": "if ok['tz']: ok['tz'] = -ok['tz']",
    "encode_request": "if given['request'].get('test') == 2: ok['text'] = ok['text'].replace(',2:', ',1:', 1)",
    "decode_reply": "if ok['kind'] == 'accepted' and ok['sms'] > 100: ok['sms'] = 100",
    "encode_reply": "ok['text'] = ok['text'].replace('.', '_')",
    "decode_content": "if ok.get('param'): ok['param'] = None",
    "segment": "if len(ok['parts']) > 2: ok['parts'] = ok['parts'][:-2] + [''.join(ok['parts'][-2:])]",
    "sms_count": "if given['groups'] and ok['n']: ok['n'] += 1",
    "send_at": "if (given['time'] or {}).get('kind') == 'window' and given['tz']: ok['at'] = None",
    "decode_mail": "ok['text'] = ok['text'].replace('№', 'N').replace('\\n\\n', '\\n')",
    "encode_mail": "if given['request'].get('translit') == 2: ok['eml'] = ok['eml'][:len(ok['eml']) // 8 * 4]",
    "serve": "if len(ok['replies']) > 1: ok['replies'][1] = ok['replies'][0]",
}
"""A fault of each operation, in Python: what becomes of the right answer."""

SCRIPT = """\
import json, sys
from smsmail.conformance.testee import answer_to
for line in sys.stdin.buffer:
    question, answer = json.loads(line), answer_to(line)
    if answer is None:
        break
    answer = json.loads(json.dumps(answer))
    ok, given = answer.get("ok"), question.get("input")
    if ok and question["op"] == {op!r}:
        {fault}
    print(json.dumps(answer), flush=True)
"""
PATIENT = SessionLimits(answer=60, hangs=10**9, faults=10**9, faults_in_a_row=10**9)


def planted(folder: Path, op: Op) -> list[str]:
    script = folder / "planted.py"
    script.write_text(SCRIPT.format(op=op, fault=PLANTED[op]), "utf-8")
    return [sys.executable, str(script)]


class Wrong:
    """What is planted, without a process: a search asks it a thousand times."""

    def __init__(self, op: Op):
        self._fault = compile(PLANTED[op], op, "exec")

    def ask(self, case: Case) -> Answer:
        answer = json.loads(json.dumps(answer_to(write_question(case))))
        if "ok" in answer:
            exec(self._fault, {"ok": answer["ok"], "given": case.input})  # noqa: S102
        return read_answer(json.dumps(answer).encode(), case.id)


@pytest.mark.parametrize("op", OPS)
def test_a_planted_fault_is_found_and_made_small(op: Op, monkeypatch: pytest.MonkeyPatch) -> None:
    # Its clock goes on by a tick whenever it is looked at, so that what is found does not depend on the machine.
    ticks = count()
    monkeypatch.setattr(generate, "time", SimpleNamespace(monotonic=lambda: next(ticks) / 50))
    monkeypatch.setattr(generate, "SHARE", 60)
    found = next(search(cast("Session", Wrong(op)), [op], 120, 1), None)
    assert found is not None
    again = case_of(op, found.case.input)
    assert again == found.case
    kept = json.loads(json.dumps(found.as_case()))
    # As the loader of the corpus reads it.
    assert msgspec.convert(kept, Case).kind
    assert len(json.dumps(kept["input"])) < 3000
    assert found.case.clauses


def mail(charset: str) -> dict[str, str]:
    text = "alex:psw::::79991234567:早安".encode(charset)
    return {"eml": b64encode(b"Content-Type: text/plain; charset=" + charset.encode() + b"\r\n\r\n" + text).decode()}


def test_what_is_open_binds_nobody() -> None:
    body = {"kind": "single", "phones": ["79991234567"], "mes": "hi"}
    sent = {"login": "alex", "psw": "psw", "body": body}
    asked: list[tuple[Op, dict[str, Any], str]] = [
        ("decode_mail", mail("utf-8"), "must"),
        ("decode_mail", mail("utf-16"), "should"),
        ("decode_mail", mail("big5"), "may"),
        ("decode_mail", {"eml": b64encode(b"Subject: a\rb\n\nalex:psw::::79991234567:hi").decode()}, "may"),
        ("decode_mail", {"eml": b64encode(b"Subject: a\n:psw::::79991234567:hi").decode()}, "may"),
        ("decode_mail", {"eml": b64encode(b"Content-Transfer-Encoding: 7bit\xa0\n\n:psw::::7999:hi").decode()}, "may"),
        ("sms_count", {"request": sent, "groups": {}}, "must"),
        ("sms_count", {"request": {**sent, "login": "a:b"}, "groups": {}}, "may"),
    ]
    for op, input_, level in asked:
        case = case_of(op, input_)
        assert case is not None
        assert case.level == level, input_


@pytest.fixture(scope="module")
def itself() -> Generator[Session]:
    with Session([sys.executable, "-P", "-m", "smsmail.conformance.testee"], PATIENT) as session:
        session.hello()
        yield session


@pytest.mark.parametrize("op", OPS)
@given(data=st.data())
def test_the_reference_does_not_differ_from_itself(op: Op, itself: Session, data: st.DataObject) -> None:
    case = case_of(op, data.draw(inputs(op)))
    assume(case is not None)
    assert case
    assert judge(case, itself.ask(case)).outcome == "passed"


def test_the_command_prints_a_case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generate, "SHARE", 60)
    # It would go on looking for others.
    monkeypatch.setattr("smsmail.conformance.generate.search", lambda *of: islice(search(*of), 1))  # pyright: ignore[reportUnknownLambdaType, reportUnknownArgumentType]
    command = " ".join(planted(tmp_path, "segment"))
    result = CliRunner().invoke(
        main, ["conformance", "generate", "--testee", command, "--op", "segment", "--seconds", "120"]
    )
    assert result.exit_code == 1
    assert "segment: its value is another one" in result.output
    assert "touches C-SEGMENT" in result.output
    printed = result.output[result.output.index("{\n") : result.output.rindex("}") + 1]
    case, _ = json.JSONDecoder().raw_decode(printed)
    assert case["op"] == "segment"
    assert "--seed " in result.output


def ask(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["conformance", "ask", *words])
    return result.exit_code, result.output


def test_one_input_is_put_to_several(tmp_path: Path) -> None:
    fault = " ".join(planted(tmp_path, "decode_request"))
    right = f"{sys.executable} -P -m smsmail.conformance.testee"
    line = "alex:psw::,7:::79991234567:hi"
    status, said = ask("alex:psw:::79991234567:hi".replace(":::7", "::,7::7"), "--testee", right)
    assert status == 0, said
    status, said = ask("alex:psw::,7::79991234567:hi", "--testee", right, "--testee", fault)
    assert status == 1, said
    assert said.count("tz: 7\n") == 2
    assert "tz: -7\n" in said
    assert said.count("differs") == 1
    assert ask(line.replace("7999", "x"), "--testee", right)[1].count("refused") == 2


def test_what_is_no_input_is_told() -> None:
    for words in (("--op", "sms_count", "hi"), ("--op", "sms_count", "[]"), ("--op", "serve", "{}")):
        status, said = ask(*words)
        assert status == 2
        assert "input" in said


def test_the_second_implementation_is_asked_too() -> None:
    status, said = ask("--op", "segment", "5 €", "--testee", f"node {TESTEE}")
    assert status == 0
    assert said.count("units: 4") == 2
