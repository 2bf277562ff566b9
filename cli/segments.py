"""``smsmail segments``: in which parts a text travels as SMS, and which of its characters make it cost that."""

import os
import re
import shutil
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import click
import msgspec

from ..codec import EncodeError, Segmentation, Unencodable, as_gsm7, segment, unencodable
from ..codec.sms.alphabet import EXTENSION
from ..codec.sms.charsets import GSM7
from ..codec.syntax import MAX_MES
from .reading.texts import STDIN, Unreadable, encoding_option, read_text, shown_name
from .showing import many
from .showing.findings import show_all
from .showing.page import DEAR, USUAL, Page

MAIL_CHARSETS = ("koi8-r", "windows-1251")
"""In which mails with Russian text are written, besides utf-8."""

DRAWN = 20
"""How many parts are drawn unless all are asked for."""

LISTED = 12
"""How many different characters are listed, each on a line of its own."""

NAMED = 3
"""How many different characters are named within a line, and how many places of one."""

_ENCODINGS = {"gsm7": "GSM 03.38, 7-bit septets", "ucs2": "UCS-2, 16-bit units"}
_UNITS = {"gsm7": "septet", "ucs2": "unit"}


@click.command()
@click.argument("text", default=STDIN, metavar="[TEXT|-]")
@encoding_option
@click.option("--json", "as_json", is_flag=True, help="All of it as one JSON object, for programs.")
@click.option("--all", "draw_all", is_flag=True, help=f"Draw all parts, not only the first {DRAWN}.")
@click.pass_context
def segments(context: click.Context, text: str, encoding: str, as_json: bool, draw_all: bool) -> None:
    """Say in how many parts TEXT travels as SMS, how full they are, and which characters make them more.

    Without TEXT, or with -, the text is read from standard input; one line break at its end does not count. A TEXT
    that begins with - goes after --. Look-alikes are only named, never put in.

    \b
    Examples:
      smsmail segments 'Your order is ready'
      smsmail segments -- '-20% today'
      smsmail segments --json < text.txt

    Exit status: 0 counted, 1 refused, 2 wrong usage or a text that cannot be read.
    """
    text = read_text(STDIN, encoding).removesuffix("\n").removesuffix("\r") if text == STDIN else _argument(text)
    try:
        cut = segment(text)
    except EncodeError as error:
        show_all(error.diagnostics, shown_name(STDIN), in_value=True, err=True)
        context.exit(1)
    if as_json:
        click.echo(_json(text, cut))
    else:
        page = Page(shutil.get_terminal_size().columns, _in_colour(context), sys.stdout.encoding)
        _explain(page, text, cut, None if draw_all else DRAWN)


