"""`smsmail conformance generate` and `ask`: inputs that no case has, put to testees and to the reference."""

import json
import random
from collections.abc import Iterable
from contextlib import ExitStack
from typing import Any

import click
import msgspec

from ...conformance import BadCommand, CannotStart, Session, SessionLimits, judge, split_command
from ...conformance.corpus import OPS, Op
from ...conformance.escape import escape
from ...conformance.explanation import clipped, diff_lines
from ...conformance.protocol import Answer, Ok, Refusal, Skip
from ...conformance.results import Policy, result
from ...conformance.values import compact
from ..usage import Failed, needing

_ENDLESS = 10**9
_TEXT_OF: dict[Op, str] = {"decode_request": "text", "decode_reply": "text", "segment": "text", "decode_content": "mes"}


@click.command("generate")
@click.option("--testee", required=True, metavar="'COMMAND'", help="How to start the implementation under test.")
@click.option(
    "--op", "ops", multiple=True, type=click.Choice(OPS), metavar="OP", help="Only this operation. Repeatable."
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=1, max=86400),
    default=30,
    show_default=True,
    metavar="N",
    help="How long to search.",
)
@click.option("--seed", type=click.IntRange(min=0), metavar="S", help="Where to begin; otherwise anywhere.")
@click.pass_context
def generate_inputs(context: click.Context, testee: str, ops: tuple[Op, ...], seconds: float, seed: int | None) -> None:
    """Search for inputs on which a testee differs from the reference codec.

    The inputs are valid, nearly valid and hostile ones. What a reading leaves open is no difference. Each input that
    differs is made as small as possible and printed as a case, with the clauses and readings that it touches; differences of
    one kind are told once.

    \b
    Examples:
      smsmail conformance generate --testee 'node testee.js'
      smsmail conformance generate --testee ./testee --op segment --seconds 300

    \b
    Exit status:
      0  no difference was found
      1  some were
      2  wrong usage, or a testee that cannot be started
    """
    with needing("strategies", "smsmail conformance generate"):
        from ...conformance.generate import search
    number = random.randrange(1_000_000) if seed is None else seed  # noqa: S311
    count = 0
    with session_of(
        testee, SessionLimits(hangs=_ENDLESS, faults=_ENDLESS, faults_in_a_row=_ENDLESS, run=2 * seconds + 60)
    ) as session:
        offered = introduced(session)
        chosen: list[Op] = [op for op in (ops or OPS) if op in offered]
        if not chosen:
            raise click.UsageError("the testee offers none of these operations")
        for found in search(session, chosen, seconds, number):
            count += 1
            case = found.case
            click.secho(f"{case.op}: {escape(found.verdict.reason)}", bold=True)
            click.echo(f"  touches {', '.join(case.basis)}, level {case.level}")
            for line in diff_lines(result(case, found.verdict, Policy()), 8):
                click.echo(f"  {line}")
            click.echo(json.dumps(found.as_case(), indent=1) + "\n")
    said = f"{count} kinds of difference" if count != 1 else "one kind of difference"
    click.echo(f"{said if count else 'no difference'} found in {seconds:g} s (--seed {number})")
    context.exit(1 if count else 0)


@click.command("ask")
@click.argument("text")
@click.option(
    "--testee", "testees", multiple=True, metavar="'COMMAND'", help="How to start an implementation. Repeatable."
)
@click.option(
    "--op", type=click.Choice(OPS), default="decode_request", show_default=True, metavar="OP", help="The operation."
)
def ask(text: str, testees: tuple[str, ...], op: Op) -> None:
    """Put one input to the reference codec and to testees, and show all answers side by side.

    TEXT is what is to be read; of an operation that takes more than a text, its input as JSON. In TEXT a backslash and n is a
    line break.

    \b
    Examples:
      smsmail conformance ask --op segment '5 €' --testee ./one --testee ./other
      smsmail conformance ask 'alex:psw::::79991234567:hi' --testee ./testee

    \b
    Exit status:
      0  all answers say the same
      1  some differ from the reference
      2  wrong usage, or a testee that cannot be started
    """
    from ...conformance.asked import case_of

    given = _given(op, text)
    case = case_of(op, given)
    if case is None:
        raise click.UsageError(f"this is no input of {op}; see the README of the corpus for what it takes")
    answers: list[tuple[str, Answer, bool]] = []
    with ExitStack() as stack:
        sessions = [(command, stack.enter_context(session_of(command, SessionLimits()))) for command in testees]
        for command, session in sessions:
            offered = introduced(session)
            answer = session.ask(case) if op in offered else Skip(f"{op} is not among its ops")
            must = msgspec.structs.replace(case, level="must")
            answers.append((command, answer, judge(must, answer).outcome in ("passed", "skipped")))
    reference: Answer = Ok(case.expect["ok"]) if "ok" in case.expect else Refusal(None, "")
    for name, answer, is_same in (("reference", reference, True), *answers):
        click.secho(escape(name) + ("" if is_same else "  differs"), bold=True, fg=None if is_same else "red")
        for line in _shown(answer):
            click.echo(f"  {clipped(escape(line))}")
    raise SystemExit(0 if all(same for _, _, same in answers) else 1)


def _given(op: Op, text: str) -> dict[str, Any]:
    if op in _TEXT_OF and not text.startswith("{"):
        given: dict[str, Any] = {_TEXT_OF[op]: text.replace("\\n", "\n") if op != "decode_request" else text}
        return given | ({"format": 0, "sender": None} if op == "decode_content" else {})
    try:
        read = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise click.UsageError(f"the input of {op} is given as JSON, and this is none") from error
    if not isinstance(read, dict):
        raise click.UsageError(f"the input of {op} is a JSON object")
    return read  # pyright: ignore[reportUnknownVariableType]


def _shown(answer: Answer) -> Iterable[str]:
    match answer:
        case Ok(value):
            yield from (
                (f"{name}: {compact(part)}" for name, part in value.items())
                if isinstance(value, dict)
                else [compact(value)]
            )
        case Refusal(code, message):
            yield f"refused{f' with error {code}' if code else ''}{f': {message}' if message else ''}"
        case Skip(reason):
            yield f"skipped: {reason}"
        case _:
            yield f"{answer.kind}: {answer.reason}"


def session_of(command: str, limits: SessionLimits) -> Session:
    try:
        return Session(split_command(command), limits)
    except BadCommand as error:
        raise click.UsageError(str(error)) from error
    except CannotStart as error:
        raise Failed(f"the testee cannot be started: {error}") from error


def introduced(session: Session) -> tuple[str, ...]:
    try:
        return session.hello().ops
    except CannotStart as error:
        raise Failed(f"the testee cannot be started: {error}") from error
