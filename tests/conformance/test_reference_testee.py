"""The reference codec as a testee: by hand, and under the whole corpus."""

import io
import json
import subprocess
import sys
from base64 import b64encode
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from smsmail.cli.conformance.command import REFERENCE
from smsmail.conformance import Policy, Session, load_cases, run
from smsmail.conformance.corpus import OPS
from smsmail.conformance.testee import serve
from tests.support.each import each

LINE = "alex:psw::::79999999999:hi"


def ask(*lines: str | bytes | dict[str, Any]) -> list[dict[str, Any]]:
    asked = [line if isinstance(line, str | bytes) else json.dumps(line) for line in lines]
    raw = b"".join(line if isinstance(line, bytes) else line.encode() + b"\n" for line in asked)
    answers = io.BytesIO()
    serve(io.BytesIO(raw), answers)
    return [json.loads(line) for line in answers.getvalue().splitlines()]


def test_it_introduces_itself() -> None:
    (hello,) = ask({"op": "hello", "protocol": 1})
    assert hello["protocol"] == 1
    assert hello["implementation"] == "smsmail"
    assert hello["language"] == "Python"
    assert "decode_request" in hello["ops"]
    assert ask({"op": "hello", "protocol": 2})[0].keys() == {"error"}


def test_it_decodes_and_encodes() -> None:
    (decoded,) = ask({"op": "decode_request", "id": "1", "input": {"text": LINE}})
    assert decoded["id"] == "1"
    assert decoded["ok"]["login"] == "alex"
    question = {"op": "encode_request", "id": "2", "input": {"request": decoded["ok"]}}
    assert ask(question) == [{"id": "2", "ok": {"text": LINE}}]
    text = "ERROR = 3 (no funds), ID - 42"
    (decoded,) = ask({"op": "decode_reply", "id": "3", "input": {"text": text}})
    question = {"op": "encode_reply", "id": "4", "input": {"reply": decoded["ok"]}}
    assert ask(question) == [{"id": "4", "ok": {"text": text}}]


def test_it_refuses_with_the_error_number_and_without_the_password() -> None:
    text = "alex:top-secret::::7999x:hi"
    (refused,) = ask({"op": "decode_request", "id": "1", "input": {"text": text}})
    assert refused["error"]["code"] == 7
    assert "top-secret" not in refused["error"]["message"]
    (refused,) = ask({"op": "decode_reply", "id": "1", "input": {"text": "What?"}})
    assert "code" not in refused["error"]


ACCOUNT = {"login": "alex", "psw": "top-secret", "apikeys": ["top-secret-too"]}
EVENT = {"at": "2030-01-31T12:00:00+03:00", "text": "alex:top-secret:7::,,,1:79999999999:hi"}


def serving(*events: dict[str, Any], **settings: Any) -> dict[str, Any]:
    return {"op": "serve", "id": "1", "input": {"account": ACCOUNT | settings, "events": list(events)}}


def test_it_serves_mails_in_their_order() -> None:
    mail = b64encode(b"Subject: SMS\n\n" + EVENT["text"].encode()).decode()
    later = "2030-01-31T09:01:00Z"
    events = [
        EVENT,
        {"at": EVENT["at"], "mail": mail},
        EVENT,
        {**EVENT, "at": later},
        {**EVENT, "at": later, "from": "", "text": "rubbish"},
        {**EVENT, "at": later, "to": "alex@send.smscentre.com"},
        {**EVENT, "at": later, "to": "nobody@send.smscentre.com"},
        {**EVENT, "at": later, "text": ":top-secret-too:8::,,,1:G1:hi"},
    ]
    (answer,) = ask(serving(*events, groups={"G1": 3}, forward=["79991234567"], balance=5))
    replies = answer["ok"]["replies"]
    accepted = "OK - 1 SMS, ID - 7"
    assert replies[:2] + replies[3:7] == [accepted, accepted, accepted, None, None, None]
    assert [reply[:9] for reply in (replies[2], replies[7])] == ["ERROR = 9", "ERROR = 3"]


