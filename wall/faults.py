"""The packages on the wall, and the distinct faults that were found in them, each with the smallest text that shows it."""

import json
from pathlib import Path
from typing import Any, Literal, NamedTuple

HERE = Path(__file__).parent


class Package(NamedTuple):
    """A published package, or a formula of the vendor's libraries, pinned."""

    name: str
    registry: Literal["npm", "PyPI", "vendor"]
    version: str
    judged: Literal["parts", "counts", "units", "lines"]
    """What it gives, and so is measured on."""
    needs: tuple[str, ...] = ()

    @property
    def op(self) -> str:
        return "encode_request" if self.judged == "lines" else "segment"


class Fault(NamedTuple):
    """A fault, told by one case of the corpus, the smallest that shows it."""

    name: str
    case: str
    says: str
    standard: str
    observed: tuple[str, ...] = ("other-value",)


PACKAGES = [
    Package(**{**one, "needs": tuple(one.get("needs", ()))}) for one in json.loads((HERE / "packages.json").read_text("utf-8"))
]

FAULTS = (
    Fault(
        "parts counted by division",
        "segment/split/moved-pair-adds-a-part",
        "The number of septets is divided by 153, though a pair of septets that may not be cut moves whole into the next part.",
        "3GPP TS 23.040, 9.2.3.24.1: a character represented by an escape sequence shall not be split in the middle",
    ),
    Fault(
        "an escape pair is cut",
        "segment/split/escape-pair-straddles-153",
        "A part ends between the escape and the character that it begins.",
        "3GPP TS 23.040, 9.2.3.24.1",
    ),
    Fault(
        "a surrogate pair is cut",
        "segment/split/emoji-36",
        "A part ends between the two halves of a character beyond the basic plane, and neither half can be shown alone.",
        "3GPP TS 23.040, 9.2.3.24.1, for UCS2 characters; of pairs it does not speak, so that this is a reading",
    ),
    Fault(
        "an extension character counts as one septet",
        "segment/extension/81-euros",
        "Characters of the extension table take an escape too, and so two septets.",
        "3GPP TS 23.038, 6.2.1.1",
    ),
    Fault(
        "the form feed is not in the table",
        "segment/extension/form-feed",
        "The extension table has the form feed (page break) at 0x0A.",
        "3GPP TS 23.038, 6.2.1.1",
    ),
    Fault(
        "the escape passes as a character",
        "segment/outside/escape",
        "U+001B is no character of the alphabet: 0x1B announces one of the extension table.",
        "3GPP TS 23.038, 6.2.1",
    ),
    Fault(
        "the backtick is in the table",
        "segment/outside/backtick",
        "The alphabet has an inverted question mark at 0x60 and no grave accent.",
        "3GPP TS 23.038, 6.2.1",
    ),
    Fault(
        "the section sign is missing",
        "segment/alphabet/section-sign",
        "The alphabet has § at 0x5F.",
        "3GPP TS 23.038, 6.2.1",
    ),
    Fault(
        "letters with accents are not in the table",
        "segment/alphabet/accents-are-one-septet",
        "à, é, ù and others are characters of the alphabet, one septet each.",
        "3GPP TS 23.038, 6.2.1",
    ),
    Fault(
        "a part has other than 153 septets",
        "segment/boundary/latin-306",
        "140 octets less a header of 6 leave 153 septets of 7 bits.",
        "3GPP TS 23.040, 9.2.3.24.1 and 9.2.3.16",
    ),
    Fault(
        "it crashes at ÿ",
        "segment/outside/y-diaeresis",
        "A character outside of the alphabet makes the text UCS2; an exception is no answer.",
        "3GPP TS 23.038, 6.2.1 and 6.2.3",
        ("crashed",),
    ),
)


def having(fault: Fault, packages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The packages that have the fault."""
    return [one for one in packages if one["results"].get(fault.case, ["", ""])[1] in fault.observed]
