"""How many examples Hypothesis tries: what a test asks for is scaled by the profile."""

from typing import Any

from hypothesis import settings


def examples(of_a_hundred: int, **others: Any) -> settings:
    """The settings of a test that is to try *of_a_hundred* examples where others try a hundred."""
    usual = settings().max_examples
    return settings(max_examples=max(1, usual * of_a_hundred // 100), **others)
