"""Gateways."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.support.zoo.animal import Answer, Input, Operation, animal
from tests.support.zoo.ways import MES, OPTIONS, changed, with_field


def _with_texts(given: Input, change: Callable[[str], str]) -> Input:
    """The same events, their requests changed where they come as texts."""
    events: list[dict[str, Any]] = given["events"]
    return {**given, "events": [{**one, "text": change(one["text"])} if "text" in one else one for one in events]}


def _with_account(given: Input, **members: Any) -> Input:
    return {**given, "account": {**given["account"], **members}}


def _with_replies(answer: Answer, change: Callable[[str], str | None]) -> Answer:
    def each(value: dict[str, Any]) -> None:
        value["replies"] = [reply and change(reply) for reply in value["replies"]]

    return changed(answer, each)


@animal("serve", caught_by=("serve/replies/success-test-0", "serve/replies/success-without-test"))
def answers_every_success(given: Input, right: Operation) -> Answer:
    """Answers every request that it accepts, whatever test says."""

    def asked(options: str) -> str:
        items = options.split(",")
        return options if len(items) > 4 else ",".join([*items, *[""] * (3 - len(items))][:3]) + ",1"

    return right(_with_texts(given, lambda text: with_field(text, OPTIONS, asked)))


@animal("serve", caught_by=("serve/replies/error-1-without-test", "serve/replies/error-5-test-0"))
def keeps_errors_to_itself(given: Input, right: Operation) -> Answer:
    """Answers nothing, not even an error, where test is not 1."""
    asked = [one.get("text", "").split(":", 6)[OPTIONS : OPTIONS + 1] for one in given["events"]]

    def each(value: dict[str, Any]) -> None:
        pairs = zip(value["replies"], asked, strict=True)
        value["replies"] = [reply if options and options[0].endswith(",1") else None for reply, options in pairs]

    return changed(right(given), each)


@animal(
    "serve",
    caught_by=("serve/repeats/third-in-the-same-second", "serve/flood/fifty-one", "serve/funds/until-it-is-gone"),
)
def remembers_nothing(given: Input, right: Operation) -> Answer:
    """Forgets each request as soon as it is answered."""
    answers = [right({**given, "events": [event]}) for event in given["events"]]
    if any("error" in one for one in answers):
        return right(given)
    return {"ok": {"replies": [reply for one in answers for reply in one["ok"]["replies"]]}}


@animal("serve", caught_by=("serve/repeats/differs-in-letter-case",))
def compares_in_any_case(given: Input, right: Operation) -> Answer:
    """Compares requests without regard to letter case."""
    return right(_with_texts(given, lambda text: with_field(text, MES, str.lower)))


@animal("serve", caught_by=("serve/flood/clocks-of-two-zones",))
def drops_the_offset_of_its_clock(given: Input, right: Operation) -> Answer:
    """Drops the offset of its clock."""

    def local(at: str) -> str:
        return datetime.fromisoformat(at).replace(tzinfo=UTC).isoformat()

    return right({**given, "events": [{**one, "at": local(one["at"])} for one in given["events"]]})


@animal("serve", caught_by=("serve/identity/error-2-has-no-id", "serve/identity/error-9-has-no-id"))
def names_the_message_in_every_error(given: Input, right: Operation) -> Answer:
    """Writes the id of the request behind every error."""
    return _with_replies(right(given), lambda reply: reply if ", ID - " in reply else f"{reply}, ID - 42")


@animal("serve", caught_by=("serve/errors/funds-number-and-id", "serve/errors/number-number-and-id"))
def names_the_message_in_no_error(given: Input, right: Operation) -> Answer:
    """Leaves the id out of every error."""
    return _with_replies(right(given), lambda reply: re.sub(r"^(ERROR.*), ID - .*", r"\1", reply))


@animal("serve", caught_by=("serve/errors/funds", "serve/funds/one-short"))
def sends_on_credit(given: Input, right: Operation) -> Answer:
    """Sends on credit."""
    return right({**given, "account": {key: item for key, item in given["account"].items() if key != "balance"}})


@animal("serve", caught_by=("serve/identity/api-key-the-second",))
def knows_one_api_key(given: Input, right: Operation) -> Answer:
    """Knows one API key of an account."""
    keys = given["account"].get("apikeys")
    return right(_with_account(given, apikeys=keys[:1]) if keys else given)


@animal("serve", caught_by=("serve/errors/wrong-password-by-case",))
def compares_passwords_in_any_case(given: Input, right: Operation) -> Answer:
    """Compares passwords without regard to letter case."""
    psw = given["account"].get("psw") or ""
    return right(
        _with_texts(given, lambda text: re.sub(f":{re.escape(psw)}:", f":{psw}:", text, count=1, flags=re.IGNORECASE))
    )
