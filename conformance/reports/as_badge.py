"""A badge as the endpoint of shields.io reads it: `https://img.shields.io/endpoint?url=<address of the file>`.

Nothing in it is a testee's own text, and no count that is not zero is left out.
"""

import json

from ..record import Record
from ..results import COLUMNS


def render(record: Record) -> str:
    tally = record.tally
    told = [f"{tally.total[one]} {'known to fail' if one == 'known' else one}" for one in COLUMNS if tally.total[one]]
    colour = "brightgreen"
    if not tally.judged:
        told, colour = ["nothing judged"], "red"
    elif not tally.ok:
        told, colour = [*told, *([] if tally.total["failed"] else ["not well"])], "red"
    elif tally.total["deviating"] or tally.total["known"] or tally.total["failed"]:
        colour = "yellow"
    shown = {"schemaVersion": 1, "label": "smsmail conformance", "message": ", ".join(told), "color": colour}
    return json.dumps({**shown, "isError": colour == "red"}, indent=1) + "\n"
