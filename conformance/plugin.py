"""What the pytest plugin does for a test that asks for cases; `smsmail_pytest` is what users see of it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from pathlib import Path
from typing import NoReturn, cast

import msgspec
import pytest

from .corpus import LEVELS, OPS, Case, Level, Op, load_cases
from .explanation import diff_lines, explain
from .judge import judge
from .known import KnownFailures, known_failures, read_entries
from .protocol import Answer, Ok, Refusal
from .results import Policy, Result, result
from .selection import NothingSelected, select
from .values import JSON


@dataclass(frozen=True)
class AskedFor:
    """What a test asks for: the arguments of `smsmail_pytest.smsmail_cases`."""

    op: Op
    case: str | tuple[str, ...] = ()
    level: Level = "may"
    refuses: type[Exception] | tuple[type[Exception], ...] = ValueError
    known_failures: str | None = None


def parametrize(metafunc: pytest.Metafunc, mark: pytest.Mark) -> None:
    """One test for each case that *mark* asks for, with the case's id and its level as a mark."""
    wanted = _wanted(mark)
    members = {name: None for case in _corpus() if case.op == wanted.op for name in case.input}
    # What pytest hands over as `request` is its own.
    offered = [name for name in (*members, "case") if name != "request"]
    names = [name for name in offered if name in metafunc.fixturenames]
    if not names:
        _wrong(f"{metafunc.function.__name__} takes no {' and no '.join(offered)}: nothing would be asked")
    known = _known_failures(metafunc.config.rootpath, wanted)
    metafunc.parametrize(
        names,
        [
            pytest.param(
                *(case if name == "case" else case.input.get(name) for name in names),
                id=case.id,
                marks=[
                    getattr(pytest.mark, f"smsmail_{case.level}").with_args(case),
                    *([_xfail(wanted, case.id not in known.may_pass)] if case.id in known.ids else []),
                ],
            )
            for case in _selected(wanted)
        ],
    )


def judging(item: pytest.Function, mark: pytest.Mark, function: Callable[..., object]) -> Callable[..., None]:
    """*function*, whose answer is judged by the case that *item* is about."""
    if hasattr(function, "__smsmail__"):  # when a test is run once more
        return cast("Callable[..., None]", function)
    wanted, case = _wanted(mark), _case_of(item)
    strict = bool(item.config.getoption("smsmail_strict") or item.config.getini("smsmail_strict"))
    policy = Policy(strict=strict)

    @wraps(function)
    def judged(*arguments: object, **options: object) -> None:
        answer = _answer(lambda: function(*arguments, **options), wanted)
        found = result(case, judge(case, answer, strict=strict), policy)
        item.user_properties += [("smsmail_level", case.level), ("smsmail_observed", found.verdict.observed)]
        if found.verdict.outcome == "deviating" and not found.fails:
            pytest.xfail(f"deviates from {', '.join(case.readings or case.clauses)}: {found.verdict.reason}")
        # Under --runxfail, xfail does nothing: the test fails.
        if found.verdict.outcome != "passed":
            pytest.fail(_told(found), pytrace=False)

    judged.__dict__["__smsmail__"] = True
    return judged


@cache
def _corpus() -> list[Case]:
    return load_cases()


def _wanted(mark: pytest.Mark) -> AskedFor:
    try:
        wanted = AskedFor(*mark.args, **mark.kwargs)
    except TypeError:
        _wrong("smsmail_cases takes the name of an operation, and case, level, refuses and known_failures by name")
    if wanted.op not in OPS:
        _wrong(f"smsmail_cases({wanted.op!r}): the operations are {', '.join(OPS)}")
    if wanted.level not in LEVELS:
        _wrong(f"smsmail_cases(level={wanted.level!r}): the levels are {', '.join(LEVELS)}")
    return wanted


def _selected(wanted: AskedFor) -> list[Case]:
    patterns = [wanted.case] if isinstance(wanted.case, str) else wanted.case
    try:
        return select(_corpus(), patterns, [wanted.op], wanted.level)
    except NothingSelected as error:
        _wrong(f"smsmail_cases: {error}")


def _known_failures(root: Path, wanted: AskedFor) -> KnownFailures:
    """The cases that are known to fail. One that passes will fail, so that the list cannot rot."""
    if wanted.known_failures is None:
        return known_failures((), ())
    try:
        known = known_failures(read_entries((root / wanted.known_failures).read_text("utf-8")), _corpus())
    except (OSError, ValueError) as error:
        _wrong(f"smsmail_cases(known_failures={wanted.known_failures!r}): {error}")
    if known.problems:
        _wrong(f"{wanted.known_failures}: {known.problems[0]}")
    return known


def _xfail(wanted: AskedFor, strict: bool) -> pytest.MarkDecorator:
    return pytest.mark.xfail(strict=strict, reason=f"listed in {wanted.known_failures}")


def _case_of(item: pytest.Function) -> Case:
    marks = (item.get_closest_marker(f"smsmail_{level}") for level in LEVELS)
    return next(mark.args[0] for mark in marks if mark)


def _answer(call: Callable[[], object], wanted: AskedFor) -> Answer:
    try:
        value = call()
    except NotImplementedError as error:
        pytest.skip(str(error) or "not implemented")
    except wanted.refuses as error:
        code = getattr(error, "code", None)
        return Refusal(code if type(code) is int and 1 <= code <= 9 else None, str(error))
    try:
        return Ok(cast("JSON", msgspec.to_builtins(value)))
    except (TypeError, ValueError) as error:
        pytest.fail(f"what it returned cannot be written as JSON: {error}", pytrace=False)


def _told(found: Result) -> str:
    entries = [f"{label:<8} {text}" for label, text in explain(found)]
    explained = f"{'more':<8} smsmail explain {found.case.id}"
    return "\n".join([f"{found.case.id} ({found.case.level})", *entries, explained, *diff_lines(found)])


def _wrong(complaint: str) -> NoReturn:
    pytest.fail(complaint, pytrace=False)
