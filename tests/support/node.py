"""The second implementation, examples/javascript, as one long-lived process that answers questions."""

import json
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from typing import IO, Any, cast

from tests.support import ROOT
from tests.support.interpreters import interpreter

TESTEE = ROOT / "examples" / "javascript" / "testee.js"


class Testee:
    """What :func:`started` gives; one question at a time."""

    __test__ = False  # it is no test, whatever its name begins with

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._stdin = cast("IO[bytes]", process.stdin)
        self._stdout = cast("IO[bytes]", process.stdout)

    def ask(self, op: str, given: Any) -> dict[str, Any]:
        """Its answer: `{"ok": …}`, or `{"error": {"code": …, "message": …}}`."""
        answer = self.say(json.dumps({"op": op, "id": "x", "input": given}).encode())
        assert answer.pop("id") == "x"
        return answer

    def say(self, line: bytes) -> dict[str, Any]:
        """Its answer to a line as it is, without the line feed."""
        self._stdin.write(line + b"\n")
        self._stdin.flush()
        answer = self._stdout.readline()
        assert answer.endswith(b"\n"), f"the testee ended at {line[:2000]!r}"
        return json.loads(answer)


@contextmanager
def started() -> Generator[Testee]:
    """The process, ended by goodbye: it must then end by itself and have written nothing more."""
    with subprocess.Popen([interpreter("node"), TESTEE], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield Testee(process)
        rest, _ = process.communicate(b'{"op": "bye"}\n', timeout=60)
    assert rest == b""
    assert process.returncode == 0
