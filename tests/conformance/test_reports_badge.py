"""Badges: they hide nothing, and their picture is legible."""

import json
import re
from xml.etree import ElementTree as ET

import pytest

from smsmail.conformance import Policy, Record
from smsmail.conformance.protocol import Refusal, Skip
from smsmail.conformance.reports import renderer
from tests.support.fakes import make_case
from tests.support.records import make_record, mixed_record, right

PASS, FAIL, KNOWN = make_case(1), make_case(2), make_case(3)
SHOULD = make_case(4, level="should")
NO = Refusal(1, "no")


@pytest.mark.parametrize(
    ("record", "message", "colour"),
    [
        (make_record([(PASS, right(PASS))]), "1 passed", "brightgreen"),
        (make_record([(PASS, right(PASS)), (FAIL, Skip("no"))]), "1 passed, 1 skipped", "brightgreen"),
        (make_record([(PASS, right(PASS)), (SHOULD, NO)]), "1 passed, 1 deviating", "yellow"),
        (make_record([(SHOULD, NO)], Policy(strict=True)), "1 deviating, not well", "red"),
        (make_record([(KNOWN, NO)], Policy(known=frozenset({KNOWN.id}))), "1 known to fail", "yellow"),
        (make_record([(KNOWN, right(KNOWN))], Policy(known=frozenset({KNOWN.id}))), "1 passed, not well", "red"),
        (make_record([(PASS, right(PASS)), (FAIL, NO)]), "1 passed, 1 failed", "red"),
        (make_record([(PASS, right(PASS))], None, "a problem"), "1 passed, not well", "red"),
        (make_record([(FAIL, Skip("no"))]), "nothing judged", "red"),
        (mixed_record(), "3 passed, 1 deviating, 3 failed, 1 known to fail, 1 skipped", "red"),
    ],
)
def test_what_a_badge_says(record: Record, message: str, colour: str) -> None:
    assert json.loads(renderer("badge_json")(record)) == {
        "schemaVersion": 1,
        "label": "smsmail conformance",
        "message": message,
        "color": colour,
        "isError": colour == "red",
    }
    picture = ET.fromstring(renderer("badge_svg")(record))
    svg = "{http://www.w3.org/2000/svg}"
    assert [text.text for text in picture.iter(f"{svg}text")] == ["smsmail conformance", message]
    assert picture.attrib["aria-label"] == f"smsmail conformance: {message}"
    assert picture.findtext(f"{svg}title") == picture.attrib["aria-label"]


def test_the_letters_stand_out_and_stay_in_their_boxes() -> None:
    records = [mixed_record(), make_record([(PASS, right(PASS))]), make_record([(SHOULD, NO)])]
    for record in records:
        text = renderer("badge_svg")(record)
        picture = ET.fromstring(text)
        boxes = [box.attrib for box in picture.iter("{http://www.w3.org/2000/svg}rect") if "fill" in box.attrib]
        texts = [text.attrib for text in picture.iter("{http://www.w3.org/2000/svg}text")]
        for box, letters in zip(boxes, texts, strict=True):
            assert contrast_to_white(box["fill"]) >= 4.5
            start, length = float(letters["x"]), float(letters["textLength"])
            assert float(box["x"]) < start
            assert start + length < float(box["x"]) + float(box["width"])
        assert float(boxes[1]["x"]) + float(boxes[1]["width"]) == float(picture.attrib["width"])


def contrast_to_white(colour: str) -> float:
    """As WCAG 2 reckons it."""
    parts = [int(part, 16) / 255 for part in re.findall("[0-9a-f]{2}", colour)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
