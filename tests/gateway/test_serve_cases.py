"""The core against the cases of the operation serve, those of level may too."""

import json
from pathlib import Path
from typing import Any

from smsmail.codec import decode_reply, encode_reply
from smsmail.conformance import Case, judge, load_cases
from smsmail.conformance.protocol import Ok
from smsmail.conformance.serving import serve
from tests.support.each import each

CASES = [case for case in load_cases() if case.op == "serve"]


@each("case", CASES)
def test_case(case: Case) -> None:
    verdict = judge(case, Ok({"replies": [*serve(case.input)]}), strict=True)
    assert verdict.observed == "as-expected", f"{verdict.reason}. {case.catches}"


def test_the_mail_of_an_event_is_read_from_its_file(tmp_path: Path) -> None:
    events = [{"at": "x", "mail": {"file": "mails/one.eml"}}, {"at": "x", "mail": "dHdv"}, {"at": "x", "text": "three"}]
    case = {
        "id": "serve/topic/name",
        "op": "serve",
        "level": "must",
        "catches": "Reads no files.",
        "input": {"account": {"login": "alex"}, "events": events},
        "expect": {"ok": {"replies": [None] * 3}},
    }
    (tmp_path / "mails").mkdir()
    (tmp_path / "mails" / "one.eml").write_bytes(b"one\r\n\xff")
    (tmp_path / "topic.json").write_text(json.dumps({"cases": [case]}), "utf-8")
    (loaded,) = load_cases(tmp_path)
    given = loaded.input["events"]
    assert [event.get("mail") for event in given] == ["b25lDQr/", "dHdv", None]
    assert given[2] == events[2]
    assert loaded.input["account"] == {"login": "alex"}


def test_every_reply_that_a_case_expects_is_one() -> None:
    """Whatever a testee answers: a text that is no reply would make the judge fail."""
    due: list[Any] = [one for case in CASES if "ok" in case.expect for one in case.expect["ok"]["replies"]]
    texts: list[str] = [one if isinstance(one, str) else one["text"] for one in due if one not in (None, {"any": True})]
    assert texts
    for text in texts:
        assert encode_reply(decode_reply(text)) == text
