"""Readers and writers of replies."""

import re
from typing import Any

from tests.support.zoo.animal import Answer, Input, Operation, animal
from tests.support.zoo.ways import changed, refusal, value_of


@animal("decode_reply", caught_by=("reply/description/parentheses-inside",))
def ends_descriptions_early(given: Input, right: Operation) -> Answer:
    """Ends the description at its first closing parenthesis."""

    def cut(reply: dict[str, Any]) -> None:
        if "description" in reply:
            reply["description"] = reply["description"].split(")")[0]

    return changed(right(given), cut)


@animal("decode_reply", caught_by=("reply/description/looks-like-an-id", "reply/description/id-inside-parentheses"))
def takes_the_first_id(given: Input, right: Operation) -> Answer:
    """Takes the first thing that looks like an id."""
    first = re.search(r", ID - ([\w.-]+)", given["text"], re.ASCII)
    return changed(right(given), lambda reply: reply.update(id=first and first[1]))


@animal("decode_reply", caught_by=("reply/id/leading-zeros-kept", "reply/ok/documented-string-id"))
def reads_ids_as_numbers(given: Input, right: Operation) -> Answer:
    """Reads the id as a number."""
    answer = right(given)
    id = value_of(answer).get("id")
    if id is None:
        return answer
    return changed(answer, lambda reply: reply.update(id=str(int(id)))) if id.isdecimal() else refusal()


@animal("decode_reply", caught_by=("reply/whitespace/no-break-space-behind",))
def trims_replies_too_much(given: Input, right: Operation) -> Answer:
    """Trims the reply with strip(), which also takes no-break spaces."""
    return right({"text": given["text"].strip()})


@animal("decode_reply", caught_by=("reply/id/text-behind",))
def overlooks_text_behind(given: Input, right: Operation) -> Answer:
    """Searches for the form and does not ask what stands behind it."""
    form = re.match(r"\s*OK - \d+ SMS, ID - [\w.-]+", given["text"], re.ASCII)
    return right({"text": form[0] if form else given["text"]})


@animal("decode_reply", caught_by=("reply/description/newline", "reply/description/carriage-return"))
def reads_descriptions_over_lines(given: Input, right: Operation) -> Answer:
    """Compiles its pattern with DOTALL, so that a description runs over line breaks."""
    inner = given["text"].strip()
    form = re.fullmatch(r"ERROR = [1-9] \((.*)\)(, ID - [\w.-]+)?", inner, re.DOTALL | re.ASCII)
    if not form:
        return right(given)
    answer = right({"text": inner.replace(form[1], "stand-in", 1)}) if form[1] else right(given)
    return changed(answer, lambda reply: reply.update(description=form[1]))


@animal("decode_reply", caught_by=("reply/description/line-separator-is-text",))
def reads_the_first_line_of_a_reply(given: Input, right: Operation) -> Answer:
    """Reads the first line of splitlines(), which also splits at U+2028."""
    return right({"text": "".join(given["text"].strip().splitlines()[:1])})


@animal("decode_reply", caught_by=("reply/ok/lower-case", "reply/error/lower-case"))
def reads_replies_in_any_case(given: Input, right: Operation) -> Answer:
    """Compares without regard to case."""

    def upper(match: re.Match[str]) -> str:
        return match[0].upper()

    return right({"text": re.sub(r"(?i)^\s*(ok|error)|\bsms, id - |, id - ", upper, given["text"])})


@animal("decode_reply", caught_by=("reply/error/number-0", "reply/error/number-10"))
def takes_any_error_number(given: Input, right: Operation) -> Answer:
    """Reads the error number with int() and does not hold it against the list."""
    number = re.match(r"ERROR = (\d+) ", given["text"], re.ASCII)
    if not number:
        return right(given)
    answer = right({"text": given["text"].replace(number[0], "ERROR = 1 ", 1)})
    return changed(answer, lambda reply: reply.update(error=int(number[1])))


@animal("encode_reply", caught_by=("encode-reply/error/number-1", "encode-reply/error/number-5"))
def writes_an_id_behind_every_error(given: Input, right: Operation) -> Answer:
    """Writes an id behind every error."""

    def change(value: dict[str, Any]) -> None:
        if ", ID - " not in value["text"]:
            value["text"] += f", ID - {given['reply'].get('id') or ''}"

    return changed(right(given), change)


@animal("encode_reply", caught_by=("encode-reply/error/number-7-without-id", "encode-reply/error/number-3-without-id"))
def leaves_ids_out(given: Input, right: Operation) -> Answer:
    """Leaves the id out where there is none, also behind the errors that name their message."""
    reply = given["reply"]
    if reply.get("kind") != "rejected" or reply.get("id") is not None:
        return right(given)
    written = right({"reply": {**reply, "error": 1}})
    return changed(written, lambda value: value.update(text=value["text"].replace("= 1", f"= {reply['error']}", 1)))


@animal("encode_reply", caught_by=("encode-reply/ok/no-messages",))
def reports_no_messages(given: Input, right: Operation) -> Answer:
    """Reports the success of nothing."""
    if given["reply"].get("sms") != 0:
        return right(given)
    written = right({"reply": {**given["reply"], "sms": 1}})
    return changed(written, lambda value: value.update(text=value["text"].replace("OK - 1", "OK - 0")))


@animal("encode_reply", caught_by=("encode-reply/error/newline-in-description",))
def writes_several_lines(given: Input, right: Operation) -> Answer:
    """Writes a description of several lines."""
    description = given["reply"].get("description", "")
    if "\n" not in description:
        return right(given)
    written = right({"reply": {**given["reply"], "description": "stand-in"}})
    return changed(written, lambda value: value.update(text=value["text"].replace("stand-in", description)))
