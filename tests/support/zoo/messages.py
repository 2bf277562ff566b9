"""Readers of messages."""

import re
from typing import Any

from tests.support.zoo.animal import Answer, Input, Operation, animal
from tests.support.zoo.ways import changed, refusal

_PREFIX = re.compile("__(CALL|VIBER|SOC|MAIL|BOT)__:")


@animal(
    "decode_content",
    caught_by=("content/prefix/lower-case", "content/prefix/mixed-case", "content/word/ping-lower-case"),
)
def finds_prefixes_in_any_case(given: Input, right: Operation) -> Answer:
    """Compares prefixes without regard to case."""
    word = re.match(r"__[A-Za-z]+__:?", given["mes"])
    return right({**given, "mes": word[0].upper() + given["mes"][word.end() :]} if word else given)


@animal("decode_content", caught_by=("content/prefix/space-before", "content/payload/outer-white-space"))
def trims_in_front_of_prefixes(given: Input, right: Operation) -> Answer:
    """Trims the message before it looks for a prefix."""
    return right({**given, "mes": given["mes"].strip() or given["mes"]})


@animal("decode_content", caught_by=("content/prefix/call", "content/prefix/viber"))
def keeps_the_space_behind_a_prefix(given: Input, right: Operation) -> Answer:
    """Keeps the space behind the colon of a prefix."""
    prefix = _PREFIX.match(given["mes"])
    space = re.match("[ \t]*", given["mes"][prefix.end() :]) if prefix else None

    def change(content: dict[str, Any]) -> None:
        if space and "text" in content:
            content["text"] = space[0] + content["text"]

    return changed(right(given), change)


@animal(
    "decode_content",
    caught_by=("content/prefix/newline-behind-colon-kept", "content/prefix/no-break-space-behind-colon-kept"),
)
def drops_too_much_behind_a_prefix(given: Input, right: Operation) -> Answer:
    """Drops all white space behind a prefix with lstrip(), line breaks and no-break spaces too."""
    prefix = _PREFIX.match(given["mes"])
    return right({**given, "mes": prefix[0] + given["mes"][prefix.end() :].lstrip()} if prefix else given)


@animal("decode_content", caught_by=("content/prefix/overrides-flash", "content/prefix/overrides-viber"))
def lets_the_format_win(given: Input, right: Operation) -> Answer:
    """Asks for the prefix only where format is 0."""
    hidden = _PREFIX.sub(lambda match: match[0].replace("_", "\ue000"), given["mes"], count=1)
    if given["format"] == 0 or hidden == given["mes"]:
        return right(given)
    answer = right({**given, "mes": hidden})
    return changed(
        answer, lambda content: content.update({k: _shown(v) for k, v in content.items() if isinstance(v, str)})
    )


def _shown(text: str) -> str:
    return text.replace("\ue000", "_")


@animal("decode_content", caught_by=("content/word/ping", "content/hlr/empty"))
def demands_a_text_of_everyone(given: Input, right: Operation) -> Answer:
    """Knows the prefixes with a message and not the words that stand alone."""
    text = given["mes"].strip(" \t\n")
    if not given["mes"]:
        return refusal()
    return {"ok": {"kind": "text", "text": given["mes"]}} if text in ("__PING__", "__HLR__") else right(given)


@animal("decode_content", caught_by=("content/email/earlier-subject-line-is-text", "content/email/subject-not-last"))
def takes_the_first_subject(given: Input, right: Operation) -> Answer:
    """Takes the first line `subj:` for the subject."""
    first = re.search(r"^subj:.*\n", given["mes"], re.MULTILINE)
    if given["format"] != 8 or not first:
        return right(given)
    rest = given["mes"][: first.start()] + given["mes"][first.end() :]
    return right({**given, "mes": f"{rest}\n{first[0][:-1]}"})


