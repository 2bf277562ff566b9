"""Cutters and counters of messages; each has a small cutter of its own, as such programs do."""

import re
import unicodedata
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from tests.support.zoo.animal import Answer, Input, Operation, animal
from tests.support.zoo.ways import changed, messages_of, value_of

_EXTENSION = "\f^{}\\[~]|€"
_AT_THEIR_PLACES = "\nΛ()/<=>¡e"
"""What the default alphabet has at the places of the extension table."""


def _cut(text: str, weight: Callable[[str], int], alone: int, of_several: int) -> list[str]:
    """*text* in parts of whole characters."""
    if sum(map(weight, text)) <= alone:
        return [text]
    parts, room = [""], of_several
    for character in text:
        if weight(character) > room:
            parts.append("")
            room = of_several
        parts[-1] += character
        room -= weight(character)
    return parts


def _septets(character: str) -> int:
    return 2 if character in _EXTENSION else 1


def _units(character: str) -> int:
    return 2 if ord(character) > 0xFFFF else 1


def _recut(answer: Answer, *, gsm7: tuple[int, int] = (160, 153), ucs2: tuple[int, int] = (70, 67)) -> Answer:
    def change(value: dict[str, Any]) -> None:
        latin = value["encoding"] == "gsm7"
        value["parts"] = _cut("".join(value["parts"]), _septets if latin else _units, *(gsm7 if latin else ucs2))

    return changed(answer, change)


@animal("segment", caught_by=("segment/boundary/latin-305", "segment/boundary/latin-306"))
def gives_a_part_152(given: Input, right: Operation) -> Answer:
    """Gives a part 152 septets."""
    return _recut(right(given), gsm7=(160, 152))


@animal("segment", caught_by=("segment/boundary/latin-161", "segment/boundary/latin-320"))
def gives_a_part_160(given: Input, right: Operation) -> Answer:
    """Fills each of several parts with 160 septets."""
    return _recut(right(given), gsm7=(160, 160))


@animal("segment", caught_by=("segment/boundary/russian-71", "segment/boundary/russian-140"))
def gives_a_part_70(given: Input, right: Operation) -> Answer:
    """Fills each of several parts with 70 letters."""
    return _recut(right(given), ucs2=(70, 70))


@animal("segment", caught_by=("segment/boundary/latin-154", "segment/boundary/russian-68"))
def divides_above_153(given: Input, right: Operation) -> Answer:
    """Divides as soon as a text exceeds the size of a part."""
    return _recut(right(given), gsm7=(153, 153), ucs2=(67, 67))


@animal("segment", caught_by=("segment/split/emoji-36", "segment/split/skin-tone-counts-four"))
def counts_emoji_once(given: Input, right: Operation) -> Answer:
    """Counts an emoji as one unit, since its language counts it as one character."""

    def change(value: dict[str, Any]) -> None:
        if value["encoding"] == "ucs2":
            value.update(units=len(given["text"]), parts=_cut(given["text"], lambda _: 1, 70, 67))

    return changed(right(given), change)


@animal("segment", caught_by=("segment/split/emoji-straddles-67", "segment/split/emoji-straddles-134"))
def cuts_surrogate_pairs(given: Input, right: Operation) -> Answer:
    """Cuts after 67 units, also in the middle of a surrogate pair."""

    def change(value: dict[str, Any]) -> None:
        if value["encoding"] == "ucs2" and value["units"] > 70:
            octets = given["text"].encode("utf-16-le")
            pieces = [octets[start : start + 134] for start in range(0, len(octets), 134)]
            value["parts"] = [piece.decode("utf-16-le", "surrogatepass") for piece in pieces]

    return changed(right(given), change)


@animal("segment", caught_by=("segment/split/escape-pair-straddles-153", "segment/split/escape-pair-straddles-306"))
def cuts_escape_pairs(given: Input, right: Operation) -> Answer:
    """Cuts after 153 septets, also between an escape and its character."""

    def change(value: dict[str, Any]) -> None:
        if value["encoding"] == "gsm7" and value["units"] > 160:
            escaped = {"\x1b" + place: one for one, place in zip(_EXTENSION, _AT_THEIR_PLACES, strict=True)}
            septets = "".join(next((pair for pair in escaped if escaped[pair] == one), one) for one in given["text"])
            pieces = [septets[start : start + 153] for start in range(0, len(septets), 153)]
            value["parts"] = [re.sub("\x1b.?", lambda pair: escaped.get(pair[0], ""), piece) for piece in pieces]

    return changed(right(given), change)


@animal("segment", caught_by=("segment/split/escape-pair-straddles-153", "segment/split/emoji-straddles-67"))
def overfills_parts(given: Input, right: Operation) -> Answer:
    """Keeps a pair whole in the part where it begins, which has more than 140 octets then."""

    def change(value: dict[str, Any]) -> None:
        weight, size = (_septets, 153) if value["encoding"] == "gsm7" else (_units, 67)
        if len(value["parts"]) > 1:
            value["parts"] = [""]
            for character in given["text"]:
                if sum(map(weight, value["parts"][-1])) >= size:
                    value["parts"].append("")
                value["parts"][-1] += character

    return changed(right(given), change)


@animal("segment", caught_by=("segment/extension/81-euros", "segment/extension/159-letters-and-a-euro"))
def counts_extension_once(given: Input, right: Operation) -> Answer:
    """Counts extension characters as one septet."""

    def change(value: dict[str, Any]) -> None:
        if value["encoding"] == "gsm7":
            value.update(units=len(given["text"]), parts=_cut(given["text"], lambda _: 1, 160, 153))

    return changed(right(given), change)


