"""The structs and exceptions in a FastAPI app, and in pydantic itself."""

import json
from typing import Any, get_args

import pytest
from fastapi.testclient import TestClient
from jsonschema import Draft202012Validator
from pydantic import BaseModel, TypeAdapter, ValidationError, field_validator

from examples.fastapi_app import app
from smsmail.codec import Accepted, Content, Diagnostic, Rejected, Reply, Request, Text, check, decode_request

SECRET = "s3cr3t-P4ss"
GOOD = f"alex:{SECRET}::9-21:1:79991234567:hi"
BAD = f"alex:{SECRET}::3102301200::7999x:hi"


def complaints(shape: Draft202012Validator, value: Any) -> list[str]:
    errors: list[Any] = list(shape.iter_errors(value))  # pyright: ignore[reportUnknownMemberType]
    return [error.message for error in errors]


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(app)


def test_a_wrong_line_is_answered_with_what_is_wrong(client: TestClient) -> None:
    answer = client.post("/orders", json={"sms": BAD, "customer": 7})
    assert answer.status_code == 422
    [detail] = answer.json()["detail"]
    assert detail["loc"] == ["body", "sms"]
    findings = detail["ctx"]["error"]["diagnostics"]
    assert [(one["rule"], one["field"], BAD[one["start"] : one["end"]]) for one in findings] == [
        ("time-calendar", "time", "3102301200"),
        ("phone-format", "body.phones[0]", "7999x"),
    ]
    assert findings[0]["message"] == "month 02 of 2030 has no day 31"
    assert all(one["remedy"] and one["line"] == 1 for one in findings)
    assert SECRET not in answer.text


@pytest.mark.parametrize("given", [7, None, ["x"], {"login": "alex"}])
def test_what_is_no_line_is_answered_so(client: TestClient, given: object) -> None:
    assert client.post("/orders", json={"sms": given, "customer": 7}).status_code == 422


def test_a_line_is_taken(client: TestClient) -> None:
    assert client.post("/orders", json={"sms": GOOD, "customer": 7}).json() == {"customer": 7, "sms": 1}


def test_findings_are_an_answer(client: TestClient) -> None:
    [found] = client.post("/check", json="alex:psw::::7 999 123-45-67:hi").json()
    assert (found["rule"], found["severity"], found["fix"]) == (
        *("number-punctuation", "warning"),
        [{"start": 12, "end": 27, "text": "79991234567"}],
    )


def test_a_request_is_a_body(client: TestClient) -> None:
    body = {"kind": "single", "phones": ["79991234567", "79997654321"], "mes": "hi"}
    given = {"login": "alex", "psw": SECRET, "body": body}
    assert client.post("/cost", json=given).json() == 2
    wrong = client.post("/cost", json={**given, "tz": 99})
    assert wrong.status_code == 422
    [found] = wrong.json()["detail"][0]["ctx"]["error"]["diagnostics"]
    assert (found["rule"], found["field"]) == ("tz-format", "tz")
    assert SECRET not in wrong.text


def test_a_reply_is_an_answer(client: TestClient) -> None:
    told = client.post("/replies", json="ERROR = 7 (bad number), ID - 42").json()
    assert told == {"kind": "rejected", "error": 7, "description": "bad number", "id": "42"}


def test_the_page_of_the_interface_has_the_shapes(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    schema = paths["/cost"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert "$ref" not in json.dumps(schema)
    assert schema["description"] == "One request, in either form."
    shape = Draft202012Validator(schema)
    good = decode_request(GOOD).to_dict()
    assert complaints(shape, good) == []
    assert complaints(shape, {**good, "tz": 99}) == ["99 is not valid under any of the given schemas"]
    model = client.get("/openapi.json").json()["components"]["schemas"]["Order"]
    assert model["properties"]["sms"]["type"] == "string"
    assert client.get("/docs").status_code == 200


class Model(BaseModel):
    request: Request
    reply: Reply | None = None
    found: list[Diagnostic] = []
    content: Content | None = None


@pytest.mark.parametrize("reply", [Accepted(2, "42"), Rejected(1, "error in parameters")])
def test_a_model_is_written_and_read_again(reply: Reply) -> None:
    line = "alex:psw:::1:89991234567:hi"
    model = Model(request=decode_request(line), reply=reply, found=check(line), content=Text("hi"))
    assert Model.model_validate_json(model.model_dump_json()) == model
    assert Model.model_validate(model.model_dump()) == model
    assert model.model_dump()["reply"] == reply.to_dict()
    assert SECRET not in repr(Model(request=decode_request(GOOD)))


def test_a_validator_that_only_decodes_is_an_error_and_no_crash() -> None:
    class Lines(BaseModel):
        line: str

        @field_validator("line")
        @classmethod
        def is_request(cls, line: str) -> str:
            decode_request(line)
            return line

    with pytest.raises(ValidationError, match="phone-format") as raised:
        Lines(line="alex:psw::::7999x:hi")
    assert raised.value.errors()[0]["type"] == "value_error"
    assert json.loads(raised.value.json())[0]["ctx"]["error"].startswith("body.phones[0], offset 12: ")


@pytest.mark.parametrize("struct", [Request, Diagnostic, *get_args(Reply), *get_args(Content)])
def test_every_struct_has_a_schema_of_its_own(struct: type[Any]) -> None:
    schema = TypeAdapter(struct).json_schema()
    Draft202012Validator.check_schema(schema)
    assert "$ref" not in json.dumps(schema)
