"""Segmenters that are wrong as published packages were found to be; each says in which kind of package."""

import re
from collections.abc import Mapping

from tests.support.independent.segments import GSM7, SEPTETS, UCS2, walk
from tests.support.zoo.animal import Answer, Input, Operation, animal
from tests.support.zoo.ways import changed


def _segmented(text: str, table: Mapping[str, int] = SEPTETS) -> Answer:
    """*text* cut rightly by a table of its own."""
    if all(sign in table for sign in text):
        encoding, each, limits = "gsm7", [table[sign] for sign in text], GSM7
    else:
        encoding, each, limits = "ucs2", [2 if ord(sign) > 0xFFFF else 1 for sign in text], UCS2
    parts = [text] if sum(each) <= limits.alone else walk(text, each, limits.of_several)
    return {"ok": {"encoding": encoding, "units": sum(each), "parts": parts}}


def _without(signs: str) -> dict[str, int]:
    return {sign: cost for sign, cost in SEPTETS.items() if sign not in signs}


# ---- The table


@animal("segment", caught_by=("segment/extension/form-feed", "segment/extension/all-ten"))
def lacks_the_form_feed(given: Input, right: Operation) -> Answer:
    """Has nine characters in its extension table and no form feed."""
    return _segmented(given["text"], _without("\f"))


@animal("segment", caught_by=("segment/outside/y-diaeresis", "segment/extension/form-feed"))
def files_the_form_feed_under_ff(given: Input, right: Operation) -> Answer:
    """Files the form feed under U+00FF, which is ÿ."""
    return _segmented(given["text"], {**_without("\f"), "ÿ": 2})


@animal("segment", caught_by=("segment/outside/backtick", "segment/alphabet/row-5"))
def has_a_backtick_for_the_section_sign(given: Input, right: Operation) -> Answer:
    """Has a backtick where the alphabet has the section sign."""
    return _segmented(given["text"], {**_without("§"), "`": 1})


@animal("segment", caught_by=("segment/outside/escape", "segment/outside/escape-before-an-extension-code"))
def has_the_escape_for_a_character(given: Input, right: Operation) -> Answer:
    """Has the escape in its table of characters."""
    return _segmented(given["text"], {**SEPTETS, "\x1b": 1})


@animal("segment", caught_by=("segment/outside/small-c-with-cedilla", "segment/alphabet/capital-c-with-cedilla"))
def has_a_small_c_with_cedilla(given: Input, right: Operation) -> Answer:
    """Has ç in its table in the place of Ç."""
    return _segmented(given["text"], {**_without("Ç"), "ç": 1})


@animal("segment", caught_by=("segment/outside/no-break-space",))
def has_the_no_break_space(given: Input, right: Operation) -> Answer:
    """Has the no-break space in the place of the escape."""
    return _segmented(given["text"], {**SEPTETS, "\xa0": 1})


@animal("segment", caught_by=("segment/alphabet/accents-are-one-septet", "segment/outside/copyright"))
def looks_whether_a_character_is_above_c0(given: Input, right: Operation) -> Answer:
    """Takes all up to U+00C0 for the alphabet and all above for UCS-2."""
    table = {**SEPTETS, **{chr(code): SEPTETS.get(chr(code), 1) for code in range(0xC1)}}
    return _segmented(given["text"], {sign: cost for sign, cost in table.items() if sign <= "\xc0"})


@animal("segment", caught_by=("segment/outside/turkish", "segment/outside/dotless-i"))
def takes_the_turkish_table(given: Input, right: Operation) -> Answer:
    """Takes the Turkish shift table, which nothing announces."""
    return _segmented(given["text"], {**SEPTETS, **dict.fromkeys("ŞşĞğİıç", 2)})


@animal("segment", caught_by=("segment/outside/portuguese", "segment/outside/a-with-tilde"))
def takes_the_portuguese_table(given: Input, right: Operation) -> Answer:
    """Takes the Portuguese shift table, which nothing announces."""
    return _segmented(given["text"], {**SEPTETS, **dict.fromkeys("êÊãÃõÕâÂôÔáÁíÍóÓúÚç", 2)})


@animal("segment", caught_by=("segment/outside/hindi",))
def takes_the_tables_of_india(given: Input, right: Operation) -> Answer:
    """Takes Devanagari for seven bits, as a national table has it that nothing announces."""
    return _segmented(given["text"], {**SEPTETS, **{chr(code): 1 for code in range(0x900, 0x980)}})


@animal("segment", caught_by=("segment/outside/e-diaeresis", "segment/outside/copyright"))
def tries_latin_1_first(given: Input, right: Operation) -> Answer:
    """Tries Latin-1, of 140 and 134 octets, before UCS-2."""
    answer, text = right(given), given["text"]
    if answer["ok"]["encoding"] == "gsm7" or max(map(ord, text)) > 0xFF:
        return answer
    parts = [text] if len(text) <= 140 else walk(text, [1] * len(text), 134)
    return {"ok": {"encoding": "latin1", "units": len(text), "parts": parts}}


# ---- The text


@animal("segment", caught_by=("segment/outside/nul",))
def ends_at_nul(given: Input, right: Operation) -> Answer:
    """Hands the text to a library in C, for which it ends at NUL."""
    return right({"text": given["text"].partition("\0")[0]})