@each(
    ("question", "named"),
    [
        (serving(EVENT, psw=7), "psw"),
        (serving(EVENT, apikeys=[7]), "apikeys[0]"),
        (serving(EVENT, tz=12), "tz"),
        (serving(EVENT, colour="red"), "colour"),
        (serving(EVENT, balance="much"), "balance"),
        (serving({**EVENT, "at": "noon"}), "at"),
        (serving({**EVENT, "at": "2030-01-31T12:00:00"}), "offset"),
        (serving({**EVENT, "mail": "eA=="}), "mail"),
        (serving({"at": EVENT["at"]}), "mail"),
        (serving({"at": EVENT["at"], "mail": "?"}), "base64"),
        (serving({**EVENT, "subject": "x"}), "subject"),
    ],
)
def test_what_no_gateway_could_serve_is_named_without_passwords(question: dict[str, Any], named: str) -> None:
    (answer,) = ask(question)
    assert named in answer["error"]["message"]
    assert "top-secret" not in json.dumps(answer)


def test_whoever_asks_for_the_codec_does_not_wait_for_the_gateway() -> None:
    script = (
        "import io, sys; from smsmail.conformance.testee import serve; "
        f"serve(io.BytesIO({json.dumps({'op': 'decode_request', 'id': '1', 'input': {'text': LINE}})!r}.encode()), io.BytesIO()); "
        "print([name for name in sys.modules if name.startswith('smsmail.gateway')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[]\n"


@each(
    "line",
    [
        "",
        "what?",
        "[]",
        "7",
        "[" * 100_000,
        b"\xff\n",
        {},
        {"op": "segment", "id": "1", "input": {}},
        {"op": ["hello"], "id": "1"},
        {"op": "decode_request", "id": "1"},
        {"op": "decode_request", "id": "1", "input": LINE},
        {"op": "decode_request", "id": "1", "input": {"text": 7}},
        {"op": "decode_reply", "id": "1", "input": {}},
        {"op": "encode_request", "id": "1", "input": {}},
        {"op": "encode_request", "id": "1", "input": {"request": {"login": 7}}},
        {"op": "encode_reply", "id": "1", "input": {"reply": {"kind": "other"}}},
        {"op": "serve", "id": "1", "input": {}},
        {"op": "serve", "id": "1", "input": {"account": {}, "events": []}},
        {"op": "serve", "id": "1", "input": {"account": {"login": "alex", "psw": "psw"}, "events": ["hi"]}},
    ],
)
def test_an_unexpected_line_is_answered_with_an_error(line: str | bytes | dict[str, Any]) -> None:
    (answer, decoded) = ask(line, {"op": "decode_request", "id": "2", "input": {"text": LINE}})
    assert answer.keys() == {"id", "error"}
    assert answer["error"]["message"]
    assert decoded["id"] == "2"


def test_it_leaves_at_goodbye() -> None:
    assert ask({"op": "bye"}, {"op": "hello", "protocol": 1}) == []


def test_it_leaves_quietly_when_nobody_listens() -> None:
    pipe = subprocess.PIPE
    process = subprocess.Popen(REFERENCE, stdin=pipe, stdout=pipe, stderr=pipe)
    assert process.stdout is not None
    process.stdout.close()
    _, complaint = process.communicate(b'{"op": "hello", "protocol": 1}\n', timeout=60)
    assert (process.returncode, complaint) == (0, b"")


def test_it_passes_every_case_even_strictly() -> None:
    policy = Policy(strict=True, fail_on_skip=True)
    with Session(REFERENCE) as session:
        results = list(run(load_cases(), session, session.hello(), policy))
    assert [(one.case.id, one.verdict.reason) for one in results if one.fails] == []


@each(
    "settings",
    [
        {"login": "send", "forward": ["79991234567"]},
        {"login": ""},
        {"login": "a:b"},
        {"balance": -1},
        {"groups": {"friends": 1}},
        {"tz": 99},
        {"psw": 7},
        {"denied_words": [""]},
    ],
)
def test_an_account_that_no_gateway_can_have_is_refused(settings: dict[str, Any]) -> None:
    (answer,) = ask(serving(EVENT, **settings))
    assert answer["error"]["message"].startswith("the input of serve")


@given(
    st.dictionaries(
        st.sampled_from(["text", "request", "reply", "mes", "format", "sender", "groups", "time", "tz", "now", "eml"])
        | st.sampled_from(["account_tz", "charset", "account", "events", "subject"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["2030-01-31T06:30:00Z"]),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
            max_leaves=5,
        ),
    ),
    st.sampled_from(OPS),
)
def test_any_input_of_any_operation_has_an_answer(given_: dict[str, Any], op: str) -> None:
    (answer,) = ask({"op": op, "id": "1", "input": given_})
    assert answer.keys() & {"ok", "error"}
