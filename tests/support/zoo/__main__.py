"""``python -m tests.support.zoo NAME``: one animal as a testee, a process of its own."""

import json
import sys
from typing import Any, TextIO

from tests.support.zoo import ANIMALS, Animal


def serve(wrong: Animal, questions: TextIO, answers: TextIO) -> None:
    """Answer as every testee does."""
    for line in questions:
        question: dict[str, Any] = json.loads(line)
        match question["op"]:
            case "hello":
                answer = {
                    "protocol": 1,
                    "implementation": wrong.name,
                    "version": "1",
                    "language": "Python",
                    "ops": wrong.ops,
                }
            case "bye":
                return
            case op:
                answer = {"id": question["id"], **wrong.answer(op, question["input"])}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    serve(ANIMALS[sys.argv[1]], sys.stdin, sys.stdout)
