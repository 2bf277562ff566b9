"""A badge as a picture: flat, in the usual size, with its text for those who do not see it."""

from xml.etree import ElementTree as ET

from ..record import Record
from .badge import LABEL, badge_of

_COLOURS = {"good": "#2c6e3c", "fair": "#7d5600", "bad": "#b3261e"}
"""Dark enough for white letters: each has a contrast of more than 4.5 to them."""
_GREY = "#444b53"

_HEIGHT, _PADDING, _LETTER = 20, 7, 6.2
"""In pixels. A letter is about so wide at 11 px; `textLength` makes the text as wide as its box in any font."""


def render(record: Record) -> str:
    message, mood = badge_of(record)
    left, right = _width(LABEL), _width(message)
    picture = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": f"{left + right:g}",
            "height": str(_HEIGHT),
            "role": "img",
            "aria-label": f"{LABEL}: {message}",
        },
    )
    ET.SubElement(picture, "title").text = f"{LABEL}: {message}"
    clip = ET.SubElement(picture, "clipPath", id="round")
    ET.SubElement(clip, "rect", width=f"{left + right:g}", height=str(_HEIGHT), rx="3")
    boxes = ET.SubElement(picture, "g", {"clip-path": "url(#round)"})
    _box(boxes, 0, left, _GREY)
    _box(boxes, left, right, _COLOURS[mood])
    texts = ET.SubElement(
        picture, "g", {"fill": "#fff", "font-family": "Verdana,Geneva,DejaVu Sans,sans-serif", "font-size": "11"}
    )
    _text(texts, _PADDING, LABEL)
    _text(texts, left + _PADDING, message)
    return ET.tostring(picture, encoding="unicode") + "\n"


def _width(text: str) -> float:
    return round(len(text) * _LETTER + 2 * _PADDING, 1)


def _box(parent: ET.Element, x: float, width: float, colour: str) -> None:
    ET.SubElement(parent, "rect", x=f"{x:g}", width=f"{width:g}", height=str(_HEIGHT), fill=colour)


def _text(parent: ET.Element, x: float, text: str) -> None:
    attributes = {"x": f"{x:g}", "y": "14", "textLength": f"{len(text) * _LETTER:.1f}"}
    ET.SubElement(parent, "text", attributes).text = text
