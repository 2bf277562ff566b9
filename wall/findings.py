"""What was found in the packages: each finding with the smallest text that shows it, and what is right.

The texts and the right answers are worked out by hand from 3GPP TS 23.038 and TS 23.040. A finding is called a *fault* only
where a case of level must is failed by it and a standard says what is right; the others are differences, and what speaks for
them is said. Whether a package has one follows from its answer to that one text.
"""

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from smsmail.conformance import Case, load_cases

Answer = dict[str, Any]
Kind = Literal["fault", "crash", "difference"]


class Finding(NamedTuple):
    """Something that packages do, told by their answer to one text."""

    name: str
    says: str
    text: str
    encoding: Literal["gsm7", "ucs2"]
    parts: tuple[str, ...]
    shows: Callable[[Answer], bool]
    """Whether an answer has it."""
    cases: str
    """The cases of the corpus, below `segment/`, that may differ by it, in braces and with stars; the first binds most."""
    standard: str = ""
    """What says what is right; ``""`` where that is the vendor's word, or a reading of this project."""
    fair: str = ""
    """What speaks for those that have it."""
    unless: str = ""
    """Another finding that says the same of those that have it."""

    @property
    def kind(self) -> Kind:
        if self.shows is crashes:
            return "crash"
        return "fault" if self.standard and LEVELS[f"segment/{self.cases.split()[0]}"] == "must" else "difference"

    @property
    def units(self) -> int:
        if self.encoding == "ucs2":
            return len(self.text.encode("utf-16-le")) // 2
        return len(self.text) + sum(sign in "^{}\\[~]|€\f" for sign in self.text)

    def as_case(self) -> Case:
        """As a question to a testee."""
        return Case(self.name, "segment", "may", self.says, {"text": self.text}, {"ok": {}})


LEVELS = {case.id: case.level for case in load_cases()}

EMOJI = "\U0001f600"


def crashes(answer: Answer) -> bool:
    return "crashed" in answer


def counts(number: int) -> Callable[[Answer], bool]:
    """Whether so many parts are counted, of which none is shown."""
    return lambda answer: answer.get("count") == number


def makes(number: int) -> Callable[[Answer], bool]:
    """Whether it is so many parts, shown or counted."""
    return lambda answer: len(answer["parts"]) == number if "parts" in answer else answer.get("count") == number


def takes_as(encoding: str) -> Callable[[Answer], bool]:
    return lambda answer: answer.get("encoding") == encoding


def first_part(is_so: Callable[[str], bool]) -> Callable[[Answer], bool]:
    return lambda answer: bool(answer.get("parts")) and is_so(answer["parts"][0])


