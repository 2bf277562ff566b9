"""The second implementation passes the suite, and is what its README says."""

import json
import re
import shlex
import subprocess
import sys

import pytest

from smsmail.conformance.corpus import OPS
from tests.support.interpreters import interpreter
from tests.support.node import TESTEE, Testee

pytestmark = pytest.mark.process

FOLDER = TESTEE.parent
CODEC_OPS = [op for op in OPS if op != "serve"]


def test_it_passes_every_case_of_the_codec() -> None:
    command = [
        sys.executable,
        "-P",
        "-m",
        "smsmail.cli",
        "conformance",
        "--testee",
        shlex.join([interpreter("node"), str(TESTEE)]),
    ]
    chosen = [word for op in CODEC_OPS for word in ("--op", op)]
    done = subprocess.run(
        [*command, *chosen, "--strict", "--fail-on-skip"], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_it_offers(node: Testee) -> None:
    hello = node.say(b'{"op": "hello", "protocol": 1}')
    assert (hello["protocol"], hello["language"]) == (1, "JavaScript")
    assert hello["ops"] == CODEC_OPS
    assert node.ask("serve", {"account": {}, "events": []}) == {"skip": "serve is not offered"}
    assert "skip" in node.ask("toString", {})


def test_a_line_ends_at_the_line_feed_alone(node: Testee) -> None:
    # Raw, as JSON allows them; node's own reader of lines would end a line at the first two.
    text = "a\u2028b\u2029c\x85d"
    line = json.dumps({"op": "segment", "id": "x", "input": {"text": text}}, ensure_ascii=False)
    assert node.say(line.encode())["ok"] == {"encoding": "ucs2", "units": 7, "parts": [text]}


def test_a_line_longer_than_what_a_pipe_holds(node: Testee) -> None:
    text = "Ж" * 300_000
    answer = node.ask("segment", {"text": text})
    assert answer["ok"]["units"] == 300_000
    assert "".join(answer["ok"]["parts"]) == text


@pytest.mark.parametrize("number", ["1e400", "-1", "2147483648.5", "true", '"1"', "[]", "{}"])
def test_a_number_that_is_none(node: Testee, number: str) -> None:
    reply = f'{{"kind": "accepted", "sms": {number}, "id": "42"}}'
    line = f'{{"op": "encode_reply", "id": "x", "input": {{"reply": {reply}}}}}'
    assert node.say(line.encode())["error"]["code"] == 1


def test_names_that_every_object_of_the_language_has(node: Testee) -> None:
    request = {"login": "alex", "psw": "psw", "body": {"kind": "single", "phones": ["G15"], "mes": "hi"}}
    assert node.ask("encode_request", {"request": request})["ok"] == {"text": "alex:psw::::G15:hi"}
    assert node.ask("sms_count", {"request": request, "groups": {"__proto__": 3}}) == {"ok": {"n": None}}
    assert "error" in node.ask("encode_request", {"request": {**request, "__proto__": None}})
    assert "error" in node.ask("encode_request", {"request": {**request, "time": {"kind": "constructor"}}})


# A password ends up in any field, depending on which colon is one too many.
@pytest.mark.parametrize(
    "line", ["alex:psw:{}:::79991234567:hi", "a:b::{}::7999:hi", "a:b:::,,,{}:7999:hi", "a:b::::{}:hi"]
)
def test_no_message_tells_a_value(node: Testee, line: str) -> None:
    answer = node.ask("decode_request", {"text": line.format("K3$ecr\u00e9t")})
    assert "ecr" not in answer["error"]["message"]


def test_it_needs_nothing_but_node() -> None:
    package = json.loads((FOLDER / "package.json").read_text("utf-8"))
    assert package["type"] == "module"
    assert not [name for name in package if "ependencies" in name]
    for file in FOLDER.glob("*.js"):
        imported = re.findall(r'\bfrom "([^"]+)"', file.read_text("utf-8"))
        assert all((FOLDER / name).is_file() for name in imported), file.name
