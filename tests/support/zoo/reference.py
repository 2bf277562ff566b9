"""The reference testee, asked through its protocol: what each animal is wrapped around."""

import io
import json
from functools import cache
from typing import Any

from smsmail.conformance.testee import serve


def reference(op: str, given: dict[str, Any]) -> dict[str, Any]:
    """Its answer to one question: ``{"ok": value}`` or ``{"error": {…}}``."""
    answer = json.loads(_answered(json.dumps({"op": op, "id": op, "input": given})))
    del answer["id"]
    return answer


@cache
def _answered(question: str) -> bytes:
    # Most animals ask most questions as they stand.
    answers = io.BytesIO()
    serve(io.BytesIO(question.encode("ascii") + b"\n"), answers)
    return answers.getvalue()
