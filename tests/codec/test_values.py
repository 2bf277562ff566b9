"""The structs as plain values, and the exceptions as other programs show them."""

import json
import logging
import subprocess
import sys
from typing import Any, get_args

import pytest
from hypothesis import given
from msgspec import Struct

from smsmail import codec
from smsmail.codec import (
    Accepted,
    Content,
    DecodeError,
    Diagnostic,
    EncodeError,
    Reply,
    Request,
    check,
    decode_request,
    encode_request,
    to_content,
    to_reply,
    to_request,
)
from smsmail.conformance.strategies import contents, replies, requests
from tests.support.each import each

SECRET = "s3cr3t-P4ss"


def as_json(value: object) -> Any:
    """*value* as somebody else's JSON encoder writes it, who knows ``dict(value)``."""
    return json.loads(json.dumps(value, default=dict))


@given(requests())
def test_a_request_is_what_its_plain_values_say(request: Request) -> None:
    plain = request.to_dict()
    assert to_request(plain) == request
    assert dict(request) == plain == as_json(request)
    assert {**request}["psw"] == request.psw


@given(replies())
def test_so_is_a_reply(reply: Reply) -> None:
    assert to_reply(reply.to_dict()) == reply
    assert dict(reply) == reply.to_dict() == as_json(reply)


@given(contents())
def test_so_is_a_content(content: Content) -> None:
    assert to_content(content.to_dict()) == content
    assert dict(content) == content.to_dict() == as_json(content)


def test_a_finding_has_all_its_members() -> None:
    [found] = check("alex:psw::::7 999 123-45-67:hi")
    assert tuple(found.to_dict()) == Diagnostic.__struct_fields__
    assert found["fix"] == [{"start": 12, "end": 27, "text": "79991234567"}]
    assert as_json([found]) == [found.to_dict()]


def test_members_have_the_names_of_json() -> None:
    window = decode_request("alex:psw::9-21::79991234567:hi").time
    assert window
    assert window.to_dict() == {"kind": "window", "from": 9, "to": 21}
    with pytest.raises(KeyError):
        window["from_hour"]


@each("name", [name for name in codec.__all__ if isinstance(getattr(codec, name), type)])
def test_every_public_struct_can_do_so(name: str) -> None:
    public = getattr(codec, name)
    assert not issubclass(public, Struct) or callable(getattr(public, "to_dict", None))


def test_every_kind_of_content_and_reply_can_do_so() -> None:
    assert all(hasattr(one, "to_dict") for one in (*get_args(Content), *get_args(Reply)))


def refusals() -> list[DecodeError | EncodeError]:
    found: list[DecodeError | EncodeError] = []
    for refused in (
        lambda: decode_request(f"alex:{SECRET}::3102301200::7999x:hi"),
        lambda: encode_request(Request(login="alex", psw=f"{SECRET}:", body=codec.Single(("7999x",), "hi"))),
        lambda: to_request({"login": "alex", "psw": [SECRET], "body": SECRET}),
    ):
        with pytest.raises((DecodeError, EncodeError)) as raised:
            refused()
        found.append(raised.value)
    return found


@pytest.mark.parametrize("error", refusals(), ids=["decoding", "encoding", "shape"])
def test_a_refusal_says_what_is_wrong_however_it_is_shown(error: DecodeError | EncodeError) -> None:
    shown = [repr(error), str(error), f"{error!r}", logging.Formatter().formatException((type(error), error, None))]
    for one in shown:
        assert error.errors[0].message.partition("'")[0] in one
        assert error.errors[0].rule in one
        assert SECRET not in one
    assert repr(error).startswith(type(error).__name__)


def test_a_refusal_is_a_value_error_whose_members_are_the_findings() -> None:
    for error in refusals():
        assert isinstance(error, ValueError)
        assert as_json(vars(error)) == {"diagnostics": [found.to_dict() for found in error.diagnostics]}


@pytest.mark.process
def test_pydantic_is_loaded_by_nobody_but_itself() -> None:
    code = "import smsmail.codec, sys; print(sorted(name for name in sys.modules if name.startswith('pydantic')))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"[]\n"


def test_the_password_is_a_member_and_in_no_repr() -> None:
    request = decode_request(f"alex:{SECRET}::::79991234567:hi")
    assert request.to_dict()["psw"] == SECRET
    assert SECRET not in f"{request}{request!r}"
    assert dict(Accepted(2, "42")) == {"kind": "accepted", "sms": 2, "id": "42"}
