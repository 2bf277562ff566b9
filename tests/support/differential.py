"""Asking two implementations, written apart from each other, the same.

Where no reading says what is right, both answers pass; what is open is said where it is left out. In general:

- Which error is answered where several apply is open (R-ERRORDER), so that refusing is what counts.
- A JSON number such as 3.0 is 3 in JavaScript, so no such number is asked.

`pytest --hypothesis-profile=deep -k differential` looks longer.
"""

import json
from io import BytesIO
from typing import Any

from smsmail.conformance import judge
from smsmail.conformance.asked import case_of
from smsmail.conformance.corpus import Op
from smsmail.conformance.protocol import Ok, Refusal
from smsmail.conformance.testee import serve
from tests.support.node import Testee


class Both:
    """The second implementation as a process, and the reference in this one."""

    def __init__(self, node: Testee) -> None:
        self.node = node

    def ask(self, op: str, given: object) -> tuple[dict[str, Any], dict[str, Any]]:
        """What the second implementation answers, and the reference."""
        return self.node.ask(op, given), reference(op, given)

    def assert_judged_alike(self, op: Op, given: dict[str, Any]) -> None:
        """The second gives what is right by the reference, or what a reading leaves open."""
        case = case_of(op, given)
        if case is None:
            return
        answer = self.node.ask(op, given)
        typed = Ok(answer["ok"]) if "ok" in answer else Refusal(answer["error"]["code"], answer["error"]["message"])
        assert judge(case, typed).outcome == "passed", (case, answer)

    def assert_agree(self, op: str, given: object) -> None:
        """Both give the same value, or both refuse."""
        second, first = self.ask(op, given)
        assert ("ok" in second, second.get("ok")) == ("ok" in first, first.get("ok")), (second, first)


def reference(op: str, given: object) -> dict[str, Any]:
    """The answer of the reference, by the same protocol."""
    answers = BytesIO()
    serve(BytesIO(json.dumps({"op": op, "id": "x", "input": given}).encode() + b"\n"), answers)
    return json.loads(answers.getvalue())
