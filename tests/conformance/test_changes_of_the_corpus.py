"""The change log of the corpus names each case that was changed, renamed, removed or added."""

from tests.support.corpus_changes import changes, told


def test_the_change_log_names_every_case_that_changed() -> None:
    """`python -m tests.support.corpus_changes` writes it."""
    assert told().splitlines() == changes().splitlines()
