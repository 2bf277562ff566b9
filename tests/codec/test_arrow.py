"""Findings as Arrow tables, and the tests by which an engine leaves out lines, run by the RE2 that Arrow has."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from benchmarks.made_lines import made
from smsmail.arrow import FINDINGS, findings, lines, mails, silence
from smsmail.codec import check
from tests.support.corpus import OF_THE_CODEC
from tests.support.lines import LIBERTIES
from tests.support.ordinary import ORDINARY


def test_lines_by_hand(tmp_path: Path) -> None:
    """What is said of each is worked out from the specification; offsets count code points of the line."""
    log = tmp_path / "sms.log"
    log.write_bytes(
        b"\xef\xbb\xbfalex:psw::::79991234567:hi\r\n"  # the mark and CR LF belong to the file: nothing to say
        b"alex:psw:0:::79991234567:hi\r\n"  # R-ID0; the 0 stands behind "alex:psw:"
        b"\n"
        b"alex:psw::3102301200::79991234567:hi\n"  # 31 February
        b"alex:psw::::79991234567:\xf0\xd2\xc9\n"  # KOI8-R
        b"alex:psw::::9991234567:hi"  # ten digits: the country is missing
    )
    (table,) = lines(str(log))
    assert findings(table).to_pylist() == [
        dict(zip(FINDINGS.names, (str(log), *row), strict=True))
        for row in (
            (2, "id-zero", "warning", "id", 9, None),
            (4, "time-calendar", "error", "time", 10, 5),
            (5, "unreadable", "error", "", None, None),
            (6, "number-national", "note", "body.phones[0]", 12, None),
        )
    ]
    assert findings(table.slice(0, 1)).schema == FINDINGS, "also where nothing is found"


def test_mails_by_hand(tmp_path: Path) -> None:
    mail = tmp_path / "a.eml"
    mail.write_bytes(b"Content-Type: text/plain; charset=utf-8\n\nalex:psw::::7999x:hi\n")
    (table,) = mails([str(mail)])
    [row] = findings(table).to_pylist()
    assert (row["file"], row["line"], row["rule"], row["error"]) == (str(mail), None, "phone-format", 7)


# ---- Silence


def silent(texts: list[str], *, has_now: bool) -> list[bool]:
    tests = silence("re2", has_now=has_now)
    column = pa.array(texts)
    whole = [pc.match_substring_regex(column, one) for one in tests.whole]
    never = [pc.invert(pc.match_substring(column, one)) for one in tests.never]
    return [all(found) for found in zip(*(one.to_pylist() for one in (*whole, *never)), strict=True)]


@pytest.mark.parametrize("now", [None, datetime(2099, 1, 1, tzinfo=UTC)])
def test_nothing_is_to_be_said_of_a_silent_line(now: datetime | None) -> None:
    """Of the corpus, ordinary messages and made lines, and of what becomes of them when a piece of them is changed."""
    chance = random.Random(21)  # noqa: S311
    requests = [text for case in OF_THE_CODEC if isinstance(text := case.input.get("text"), str)]
    ordinary = [f"shop:psw::::79991234567:{text}" for texts in ORDINARY.values() for text in texts]
    logged = [line.decode().rstrip("\r\n") for line in made(1000, wrong=0, harmless=0.1)]
    texts = [text for text in (*requests, *ordinary, *logged) if text.isprintable()]
    for text in [*texts] * 3:
        at = chance.randint(0, len(text))
        texts.append(text[:at] + chance.choice(LIBERTIES) + text[at + chance.randint(0, 2) :])
    taken = [text for text, is_silent in zip(texts, silent(texts, has_now=now is not None), strict=True) if is_silent]
    assert len(taken) > 1500
    assert [text for text in taken if check(text, now=now)] == []
