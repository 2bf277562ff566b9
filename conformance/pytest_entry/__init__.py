"""The corpus for tests of Python code, and a gateway for those of applications, as a plugin of pytest::

    from smsmail_pytest import smsmail_cases

    @smsmail_cases("decode_request")
    def test_decode_request(text):
        return my_codec.decode(text)

Every pytest that finds smsmail installed loads this, so it imports nothing and does nothing until a test asks for cases;
what is done then is in `smsmail.conformance.plugin`. It is a package of its own, `smsmail_pytest`, since for a module
inside of `smsmail.conformance` all of that package would be imported too, and because pytest rewrites the assertions of a
plugin's package: with nothing else at hand it would take `codec`, `cli` and the other folders of `smsmail` for names of it.
"""

from collections.abc import Callable, Generator, Iterable
from typing import TYPE_CHECKING, Literal

import pytest

if TYPE_CHECKING:
    from smsmail.gateway.client import TrialGateway

__all__ = ["smsmail_cases"]

_MARK = "smsmail_cases"


def smsmail_cases(
    op: str,
    *,
    case: str | Iterable[str] = (),
    level: Literal["must", "should", "may"] = "may",
    refuses: type[Exception] | tuple[type[Exception], ...] = ValueError,
    known_failures: str | None = None,
) -> pytest.MarkDecorator:
    """Make of a function one test for each case of an operation, and of what it returns the answer.

    The function takes what it needs of the members of the operation's input (`text`; or `mes`, `format` and `sender`), the
    whole `case`, and any fixtures; `request` is pytest's, and the member of that name is in `case.input`. It returns what a testee puts behind `ok`, as JSON values or as dataclasses and the like
    that have the same members, and refuses an input by an exception of `refuses`. If that has an attribute `code` of 1
    to 9, it is the error number. NotImplementedError skips the case.

    :param op: an operation of the testee protocol, such as `decode_request`.
    :param case: addresses, their beginnings, or globs: only these cases.
    :param level: only cases at least as binding.
    :param known_failures: a file, seen from pytest's root folder, with a case id in each line: these cases have to fail.
    """
    cases = case if isinstance(case, str) else tuple(case)
    return pytest.mark.smsmail_cases(op, case=cases, level=level, refuses=refuses, known_failures=known_failures)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("smsmail", "the conformance suite of smsmail")
    group.addoption(
        "--smsmail-strict",
        action="store_true",
        help="deviating from a reading of level should fails, and so does another than the canonical form",
    )
    parser.addini("smsmail_strict", "the same as --smsmail-strict", type="bool", default=False)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"{_MARK}(op, ...): one test for each case of an operation; see smsmail_pytest")
    for level in ("must", "should", "may"):
        config.addinivalue_line("markers", f"smsmail_{level}: a case of the smsmail corpus of level {level}")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    mark = metafunc.definition.get_closest_marker(_MARK)
    if mark:
        from smsmail.conformance.plugin import parametrize

        parametrize(metafunc, mark)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> None:
    mark = pyfuncitem.get_closest_marker(_MARK)
    if mark:
        from smsmail.conformance.plugin import judging

        function: Callable[..., object] = pyfuncitem.obj
        pyfuncitem.obj = judging(pyfuncitem, mark, function)


@pytest.fixture(scope="session")
def _smsmail_gateway() -> "Generator[TrialGateway]":
    from smsmail.gateway.client import trial_gateway

    with trial_gateway() as started:
        yield started


@pytest.fixture
def smsmail_gateway(_smsmail_gateway: "TrialGateway") -> "TrialGateway":
    """A gateway of its own, with `host` and `port` for mails and an empty `inbox`: `inbox.wait(phone=…)`. It needs
    `smsmail[gateway]`; any login is accepted, and nothing is sent to any phone."""
    _smsmail_gateway.inbox.clear()
    return _smsmail_gateway