@animal(
    "segment",
    caught_by=("segment/extension/one-unit-each-beside-cyrillic", "segment/extension/seventy-units-beside-cyrillic"),
)
def counts_extension_twice_everywhere(given: Input, right: Operation) -> Answer:
    """Counts extension characters twice in a Cyrillic text as well."""

    def weight(character: str) -> int:
        return max(_septets(character), _units(character))

    def change(value: dict[str, Any]) -> None:
        if value["encoding"] == "ucs2":
            value.update(units=sum(map(weight, given["text"])), parts=_cut(given["text"], weight, 70, 67))

    return changed(right(given), change)


def _encoded(answer: Answer, text: str, encoding: str) -> Answer:
    weight, *sizes = (_septets, 160, 153) if encoding == "gsm7" else (_units, 70, 67)
    parts = _cut(text, weight, *sizes)
    return changed(answer, lambda value: value.update(encoding=encoding, units=sum(map(weight, text)), parts=parts))


@animal("segment", caught_by=("segment/outside/backtick", "segment/alphabet/row-0", "segment/alphabet/row-5"))
def takes_ascii_for_gsm(given: Input, right: Operation) -> Answer:
    """Takes ASCII for the default alphabet."""
    return _encoded(right(given), given["text"], "gsm7" if given["text"].isascii() else "ucs2")


@animal(
    "segment",
    caught_by=("segment/outside/left-guillemet", "segment/outside/a-with-circumflex", "segment/alphabet/row-1"),
)
def takes_latin_1_for_gsm(given: Input, right: Operation) -> Answer:
    """Takes Latin-1 for the default alphabet."""
    latin = all(ord(one) < 256 or one == "€" for one in given["text"])
    return _encoded(right(given), given["text"], "gsm7" if latin else "ucs2")


@animal("segment", caught_by=("segment/extension/euro", "segment/extension/all-ten"))
def lacks_the_extension_table(given: Input, right: Operation) -> Answer:
    """Has no extension table and takes its characters for UCS-2."""
    extended = any(one in _EXTENSION for one in given["text"])
    return _encoded(right(given), given["text"], "ucs2") if extended else right(given)


@animal("segment", caught_by=("segment/outside/combining-acute", "segment/boundary/short-i-decomposed"))
def composes_characters(given: Input, right: Operation) -> Answer:
    """Composes characters before it counts them."""
    return right({"text": unicodedata.normalize("NFC", given["text"])})


@animal("segment", caught_by=("segment/boundary/word-across-a-boundary",))
def divides_between_words(given: Input, right: Operation) -> Answer:
    """Divides between words."""

    def change(value: dict[str, Any]) -> None:
        for index, (one, after) in enumerate(pairwise(value["parts"])):
            head, space, tail = one.rpartition(" ")
            if space and not after.startswith(" "):
                value["parts"][index : index + 2] = [head + space, tail + after]

    return changed(right(given), change)


# ---- n of a reply

_LATIN = frozenset({*map(chr, range(0x80)), *"£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà€"} - {*"`\t\x7f"})


def _counted(given: Input, right: Operation, parts: Callable[[str], int]) -> Answer:
    """n with other parts of ordinary texts to single numbers, where it is known."""
    answer, request = right(given), given["request"]
    if value_of(answer).get("n") is None or request["format"] > 1 or '"G' in str(request).replace("'", '"'):
        return answer
    messages = messages_of(request)
    if any(message["mes"].startswith("__") for message in messages):
        return answer
    return {"ok": {"n": sum(parts(message["mes"]) * len(message["phones"]) for message in messages)}}


@animal("sms_count", caught_by=("count/text/latin-307", "count/text/russian-71"))
def divides_by_160(given: Input, right: Operation) -> Answer:
    """Divides the number of characters by 160."""
    return _counted(given, right, lambda mes: -(-len(mes) // 160))


@animal("sms_count", caught_by=("count/text/153-brackets", "count/text/emoji-on-a-boundary-for-two"))
def counts_by_division(given: Input, right: Operation) -> Answer:
    """Divides septets by 153 where a pair that cannot be cut costs a part."""

    def parts(mes: str) -> int:
        latin = all(one in _LATIN for one in mes)
        size = sum(map(_septets if latin else _units, mes))
        alone, of_several = (160, 153) if latin else (70, 67)
        return 1 if size <= alone else -(-size // of_several)

    return _counted(given, right, parts)


@animal("sms_count", caught_by=("count/text/three-recipients", "count/recipients/twenty"))
def forgets_the_recipients(given: Input, right: Operation) -> Answer:
    """Counts the parts and forgets the recipients."""
    first = [{**message, "phones": message["phones"][:1]} for message in messages_of(given["request"])]
    body = given["request"]["body"]
    body = {**body, "rows": first} if body["kind"] == "list" else first[0]
    return right({**given, "request": {**given["request"], "body": body}})


@animal("sms_count", caught_by=("count/list/first-row-short", "count/list/two-rows"))
def multiplies_a_list(given: Input, right: Operation) -> Answer:
    """Multiplies the parts of the whole list by all its recipients."""
    rows = messages_of(given["request"])
    answer = right(given)
    if len(rows) < 2 or value_of(answer).get("n") is None:
        return answer
    alone = [
        right(
            {**given, "request": {**given["request"], "body": {"kind": "single", **row, "phones": row["phones"][:1]}}}
        )
        for row in rows
    ]
    if any(value_of(one).get("n") is None for one in alone):
        return answer
    return {"ok": {"n": sum(one["ok"]["n"] for one in alone) * sum(len(row["phones"]) for row in rows)}}