@animal("segment", caught_by=("segment/outside/zero-width-non-joiner", "segment/outside/byte-order-mark-at-the-start"))
def strips_what_cannot_be_seen(given: Input, right: Operation) -> Answer:
    """Strips characters of no width, to save the text from UCS-2."""
    return right({"text": re.sub("[\u200b-\u200f\u2060\ufeff]", "", given["text"])})


@animal("segment", caught_by=("segment/outside/prime", "segment/outside/en-dash", "segment/outside/thin-space"))
def replaces_by_what_looks_alike(given: Input, right: Operation) -> Answer:
    """Replaces quotes, dashes and spaces by those of ASCII, to save the text from UCS-2."""
    alike = str.maketrans("\u2018\u2019\u201c\u201d\u2032\u2010\u2011\u2013\u2014\u2009\u202f\xa0", "''\"\"'----   ")
    return right({"text": given["text"].translate(alike)})


@animal("segment", caught_by=("segment/outside/cyrillic-a-in-a-latin-word", "segment/outside/cyrillic-es-in-a-number"))
def takes_cyrillic_for_latin(given: Input, right: Operation) -> Answer:
    """Takes Cyrillic letters that look Latin for those, where others are Latin too."""
    alike = str.maketrans("АВЕКМНОРСТХаеорсух", "ABEKMHOPCTXaeopcyx")
    mended = given["text"].translate(alike)
    return right({"text": mended if mended.isascii() else given["text"]})


@animal("segment", caught_by=("segment/outside/ukrainian-i",))
def takes_ukrainian_i_for_i(given: Input, right: Operation) -> Answer:
    """Takes the Ukrainian і for an i."""
    return right({"text": given["text"].replace("і", "i")})


# ---- The parts


@animal("segment", caught_by=("segment/alphabet/at-sign-at-the-end",))
def loses_what_follows_an_at_sign(given: Input, right: Operation) -> Answer:
    """Takes the septet 0, which is @, for the end of a long text."""
    answer = right(given)
    if answer["ok"]["encoding"] != "gsm7" or len(answer["ok"]["parts"]) < 2:
        return answer
    return right({"text": given["text"].partition("@")[0]})


@animal("segment", caught_by=("segment/boundary/line-feed-beyond-70",))
def loses_lines_of_a_long_text(given: Input, right: Operation) -> Answer:
    """Cuts a long text of UCS-2 by an expression whose dot matches no line feed."""
    answer = right(given)
    if answer["ok"]["encoding"] != "ucs2" or len(answer["ok"]["parts"]) < 2:
        return answer
    parts = re.findall(r".{67}|.{1,66}\Z", given["text"])
    return changed(answer, lambda value: value.update(parts=parts))


@animal("segment", caught_by=("segment/boundary/latin-159", "segment/boundary/latin-313"))
def pads_seven_septets(given: Input, right: Operation) -> Answer:
    """Adds a CR where seven of eight septets are taken, as is done for USSD, and counts it."""
    answer = right(given)
    if answer["ok"]["encoding"] != "gsm7":
        return answer

    def padded(part: str) -> str:
        return part + "\r" if sum(SEPTETS[sign] for sign in part) % 8 == 7 else part

    return changed(answer, lambda value: value.update(parts=[padded(part) for part in value["parts"]]))


@animal("segment", caught_by=("segment/long/latin-918", "segment/long/russian-1000"))
def makes_five_parts_at_most(given: Input, right: Operation) -> Answer:
    """Drops the parts after the fifth."""
    return changed(right(given), lambda value: value.update(parts=value["parts"][:5]))


@animal("segment", caught_by=("segment/boundary/latin-306", "segment/boundary/russian-134"))
def begins_a_part_when_one_is_full(given: Input, right: Operation) -> Answer:
    """Begins a part as soon as one is full, so that the last may be empty."""
    answer = right(given)
    last = answer["ok"]["parts"][-1]
    size = (
        sum(SEPTETS[sign] for sign in last)
        if answer["ok"]["encoding"] == "gsm7"
        else len(last.encode("utf-16-le")) // 2
    )
    is_full = len(answer["ok"]["parts"]) > 1 and size == (153 if answer["ok"]["encoding"] == "gsm7" else 67)
    return changed(answer, lambda value: value["parts"].append("")) if is_full else answer


@animal("segment", caught_by=("segment/boundary/latin-306", "segment/boundary/russian-134"))
def leaves_room_for_a_reference_of_16_bits(given: Input, right: Operation) -> Answer:
    """Gives a part 133 octets, since its header has a reference of 16 bits: 152 septets, or 66 units."""
    answer, text = right(given), given["text"]
    if len(answer["ok"]["parts"]) < 2:
        return answer
    if answer["ok"]["encoding"] == "gsm7":
        parts = walk(text, [SEPTETS[sign] for sign in text], 152)
    else:
        parts = walk(text, [2 if ord(sign) > 0xFFFF else 1 for sign in text], 66)
    return changed(answer, lambda value: value.update(parts=parts))


@animal("segment", caught_by=("segment/extension/81-euros", "segment/split/escape-pair-ends-part-1"))
def slices_characters(given: Input, right: Operation) -> Answer:
    """Counts the septets to see whether a text is long, and then slices it after 153 characters."""
    answer, text = right(given), given["text"]
    if answer["ok"]["encoding"] != "gsm7" or answer["ok"]["units"] <= 160:
        return answer
    parts = [text[start : start + 153] for start in range(0, len(text), 153)]
    return changed(answer, lambda value: value.update(parts=parts))