def _argument(text: str) -> str:
    """*text*, unless it holds an octet that is no character to Python, which keeps it as a lone surrogate."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise Unreadable(
            f"TEXT: what stands at offset {error.start} is no character in the encoding of the command line; "
            "give the text on standard input and name its encoding with --encoding, for example --encoding koi8-r"
        ) from error
    return text


def _in_colour(context: click.Context) -> bool:
    if context.color is not None:
        return context.color
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _json(text: str, cut: Segmentation) -> bytes:
    plain = as_gsm7(text)
    again = segment(plain or "")
    value: dict[str, object] = {
        **{name: getattr(cut, name) for name in ("encoding", "units", "parts", "room", "left")},
        "characters": len(text),
        "outside_gsm7": unencodable(text, GSM7),
        **{f"outside_{charset.replace('-', '_')}": unencodable(text, charset) for charset in MAIL_CHARSETS},
        "with_lookalikes": None
        if plain is None
        else {"text": plain, "encoding": again.encoding, "units": again.units, "parts": len(again.parts)},
    }
    return msgspec.json.format(msgspec.json.encode(value), indent=2)


# ---- What is said of a text


class _Missing(NamedTuple):
    """A character that a charset lacks, as it is first found, and all its places."""

    first: Unencodable
    offsets: list[int]


def _missing(text: str, charset: str) -> dict[str, _Missing]:
    found: dict[str, _Missing] = {}
    for one in unencodable(text, charset):
        found.setdefault(one.character, _Missing(one, [])).offsets.append(one.offset)
    return found


def _explain(page: Page, text: str, cut: Segmentation, drawn: int | None) -> None:
    outside = _missing(text, GSM7)
    scripts = _scripts(text, outside)
    _summarise(page, text, cut)
    page.end_paragraph()
    _draw_parts(page, cut, _marks(cut, outside, scripts), drawn)
    page.end_paragraph()
    if cut.encoding == "gsm7":
        _say_what_takes_two_septets(page, text, cut)
    elif scripts:
        _say_what_is_outside(page, outside, scripts, len(cut.parts))
    else:
        _list(page, "Outside GSM 03.38, hence UCS-2:", outside.values())
        _say_what_would_be_gsm7(page, text, cut, outside)
    _say_what_composing_saves(page, text, cut)
    if len(cut.parts) > 1:
        page.say(f"{many(_surplus(cut), _UNITS[cut.encoding])} fewer would make it {_parts(len(cut.parts) - 1)}.")
    page.end_paragraph()
    for charset in MAIL_CHARSETS:
        _say_what_a_mail_lacks(page, text, charset)
    fitting = [charset for charset in MAIL_CHARSETS if not unencodable(text, charset)]
    page.say(f"written in {(*fitting, 'utf-8')[0]} unless another charset is named (R-CHARPICK)", title="A mail is")


def _summarise(page: Page, text: str, cut: Segmentation) -> None:
    unit, parts = _UNITS[cut.encoding], len(cut.parts)
    where = f" in part {parts}" if parts > 1 else ""
    page.say(
        f"{many(cut.units, unit)}, {_parts(parts)}, {many(cut.left, unit)} left{where}",
        title=f"{_ENCODINGS[cut.encoding]}:",
    )
    if len(text) > MAX_MES:
        page.warn(f"{len(text)} characters are more than the {MAX_MES} of the longest message (C-MES)")
    if returns := text.count("\r"):
        page.warn(f"{many(returns, 'carriage return')} counted, which a mail will not deliver (R-CR)")


def _say_what_takes_two_septets(page: Page, text: str, cut: Segmentation) -> None:
    if dear := Counter(character for character in text if character in EXTENSION):
        counts = [page.drawn(one) + (f" {count} times" if count > 1 else "") for one, count in dear.items()]
        page.say(f"Two septets each: {', '.join(counts)}")
        narrow = segment(text.translate(dict.fromkeys(map(ord, dear), "x")))
        if len(narrow.parts) < len(cut.parts):
            page.say(f"With one septet each it would be {_compared(narrow, cut)}.")


def _say_what_is_outside(page: Page, outside: dict[str, _Missing], scripts: Counter[str], parts: int) -> None:
    """All of it, where letters of *scripts* are so many that they are only counted."""
    others = [one for character, one in outside.items() if _script_of(character) not in scripts]
    counts = [f"{many(count, 'character')} of {script}" for script, count in scripts.items()]
    if others:
        counts.append(f"{sum(len(one.offsets) for one in others)} more")
    page.say(f"Outside GSM 03.38, hence UCS-2: {' and '.join(counts)}.")
    if others:
        _list(page, f"Those besides {' and '.join(scripts)}:", others)
        page.say("With look-alikes or without, the text stays UCS-2.")
    if "Cyrillic" in scripts and parts > 1:
        page.say(
            "The option translit has the gateway send Latin letters instead; "
            "how many parts they make is not known beforehand."
        )


def _say_what_would_be_gsm7(page: Page, text: str, cut: Segmentation, outside: dict[str, _Missing]) -> None:
    lookalikes = {one.first.lookalike for one in outside.values()}
    alone = {character for character, one in outside.items() if one.first.lookalike is None}
    rest = "".join(character for character in text if character not in alone)
    changes: list[str] = []
    if any(lookalikes):
        changes.append("with the look-alikes")
    if "" in lookalikes:
        changes.append("without what cannot be seen")
    if alone:
        count = sum(len(outside[character].offsets) for character in alone)
        changes.append(f"without the {many(count, 'character')} that nothing looks like")
    plain = as_gsm7(rest)
    again = segment(rest if plain is None else plain)
    page.say(f"{', and '.join(changes).capitalize()}, it would be GSM 03.38: {_compared(again, cut)}.")


_ACCENTED = re.compile(r"[^\W\d_][\u0300-\u036f]")


def _say_what_composing_saves(page: Page, text: str, cut: Segmentation) -> None:
    """Some systems write a letter and its accent as two characters, which look the same and cost more."""
    # Pair by pair, since normalising a long run of accents takes a time that grows with its square.
    composed = segment(_ACCENTED.sub(lambda pair: unicodedata.normalize("NFC", pair[0]), text))
    if (len(composed.parts), composed.units) < (len(cut.parts), cut.units):
        page.say(f"With letter and accent in one character (Unicode NFC) it would be {_compared(composed, cut)}.")


def _compared(again: Segmentation, cut: Segmentation) -> str:
    before, after = len(cut.parts), len(again.parts)
    verdict = f"{_parts(after)} as now" if before == after else f"{_parts(after)} instead of {before}"
    return f"{many(again.units, _UNITS[again.encoding])}, {verdict}"


def _surplus(cut: Segmentation) -> int:
    """How many units at the end make the last part necessary."""
    if len(cut.parts) > 2:
        return cut.room - cut.left
    return cut.units - Segmentation(cut.encoding, 0, ("",)).room


def _list(page: Page, title: str, missing: Iterable[_Missing]) -> None:
    every = list(missing)
    page.say(title)
    for one in every[:LISTED]:
        page.say(f"{_named(page, one)}: {_likeness(one.first.lookalike)}", indent=2)
    if len(every) > LISTED:
        page.say(f"and {many(len(every) - LISTED, 'other character')}", indent=2)


def _likeness(lookalike: str | None) -> str:
    if lookalike is None:
        return "nothing looks like it"
    if not lookalike:
        return "cannot be seen, could be left out"
    if lookalike.isspace():
        return "looks like a line break" if lookalike == "\n" else "looks like a space"
    return f"looks like Latin {lookalike}" if lookalike.isalpha() else f"looks like {lookalike}"


def _named(page: Page, one: _Missing) -> str:
    character, offsets = one.first.character, one.offsets
    code = f"U+{ord(character):04X}"
    named = page.drawn(character) if one.first.name == code else f"{page.drawn(character)} {one.first.name}"
    times = f", {len(offsets)} times," if len(offsets) > 1 else ""
    more = ", ..." if len(offsets) > NAMED else ""
    return f"{named} ({code}){times} at {', '.join(map(str, offsets[:NAMED]))}{more}"


def _say_what_a_mail_lacks(page: Page, text: str, charset: str) -> None:
    missing = list(_missing(text, charset).values())
    if not missing:
        page.say("can carry the text", title=f"Mail in {charset}:")
        return
    named = [_named(page, one) for one in missing[:NAMED]]
    if len(missing) > NAMED:
        named.append(f"and {many(len(missing) - NAMED, 'other character')}")
    page.say(f"cannot carry {'; '.join(named)}", title=f"Mail in {charset}:")


def _parts(number: int) -> str:
    return many(number, "part")


# ---- Letters of other scripts, of which a text may be full

_SCRIPTS = {
    script.upper(): script
    for script in (
        *("Cyrillic", "Greek", "Armenian", "Georgian", "Hebrew", "Arabic"),
        *("Devanagari", "Thai", "Hangul", "CJK", "Hiragana", "Katakana"),
    )
}
"""By the words with which Unicode begins the names of their letters."""

_STRAY = 5
"""So many different letters without a look-alike are named one by one; more of them are no slip of the keyboard."""


def _script_of(character: str) -> str | None:
    return _SCRIPTS.get(unicodedata.name(character, "").partition(" ")[0]) if character.isalpha() else None


def _scripts(text: str, outside: dict[str, _Missing]) -> Counter[str]:
    """The scripts in which the text is written, if it is not by look-alikes, and how many letters of each are outside."""
    counts, needed = Counter[str](), Counter[str]()
    for character, one in outside.items():
        if script := _script_of(character):
            counts[script] += len(one.offsets)
            needed[script] += one.first.lookalike is None
    letters = sum(count for character, count in Counter(text).items() if character.isalpha())
    for script, different in needed.items():
        if not different or (different <= _STRAY and 2 * counts[script] <= letters):
            del counts[script]
    return counts


# ---- The text drawn


def _marks(cut: Segmentation, outside: Iterable[str], scripts: Iterable[str]) -> dict[str, str]:
    if cut.encoding == "gsm7":
        return dict.fromkeys(EXTENSION, DEAR)
    return {one: USUAL if scripts and not _takes_two(one, cut) else DEAR for one in outside}


def _draw_parts(page: Page, cut: Segmentation, marks: dict[str, str], drawn: int | None) -> None:
    _say_what_is_marked(page, cut, marks)
    for number, part in enumerate(cut.parts[:drawn], 1):
        units = len(part) + sum(_takes_two(character, cut) for character in part)
        moved = ", the next character takes two" if number < len(cut.parts) and units < cut.room else ""
        page.say(f"{units} of {many(cut.room, _UNITS[cut.encoding])}{moved}", title=f"part {number}:")
        page.draw(part, marks)
    if drawn and len(cut.parts) > drawn:
        page.say(f"and {many(len(cut.parts) - drawn, 'more part')} (--all draws them)")


def _takes_two(character: str, cut: Segmentation) -> bool:
    return character in EXTENSION if cut.encoding == "gsm7" else character > "\uffff"


def _say_what_is_marked(page: Page, cut: Segmentation, marks: dict[str, str]) -> None:
    if cut.encoding == "gsm7":
        meanings = {DEAR: "two septets each"}
    elif USUAL in marks.values():
        meanings = {USUAL: "outside GSM 03.38", DEAR: "outside it, and two units each"}
    else:
        meanings = {DEAR: "outside GSM 03.38"}
    present = {marks.get(character) for part in cut.parts for character in set(part)}
    said = [f"{page.called(mark)}: {meaning}" for mark, meaning in meanings.items() if mark in present]
    if said:
        page.say(f"Marked {'; '.join(said)}.")
