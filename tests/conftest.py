"""The profiles of Hypothesis: ``quick``, and ``pytest --hypothesis-profile=deep``, whose seed is printed."""

import secrets
import signal

import pytest
from hypothesis import HealthCheck, settings

# Nothing asserts on wall-clock time, and a slow machine is no failure. Where several processes run the tests, what one
# of them found would be found by the others or not, as it happens: nothing is kept, and what was found becomes an
# example of its test.
settings.register_profile("common", deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
# The same inputs in every run, so that none fails by chance.
settings.register_profile("quick", settings.get_profile("common"), derandomize=True, max_examples=20)
settings.register_profile("deep", settings.get_profile("common"), max_examples=200, print_blob=True)
settings.load_profile("quick")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Be interruptible, and choose the seed of a deep run here and not in each of its processes."""
    # A shell starts what runs in the background so that it ignores Ctrl-C, and so would all that the tests start.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if config.option.hypothesis_profile == "deep" and config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = str(secrets.randbits(32))


def pytest_report_header(config: pytest.Config) -> str:
    """How the run can be had again."""
    seed = config.option.hypothesis_seed
    return f"profile: {config.option.hypothesis_profile or 'quick'}" + (f", --hypothesis-seed={seed}" if seed else "")
