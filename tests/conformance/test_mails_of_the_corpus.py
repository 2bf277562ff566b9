"""The mails of the corpus are the octets that were meant, on every machine."""

from fixtures.mails import MAILS
from smsmail.fixtures import ROOT


def test_each_file_holds_just_what_was_written() -> None:
    folder = ROOT / "cases" / "mail"
    for name, octets in MAILS.items():
        assert folder.joinpath(*name.split("/")).read_bytes() == octets, name


def test_there_is_no_other_file() -> None:
    """But for those that were written by hand as they are: each shows one thing, and is a few lines long."""
    topics = [topic for topic in (ROOT / "cases" / "mail").iterdir() if topic.is_dir() and topic.name != "mutants"]
    assert {f"{topic.name}/{file.name}" for topic in topics for file in topic.iterdir()} == set(MAILS)
