"""One page of HTML that needs nothing beside itself: style and script are in it, and nothing else may load or run."""

from base64 import b64encode
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from xml.etree import ElementTree as ET

from .markup import Child, Element, tag


def page(title: str, heading: list[Child], *body: Child) -> str:
    """The page, with its style, its script and landmarks around `heading` and `body`."""
    style, script = _own("page.css"), _own("page.js")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )
    document = tag(
        "html",
        tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", http_equiv="Content-Security-Policy", content=policy),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", name="color-scheme", content="light dark"),
            tag("title", title),
            _raw("style", style),
        ),
        tag(
            "body",
            tag("header", *heading),
            tag("main", *body),
            tag(
                "footer",
                tag("p", f"Made by smsmail {version('smsmail')}. Answers of implementations are shown escaped."),
            ),
            _raw("script", script),
        ),
        lang="en",
    )
    return "<!doctype html>\n" + ET.tostring(document, encoding="unicode", method="html") + "\n"


def _own(name: str) -> str:
    return files(__package__ or "").joinpath(name).read_text("utf-8")


def _raw(name: str, content: str) -> Element:
    """Our own style or script, which is no text to be escaped."""
    element = ET.Element(name)
    element.text = content
    return element


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
