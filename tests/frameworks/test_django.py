"""The structs and exceptions in a view of Django REST framework."""

import json
from typing import Any

import django
import pytest
from django.conf import settings

settings.configure(
    SECRET_KEY="none",
    REST_FRAMEWORK={"DEFAULT_AUTHENTICATION_CLASSES": (), "UNAUTHENTICATED_USER": None},
    INSTALLED_APPS=("rest_framework",),
)
django.setup()

from rest_framework.renderers import JSONRenderer
from rest_framework.test import APIRequestFactory

from examples.django_view import OrderView, RequestLine
from smsmail.codec import Accepted, check, decode_request

SECRET = "s3cr3t-P4ss"


def answer(line: object) -> tuple[int, Any]:
    request = APIRequestFactory().post("/orders", {"sms": line, "customer": 7}, format="json")
    response = OrderView.as_view()(request).render()
    assert SECRET not in response.content.decode()
    return response.status_code, json.loads(response.content)


def test_a_wrong_line_is_answered_with_what_is_wrong() -> None:
    status, said = answer(f"alex:{SECRET}::3102301200::7999x:hi")
    assert status == 400
    assert [(one["rule"], one["field"], one["start"]) for one in said["sms"]] == [
        ("time-calendar", "time", "18"),
        ("phone-format", "body.phones[0]", "30"),
    ]
    assert said["sms"][0]["message"] == "month 02 of 2030 has no day 31"
    assert said["sms"][0]["remedy"].startswith("Check the order DDMMYYhhmm")


@pytest.mark.parametrize("given", [7, ["x"], {"login": "alex"}])
def test_what_is_no_line_is_answered_so(given: object) -> None:
    status, said = answer(given)
    assert (status, said["sms"][0]["rule"]) == (400, "shape")


def test_a_line_is_taken_and_its_white_space_kept() -> None:
    status, said = answer(f"alex:{SECRET}::::89991234567: hi ")
    assert (status, [one["rule"] for one in said["warnings"]]) == (200, ["number-dialled"])
    assert said["body"] == {"kind": "single", "phones": ["89991234567"], "mes": " hi "}


def test_a_request_is_shown_as_its_line() -> None:
    line = "alex:psw::9-21::79991234567:hi"
    assert RequestLine().to_representation(decode_request(line)) == line


@pytest.mark.parametrize(
    "value", [decode_request("alex:psw::9-21::79991234567:hi"), Accepted(2, "42"), check("alex:psw::::7999x:hi")[0]]
)
def test_a_struct_in_a_response_is_an_object(value: Any) -> None:
    assert json.loads(JSONRenderer().render({"it": value, "they": [value]})) == {
        "it": value.to_dict(),
        "they": [value.to_dict()],
    }