@animal("decode_content", caught_by=("content/tail/voice-in-text", "content/tail/voice-in-viber"))
def takes_the_voice_out_of_texts(given: Input, right: Operation) -> Answer:
    """Takes a last line `voice:` out of every message."""

    def change(content: dict[str, Any]) -> None:
        if "text" in content and content["kind"] != "voice":
            content["text"] = re.sub(r"\nvoice:.*\Z", "", content["text"] or "")

    return changed(right(given), change)


@animal("decode_content", caught_by=("content/email/without-sender", "content/email/sender-is-a-name"))
def asks_for_no_sender(given: Input, right: Operation) -> Answer:
    """Sends an e-mail from nobody."""
    answer = right(given)
    if "ok" in answer:
        return answer
    answer = right({**given, "sender": "me@example.com"})
    return changed(answer, lambda content: content.update({"from": given["sender"]}))


@animal("decode_content", caught_by=("content/binary/hex-with-space", "content/binary/hex-newline-between"))
def reads_hex_with_spaces(given: Input, right: Operation) -> Answer:
    """Reads hex with bytes.fromhex(), which passes over white space."""
    try:
        bytes.fromhex(given["mes"])
    except ValueError:
        return right(given)
    return {"ok": {"kind": "binary", "hex": given["mes"]}} if given["format"] == 5 and given["mes"] else right(given)


@animal(
    "decode_content",
    caught_by=("content/binary/hex-with-0x", "content/binary/hex-with-underscore", "content/binary/hex-with-sign"),
)
def reads_hex_as_a_number(given: Input, right: Operation) -> Answer:
    """Reads hex with int(text, 16), which takes a sign, 0x and underscores."""
    try:
        int(given["mes"], 16)
    except ValueError:
        return right(given)
    even = given["format"] == 5 and len(given["mes"]) % 2 == 0
    return {"ok": {"kind": "binary", "hex": given["mes"]}} if even else right(given)


@animal("decode_content", caught_by=("content/binary/hex-newline-at-end",))
def ends_hex_in_a_dollar(given: Input, right: Operation) -> Answer:
    """Ends its pattern for hex in $, which also matches in front of a last line feed."""
    if given["format"] == 5 and re.match(r"([0-9A-Fa-f]{2})+$", given["mes"]):
        return {"ok": {"kind": "binary", "hex": given["mes"]}}
    return right(given)


@animal("decode_content", caught_by=("content/binary/hex-odd", "content/binary/hex-one-digit"))
def pads_hex(given: Input, right: Operation) -> Answer:
    """Pads an odd number of hex digits."""
    return right({**given, "mes": "0" + given["mes"]} if given["format"] == 5 and len(given["mes"]) % 2 else given)


@animal("decode_content", caught_by=("content/wap-push/line-separator-in-url", "content/wap-push/next-line-in-title"))
def divides_links_with_splitlines(given: Input, right: Operation) -> Answer:
    """Divides a wap-push with splitlines() and takes the first two lines."""
    if given["format"] != 2 or given["mes"].startswith("__"):
        return right(given)
    return right({**given, "mes": "\n".join(given["mes"].splitlines()[:2])})


@animal(
    "decode_content",
    caught_by=("content/param/in-plain-text", "content/param/in-viber", "content/email/marker-is-text"),
)
def cuts_at_tildes(given: Input, right: Operation) -> Answer:
    """Cuts every message at a line of tildes."""

    def change(content: dict[str, Any]) -> None:
        if "text" in content and content["kind"] != "voice":
            content["text"] = (content["text"] or "").split("\n~~~\n")[0]

    return changed(right(given), change)


@animal("decode_content", caught_by=("content/length/prefix-counts",))
def counts_without_the_prefix(given: Input, right: Operation) -> Answer:
    """Counts the message without its prefix."""
    prefix = _PREFIX.match(given["mes"])
    text = given["mes"][prefix.end() :] if prefix else ""
    if len(given["mes"]) <= 1000 or not 0 < len(text.lstrip(" \t")) <= 1000:
        return right(given)
    answer = right({**given, "mes": given["mes"][:1000]})
    return changed(answer, lambda content: content.update(text=text.lstrip(" \t")))
