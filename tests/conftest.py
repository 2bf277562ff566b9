"""How much is tried, and what is started but once.

The profiles of Hypothesis are ``quick``, and ``pytest --hypothesis-profile=deep``, whose seed is printed.
"""

import os
import secrets
import signal
from collections.abc import Generator
from importlib import import_module
from importlib.util import find_spec
from pkgutil import walk_packages

import pytest
from hypothesis import HealthCheck, settings

import smsmail
from tests.support.browser import Page, browser
from tests.support.differential import Both
from tests.support.node import Testee, started

# Nothing asserts on wall-clock time, and a slow machine is no failure. Where several processes run the tests, what one
# of them found would be found by the others or not, as it happens: nothing is kept, and what was found becomes an
# example of its test.
settings.register_profile("common", deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
# The same inputs in every run, so that none fails by chance.
settings.register_profile("quick", settings.get_profile("common"), derandomize=True, max_examples=20)
settings.register_profile("deep", settings.get_profile("common"), max_examples=200, print_blob=True)
settings.load_profile("quick")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: many tests wait for a server or a process."""
    return (os.cpu_count() or 1) + 1


collect_ignore = [
    *([] if all(map(find_spec, ("fastapi", "rest_framework", "schemathesis"))) else ["frameworks"]),
    *([] if find_spec("re2") else ["dialects"]),
    *([] if find_spec("distributed") else ["engines"]),
    *([] if find_spec("twine") else ["release"]),
]
"""What needs packages that are in the environments of that name alone."""


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Be interruptible, and choose the seed of a deep run here and not in each of its processes."""
    # A shell starts what runs in the background so that it ignores Ctrl-C, and so would all that the tests start.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if config.option.hypothesis_profile == "deep":
        config.option.hypothesis_seed = config.option.hypothesis_seed or str(secrets.randbits(32))
        return
    # Hypothesis tries the constants of what is imported, which must not depend on the tests that ran before.
    for module in walk_packages(smsmail.__path__, "smsmail."):
        if not module.name.endswith("__main__"):
            try:
                import_module(module.name)
            except ModuleNotFoundError as error:
                if error.name not in ("fcntl", "pyarrow"):  # Windows lacks the one, and the other is an extra.
                    raise


def pytest_report_header(config: pytest.Config) -> str:
    """How the run can be had again."""
    seed = config.option.hypothesis_seed
    return f"profile: {config.option.hypothesis_profile or 'quick'}" + (f", --hypothesis-seed={seed}" if seed else "")


@pytest.fixture(scope="session")
def node() -> Generator[Testee]:
    """The second implementation, to be asked."""
    with started() as process:
        yield process


@pytest.fixture(scope="session")
def both(node: Testee) -> Both:
    """The second implementation and the reference."""
    return Both(node)


@pytest.fixture(scope="session")
def page() -> Generator[Page]:
    """A page of a browser."""
    with browser() as opened:
        yield opened
