"""A badge as the endpoint of shields.io reads it: `https://img.shields.io/endpoint?url=<address of the file>`."""

import json

from ..record import Record
from .badge import LABEL, badge_of

_COLOURS = {"good": "brightgreen", "fair": "yellow", "bad": "red"}


def render(record: Record) -> str:
    message, mood = badge_of(record)
    shown = {"schemaVersion": 1, "label": LABEL, "message": message, "color": _COLOURS[mood], "isError": mood == "bad"}
    return json.dumps(shown, indent=1) + "\n"
