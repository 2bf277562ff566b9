"""What was released stays: names, members, codes, ids, options and statuses are compared with those that were recorded."""

import json

import smsmail
from tests.support import ROOT
from tests.support.each import each
from tests.support.promised import RECORD, missing, promised

PAGE = (ROOT / "docs" / "stability.md").read_text("utf-8")
RECORDED = json.loads(RECORD.read_text("utf-8"))
NOW = promised()


@each("kind", RECORDED)
def test_nothing_that_was_promised_is_gone(kind: str) -> None:
    """Else put it back, or, with the next major version, take it out of the record and into docs/upgrading.md."""
    assert missing({kind: RECORDED[kind]}, NOW) == []


def test_the_record_is_of_this_major_version() -> None:
    assert RECORD.name == f"promised-{smsmail.__version__.partition('.')[0]}.json"


def test_the_page_and_the_record_tell_of_the_same() -> None:
    assert RECORDED.keys() == NOW.keys()
    assert [kind for kind in RECORDED if f"`{kind}`" not in PAGE] == []


@each("kind", RECORDED)
def test_what_is_gone_is_noticed(kind: str) -> None:
    name, values = next(iter(RECORDED[kind].items()))
    without = {**NOW, kind: {**NOW[kind], name: values[1:]}}
    assert missing({kind: RECORDED[kind]}, without) == [f"{kind}: {name}: {values[0]}"]
