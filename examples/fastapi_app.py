"""A web service that takes requests, and says of a wrong one what is wrong, with FastAPI.

python3 -m pip install . fastapi uvicorn
python3 -m uvicorn --app-dir examples fastapi_app:app
"""

from typing import Annotated

from fastapi import Body, FastAPI
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.requests import Request as HttpRequest
from fastapi.responses import JSONResponse
from pydantic import BaseModel, BeforeValidator, ConfigDict

from smsmail.codec import Diagnostic, Reply, Request, check, decode_reply, decode_request, sms_count

app = FastAPI(title="SMS by e-mail")

# A request is known by its line. What decode_request raises is a ValueError: pydantic makes an error of it, FastAPI a 422.
RequestLine = Annotated[Request, BeforeValidator(decode_request, json_schema_input_type=str)]


class Order(BaseModel):
    # Without this, pydantic would write the password into its own messages.
    model_config = ConfigDict(hide_input_in_errors=True)

    sms: RequestLine
    customer: int


@app.post("/orders")
def order(order: Order) -> dict[str, object]:
    """A model with a request as one of its fields."""
    return {"customer": order.customer, "sms": sms_count(order.sms)}


@app.post("/check")
def found(line: Annotated[str, Body()]) -> list[Diagnostic]:
    """Findings as an answer."""
    return check(line)


@app.post("/cost")
def cost(request: Annotated[Request, Body()]) -> int | None:
    """A request as JSON; FastAPI takes what is no model from the query, unless it says Body."""
    return sms_count(request)


@app.post("/replies")
def reply(line: Annotated[str, Body()]) -> Reply:
    return decode_reply(line)


@app.exception_handler(RequestValidationError)
def refused(_: HttpRequest, error: RequestValidationError) -> JSONResponse:
    """As FastAPI does it, but without giving back the input, which holds a password."""
    told = [{name: one[name] for name in ("type", "loc", "msg", "ctx") if name in one} for one in error.errors()]
    return JSONResponse({"detail": jsonable_encoder(told)}, status_code=422)