FINDINGS = (
    Finding(
        "parts-counted-by-division",
        "The septets are divided by 153, though a character of two septets that does not fit moves whole into the next part.",
        "[" * 153,
        "gsm7",
        ("[" * 76, "[" * 76, "["),
        counts(2),
        "split/moved-pair-adds-a-part extension/153-brackets extension/229-bars",
        "3GPP TS 23.040, 9.2.3.24.1: a character represented by an escape sequence shall not be split in the middle",
    ),
    Finding(
        "escape-pair-cut-in-two",
        "A part ends with the escape, and the next one begins with the character that it announces.",
        "a" * 152 + "[" + "a" * 7,
        "gsm7",
        ("a" * 152, "[" + "a" * 7),
        first_part(lambda part: part.endswith("\x1b")),
        "split/escape-pair-straddles-153 split/*pair* split/*boundaries* split/later-letter* extension/*brackets "
        "extension/*bars extension/*euros extension/backslashes long/euros-1000",
        "3GPP TS 23.040, 9.2.3.24.1: a character represented by an escape sequence shall not be split in the middle",
        "The source of smpplib says itself that a character may be broken here.",
    ),
    Finding(
        "extension-character-counted-as-one-septet",
        "A character of the extension table is counted as one septet; with its escape it is two.",
        "a" + "[" * 80,
        "gsm7",
        ("a" + "[" * 76, "[" * 4),
        makes(1),
        "split/letter-then-pairs split/*pair* split/*boundaries* split/later-letter* extension/* long/euros-1000 "
        "long/pairs* alphabet/escape-sequence-is-text",
        "3GPP TS 23.038, 6.2.1.1: the extension table is reached by the escape, 0x1B; TS 23.040, 9.2.3.16: user data have at "
        "most 160 septets",
    ),
    Finding(
        "crash-where-seven-septets-are-left",
        "A text of several parts whose last one has seven septets is answered by an exception.",
        "a" * 313,
        "gsm7",
        ("a" * 153, "a" * 153, "a" * 7),
        crashes,
        "boundary/latin-313 alphabet/at-sign-at-the-end extension/152-brackets",
        "3GPP TS 23.040, 9.2.3.24.1: any number of septets up to 153 may be in a part",
    ),
    Finding(
        "crash-at-y-diaeresis",
        "ÿ is answered by an exception: the table has it in the place of the form feed.",
        "ÿ",
        "ucs2",
        ("ÿ",),
        crashes,
        "outside/y-diaeresis",
        "3GPP TS 23.038, 6.2.1: ÿ is not in the alphabet, so that the text is UCS2",
    ),
    Finding(
        "crash-at-emoji",
        "A character beyond the basic plane is answered by an exception.",
        EMOJI,
        "ucs2",
        (EMOJI,),
        crashes,
        "split/emoji-35 split/* extension/*emoji long/emoji-1000",
        "",
        "TS 23.038 speaks of UCS2, which has no such characters; phones take them as UTF-16 all the same.",
    ),
    Finding(
        "text-lost-behind-an-at-sign",
        "In a text of several parts all behind the first @ is lost: its septet is 0, which is taken for the end.",
        "a" * 150 + "@" + "a" * 10,
        "gsm7",
        ("a" * 150 + "@aa", "a" * 8),
        counts(1),
        "alphabet/at-sign-at-the-end",
        "3GPP TS 23.038, 6.2.1: 0x00 is @",
    ),
    Finding(
        "text-lost-before-a-line-feed",
        "In a text of several parts in UCS-2 what stands before a line feed is lost.",
        "я" * 60 + "\n" + "я" * 10,
        "ucs2",
        ("я" * 60 + "\n" + "я" * 6, "я" * 4),
        counts(1),
        "boundary/line-feed-beyond-70",
        "3GPP TS 23.040, 9.2.3.24.1: the parts hold the whole text; 71 units are no single one",
    ),
    Finding(
        "surrogate-pair-cut-in-two",
        "A part ends between the two halves of a character beyond the basic plane, of which neither can be shown alone.",
        "я" * 66 + EMOJI + "я" * 3,
        "ucs2",
        ("я" * 66, EMOJI + "я" * 3),
        first_part(lambda part: "\ud800" <= part[-1] <= "\udbff"),
        "split/emoji-straddles-67 split/emoji* split/other-planes long/emoji-1000",
        "",
        "TS 23.040 forbids to split a UCS2 character, and knows of no pairs; that they are meant is a reading (R-SPLIT).",
    ),
    Finding(
        "surrogate-pairs-counted-by-division",
        "The UTF-16 units are divided by 67, though a surrogate pair that does not fit moves whole into the next part.",
        EMOJI * 67,
        "ucs2",
        (EMOJI * 33, EMOJI * 33, EMOJI),
        counts(2),
        "split/emoji-67 split/emoji-100 split/emoji-moved-adds-a-part long/emoji-1000",
        "",
        "That surrogate pairs are not cut is a reading (R-SPLIT).",
    ),
    Finding(
        "emoji-counted-as-one-unit",
        "A character beyond the basic plane is counted as one unit: 36 of them have 144 octets, and one SMS has 140.",
        EMOJI * 36,
        "ucs2",
        (EMOJI * 33, EMOJI * 3),
        makes(1),
        "split/emoji-36 split/* extension/*emoji long/emoji-1000",
        "",
        "TS 23.038 speaks of UCS2, in which there is no such character; UTF-16 is what phones send (R-LATIN).",
    ),
    Finding(
        "form-feed-taken-as-ucs-2",
        "The form feed makes a text UCS-2.",
        "\f",
        "gsm7",
        ("\f",),
        takes_as("ucs2"),
        "extension/form-feed extension/form-feed-takes-two-septets extension/all-ten",
        "3GPP TS 23.038, 6.2.1.1: 0x0A of the extension table is the page break",
        "UCS-2 can say everything; it costs more where a text is long.",
    ),
    Finding(
        "escape-taken-for-a-character",
        "U+001B passes as a character of the alphabet, and makes another one of what stands behind it.",
        "\x1b",
        "ucs2",
        ("\x1b",),
        takes_as("gsm7"),
        "outside/escape outside/escape-before-an-extension-code",
        "3GPP TS 23.038, 6.2.1: 0x1B is no character but announces one of the extension table",
        "Hardly any text has it.",
    ),
    Finding(
        "backtick-taken-for-a-character",
        "The backtick is taken for a character of the alphabet, at 0x5F, and arrives as the § that is there.",
        "`",
        "ucs2",
        ("`",),
        takes_as("gsm7"),
        "outside/backtick outside/backtick-among-70 alphabet/row-5",
        "3GPP TS 23.038, 6.2.1: 0x5F is §, and the backtick is not in the alphabet",
        "A table with this slip went from one program to the next.",
    ),
    Finding(
        "sign-of-latin-1-sent-as-a-space",
        "A character of Latin-1 up to U+00C0 that is not in the alphabet is taken for one that is, and sent as a space.",
        "©",
        "ucs2",
        ("©",),
        takes_as("gsm7"),
        "outside/copyright outside/* latin-1/* alphabet/row-5 extension/form-feed*",
        "3GPP TS 23.038, 6.2.1: © is not in the alphabet",
    ),
    Finding(
        "character-of-the-alphabet-taken-as-ucs-2",
        "A character of the alphabet beyond U+00C0 makes a text UCS-2.",
        "é",
        "gsm7",
        ("é",),
        takes_as("ucs2"),
        "alphabet/accents-are-one-septet alphabet/* extension/*euro* extension/all-ten extension/*emoji "
        "long/euros-1000 long/pairs* split/letter* split/later* split/pair*",
        "",
        "UCS-2 can say everything; it costs more where a text is long.",
    ),
    Finding(
        "small-c-with-cedilla-taken-for-the-capital",
        "ç is taken for the Ç of the alphabet.",
        "ç",
        "ucs2",
        ("ç",),
        takes_as("gsm7"),
        "outside/small-c-with-cedilla alphabet/capital-c-with-cedilla alphabet/row-0",
        "",
        "Unicode's table of the alphabet (GSM0338.TXT) argues that ç is meant at 0x09; TS 23.038 prints Ç.",
    ),
    Finding(
        "no-break-space-written-as-the-escape",
        "The no-break space is taken for a character of the alphabet, and written as the escape.",
        "\xa0",
        "ucs2",
        ("\xa0",),
        takes_as("gsm7"),
        "outside/no-break-space",
        "3GPP TS 23.038, 6.2.1: 0x1B is no character but announces one of the extension table",
        "Unicode's table of the alphabet (GSM0338.TXT) has the no-break space there, for what a phone may show.",
        "sign-of-latin-1-sent-as-a-space",
    ),
    Finding(
        "parts-not-filled",
        "Parts have fewer characters than fit, or a text that fits into one SMS is put into two.",
        "a" * 161,
        "gsm7",
        ("a" * 153, "a" * 8),
        first_part(lambda part: len(part) < 153),
        "boundary/latin-161 boundary/* long/* alphabet/* split/* extension/* outside/*",
        "",
        "160, 153, 70 and 67 are the vendor's numbers, and maxima of the standard, which a sender need not reach; a header "
        "with a reference of 16 bits leaves 152 and 66. It costs more SMS.",
    ),
)


def findings_of(answers: dict[str, Answer]) -> list[Finding]:
    """What a package has, by its answers to the texts of those that it was asked."""
    shown = [finding for finding in FINDINGS if finding.name in answers and finding.shows(answers[finding.name])]
    names = {finding.name for finding in shown}
    return [finding for finding in shown if finding.unless not in names]
