"""HTML as a tree, so that no text of a testee can be anything else than text.

Texts, in elements and in attributes, are made visible on their way in and escaped on their way out.
"""

from xml.etree import ElementTree as ET

from ..escape import escape

Element = ET.Element
Child = Element | str | None


def tag(name: str, /, *children: Child, **attributes: str | bool | None) -> Element:
    """An element. Of attributes `class_` means class and `data_op` data-op; False and None leave one out."""
    made = ET.Element(name)
    for key, value in attributes.items():
        if value is not None and value is not False:
            made.set(key.rstrip("_").replace("_", "-"), "" if value is True else escape(value))
    fill(made, *children)
    return made


def fill(parent: Element, *children: Child) -> None:
    """Add children behind those that are there."""
    for child in children:
        if isinstance(child, str):
            _add_text(parent, escape(child))
        elif child is not None:
            parent.append(child)


def html(*children: Child) -> str:
    """Them as they are written within an element."""
    return ET.tostring(tag("i", *children), encoding="unicode", method="html")[len("<i>") : -len("</i>")]


def _add_text(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
