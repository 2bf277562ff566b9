"""The number n of a success reply, written a second time: from the request as JSON, sharing nothing with the codec.

``None`` stands for a number that cannot be told; a request or a size that cannot be counted is a ValueError.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from tests.support.independent.segments import costs, fewest_parts

BINARY_ALONE: Final = 140

TEXT: Final = 0
FLASH: Final = 1
BINARY_AS_TEXT: Final = 4
BINARY_AS_HEX: Final = 5
CALL: Final = 9
ONE_EACH: Final = {2, 3, 6, 7, 8, 10, 11, 12}

PREFIX: Final = re.compile(r"__(?:CALL|VIBER|SOC|MAIL|BOT)__:|__(?:PING|HLR)__[ \t\n]*\Z")
HEX: Final = re.compile(r"(?:[0-9A-Fa-f]{2})+\Z")

Json = Mapping[str, Any]


def count(request: Json, groups: Json) -> int | None:
    """How many SMS *request* is, where *groups* has the number of members of a group."""
    if not isinstance(groups, dict):
        raise TypeError("groups are given by name")
    if "\n" in (request["body"].get("tail") or ""):
        raise ValueError("what stands behind the rows is one line")
    body = request["body"]
    messages: list[Json] = body["rows"] if body["kind"] == "list" else [body]
    total = 0
    undetermined = False
    for message in messages:  # all of them, since a later one may have to be refused
        parts = parts_of(message["mes"], request["format"], request["translit"])
        reached = recipients(message["phones"], groups)
        if parts is None or reached is None:
            undetermined = True
        else:
            total += parts * reached
    return None if undetermined else total


def parts_of(mes: str, format: int, translit: int) -> int | None:
    prefix = PREFIX.match(mes)
    if (prefix[0] if prefix else "").startswith("__CALL__") or (not prefix and format == CALL):
        return None
    if prefix or format in ONE_EACH:
        return 1
    if format == BINARY_AS_HEX:
        digits = mes.split("\n~~~\n")[0]
        if not HEX.match(digits):
            raise ValueError("not pairs of hex digits")
        return binary_parts(len(digits) // 2)
    if format == BINARY_AS_TEXT:
        octets = mes.split("\n~~~\n")[0]
        return binary_parts(len(octets)) if octets.isascii() else None
    if format not in (TEXT, FLASH):
        raise ValueError("no such format")
    encoding, _ = costs(mes)
    return None if "\n~~~\n" in mes or (translit and encoding != "gsm7") else fewest_parts(mes)


def binary_parts(octets: int) -> int | None:
    return 1 if octets <= BINARY_ALONE else None


def recipients(phones: list[str], groups: Json) -> int | None:
    sizes = [group_size(groups, phone) if re.fullmatch("G[0-9]+", phone) else 1 for phone in phones]
    known = [size for size in sizes if size is not None]
    return sum(known) if len(known) == len(sizes) else None


def group_size(groups: Json, name: str) -> int | None:
    if name not in groups:
        return None
    size = groups[name]
    if type(size) is not int or size < 0:  # type, since true is an int to isinstance
        raise ValueError("a size is a whole number")
    return size
