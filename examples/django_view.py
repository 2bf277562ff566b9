"""A view that takes requests, and says of a wrong one what is wrong, with Django REST framework.

Put ``path("orders", OrderView.as_view())`` among your ``urlpatterns``.
"""

# pyright: basic
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request as HttpRequest
from rest_framework.response import Response
from rest_framework.views import APIView

from smsmail.codec import DecodeError, Request, check, decode_request, encode_request

SHOWN = ("rule", "field", "message", "remedy", "start", "end")


class RequestLine(serializers.Field):
    """A request, known by its line."""

    def to_internal_value(self, data: Any) -> Request:
        try:
            return decode_request(data)
        except DecodeError as error:
            # Django REST takes a ValueError for a mistake of the program, and makes texts of all that it is told.
            raise serializers.ValidationError(
                [{name: found[name] for name in SHOWN} for found in error.errors]
            ) from None

    def to_representation(self, value: Request) -> str:
        return encode_request(value)


class OrderSerializer(serializers.Serializer):
    sms = RequestLine()
    customer = serializers.IntegerField()


class OrderView(APIView):
    def post(self, http: HttpRequest) -> Response:
        given = OrderSerializer(data=http.data)
        given.is_valid(raise_exception=True)
        request: Request = given.validated_data["sms"]
        # Findings and replies may stand in an answer as they are. So may a request, but its password is shown then.
        return Response({"warnings": check(encode_request(request)), "body": request.body})
