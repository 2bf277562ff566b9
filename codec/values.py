"""What every struct of the codec can do beside holding its members: be plain values, and be a field of other libraries."""

from typing import TYPE_CHECKING, Any, Self, cast

import msgspec
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import KeysView

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema


class Value(Struct, frozen=True):
    """A struct that is also a mapping as far as ``dict(value)`` and ``**value`` go, which JSON encoders look for.

    Pydantic is asked for nothing, but finds here what it needs to take these as types of fields.
    """

    def to_dict(self) -> dict[str, Any]:
        """The members as plain dicts, lists, texts and numbers: the shapes that JSON has.

        :func:`to_request`, :func:`to_reply` and :func:`to_content` are the way back. Nothing is left out or masked: of a
        request the password is a member, and the ``fix`` of a finding may write a piece of it.

        >>> decode_reply("OK - 2 SMS, ID - 42").to_dict()
        {'kind': 'accepted', 'sms': 2, 'id': '42'}
        """
        return with_lists(msgspec.to_builtins(self))

    def keys(self) -> "KeysView[str]":
        """The names of the members, as :meth:`to_dict` has them."""
        return self.to_dict().keys()

    def __getitem__(self, name: str) -> Any:
        return self.to_dict()[name]

    @classmethod
    def _taken(cls, value: object) -> Self:
        """*value*, or what it says as plain values; raises :class:`EncodeError`, which is a ValueError."""
        from .shape import to_shape  # That module is built on these structs.

        return value if isinstance(value, cls) else cast("Self", to_shape(value, cls))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: "GetCoreSchemaHandler") -> "CoreSchema":
        from pydantic_core import core_schema  # Nobody but pydantic calls this.

        written = core_schema.plain_serializer_function_ser_schema(cls.to_dict)
        return core_schema.no_info_plain_validator_function(cls._taken, serialization=written)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: "CoreSchema", handler: "GetJsonSchemaHandler") -> "JsonSchemaValue":
        whole = msgspec.json.schema(cls)
        return _inlined(whole, whole["$defs"])


def with_lists(value: Any) -> Any:
    match value:
        case dict():
            return {name: with_lists(one) for name, one in cast("dict[str, object]", value).items()}
        case tuple():
            return [with_lists(one) for one in cast("tuple[object, ...]", value)]
        case _:
            return value


def _inlined(schema: Any, known: dict[str, Any]) -> Any:
    """*schema* without references, which would lead nowhere in the schema that it becomes a part of."""
    match schema:
        case {"$ref": str(name), **beside}:
            found = {**known[name.rpartition("/")[2]], **{key: beside[key] for key in beside if key != "$defs"}}
            if "description" in found:  # The rest of a docstring is for readers of Python.
                found["description"] = " ".join(found["description"].partition("\n\n")[0].split())
            return _inlined(found, known)
        case dict():
            members = cast("dict[str, object]", schema).items()
            return {name: _inlined(one, known) for name, one in members if name != "discriminator"}
        case list():
            return [_inlined(one, known) for one in cast("list[object]", schema)]
        case _:
            return schema
