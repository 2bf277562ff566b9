"""Readers of lists."""

import re
from typing import Any

from tests.support.zoo.animal import Answer, Input, Operation, animal
from tests.support.zoo.ways import MES, PHONES, changed, is_list, member, reading, refusal, rows_of, value_of


def _rows(answer: Answer) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = member(value_of(answer), "body").get("rows", [])
    return rows


@animal("decode_request", caught_by=("list/separator/semicolon",))
def knows_rows_with_a_colon(given: Input, right: Operation) -> Answer:
    """Splits rows at colons only."""
    rows = rows_of(given["text"])
    return refusal(1) if any(re.match("[^:]*;", row) for row in rows) else right(given)


@animal("decode_request", caught_by=("list/separator/later-colon-is-payload",))
def splits_rows_at_the_last_colon(given: Input, right: Operation) -> Answer:
    """Splits a row at its last colon."""
    answer = right(given)
    later = [row for row in rows_of(given["text"]) if row.count(":") > 1] if "ok" in answer else []
    return refusal(7) if any(not row.startswith(("subj:", "voice:")) for row in later) else answer


@animal(
    "decode_request",
    caught_by=("list/newline/form-feed-in-row", "list/newline/line-separator-in-row", "list/newline/next-line-in-row"),
)
def splits_rows_with_splitlines(given: Input, right: Operation) -> Answer:
    """Splits a list with splitlines(), which also splits at form feeds, NEL and U+2028."""
    return reading(given, right, MES, lambda rows: "\n".join(rows.splitlines()) if is_list(given["text"]) else rows)


@animal("decode_request", caught_by=("list/newline/backslash-n",))
def expands_nothing(given: Input, right: Operation) -> Answer:
    """Leaves backslash and n in the messages of a list."""
    answer = right(given)
    for row in _rows(answer):
        row["mes"] = row["mes"].replace("\n", "\\n")
    return answer


@animal("decode_request", caught_by=("list/newline/other-backslashes", "list/newline/two-backslashes-and-n"))
def decodes_all_escapes(given: Input, right: Operation) -> Answer:
    """Decodes every escape of its own language in a list."""
    escapes = {"\\\\": "\\", "\\t": "\t", "\\r": "\r", "\\n": "\n"}
    answer = right({"text": given["text"].replace("\\", "\ue000")})
    for row in _rows(answer):
        row["mes"] = re.sub(r"\\[\\trn]", lambda match: escapes[match[0]], row["mes"].replace("\ue000", "\\"))
    return answer if _rows(answer) else right(given)


@animal("decode_request", caught_by=("list/newline/backslash-n-before-number",))
def expands_before_it_splits(given: Input, right: Operation) -> Answer:
    """Expands backslash and n before it splits the list into rows."""
    return reading(given, right, MES, lambda rows: rows.replace("\\n", "\n") if is_list(given["text"]) else rows)


@animal("decode_request", caught_by=("list/blank/trailing-newline", "list/blank/between-rows"))
def takes_blank_lines_for_rows(given: Input, right: Operation) -> Answer:
    """Takes the empty line behind a last newline for a row."""
    rows = rows_of(given["text"])[1:]
    return refusal(1) if any(not row.strip(" \t") for row in rows) else right(given)


@animal("decode_request", caught_by=("list/rows/two-rows-same-number",))
def keeps_one_row_of_a_number(given: Input, right: Operation) -> Answer:
    """Keeps the rows in a map by their number."""
    answer = right(given)
    rows = {",".join(row["phones"]): row for row in _rows(answer)}
    if rows:
        changed(answer, lambda request: request["body"].update(rows=list(rows.values())))
    return answer


@animal("decode_request", caught_by=("list/rows/bad-number-in-second-row",))
def drops_bad_rows(given: Input, right: Operation) -> Answer:
    """Sends the good rows of a list and drops the bad ones."""
    answer = right(given)
    if "ok" in answer or not is_list(given["text"]):
        return answer
    head, rows = ":".join(given["text"].split(":", 6)[:PHONES]), rows_of(given["text"])
    good = [row for row in rows if "ok" in right({"text": f"{head}::{row}"})]
    return right({"text": f"{head}::" + "\n".join(good)}) if good else answer


@animal("decode_request", caught_by=("list/tail/subject", "list/tail/voice"))
def drops_the_tail(given: Input, right: Operation) -> Answer:
    """Drops the line behind the rows, which names the subject or the voice."""
    return changed(right(given), lambda request: request["body"].pop("tail", None))


@animal("decode_request", caught_by=("list/tail/subject-in-another-case", "list/tail/voice-in-another-case"))
def finds_tails_in_any_case(given: Input, right: Operation) -> Answer:
    """Compares `subj:` and `voice:` behind the rows without regard to case."""

    def lowered(rows: str) -> str:
        before, newline, last = rows.rpartition("\n")
        name = re.match("(?i:subj|voice):", last)
        return before + newline + (name[0].lower() + last[name.end() :] if name else last)

    return reading(given, right, MES, lowered)
