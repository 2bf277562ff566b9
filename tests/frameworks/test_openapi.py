"""The interface of the gateway does what it says of itself: schemathesis asks it whatever its description allows, and forbids."""

import smtplib
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi import checks

from smsmail.gateway.client import TrialGateway, trial_gateway
from smsmail.gateway.web.openapi import description

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def gateway() -> Iterator[TrialGateway]:
    with trial_gateway() as started:
        with smtplib.SMTP(started.host, started.port) as client:
            client.sendmail("shop@example.com", ["send@send.smscentre.com"], "\n\nshop:any:7:::79991234567:hello")
        yield started


ACCEPTS: Any = checks.positive_data_acceptance  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
schema: Any = schemathesis.openapi.from_dict(description())


@schema.parametrize()
@settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_each_operation_answers_as_it_is_described(case: Any, gateway: TrialGateway) -> None:
    if case.path == "/api/wait":
        with suppress(TypeError, ValueError):
            if 0 <= float(case.query.get("timeout", 0)) <= 60:
                case.query["timeout"] = 0.01
    # What is in an account, no description of the control says.
    case.call_and_validate(base_url=gateway.url, excluded_checks=[ACCEPTS] if case.path == "/control" else [])
