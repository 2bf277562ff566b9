"""Making a whole request from contents, so that nobody writes a prefix or a last line by hand."""

from collections.abc import Iterable

from .content.kinds import Kind
from .content.model import Content
from .content.read import kind_of_content
from .content.write import Message, encode_content
from .encode import encode_request
from .findings.findings import refusal
from .model import Batch, Format, Request, Row, Single, Time, Translit
from .request.quick import build
from .shape import to_content


def compose_single(
    login: str,
    psw: str,
    phones: Iterable[str],
    content: Content,
    *,
    id: str | None = None,
    time: Time | None = None,
    tz: int | None = None,
    translit: Translit = Translit.NONE,
    sender: str | None = None,
    test: int = 0,
) -> Request:
    """The request that sends *content* to *phones*; the other fields are as in :class:`Request`.

    The sender of an e-mail is its content's own.

    >>> compose_single("alex", "psw", ["79991234567"], Voice("Your order is ready", voice="m2")).body.mes
    'Your order is ready\\nvoice:m2'

    Raises :class:`EncodeError` if the content cannot be written, or the request not be sent.
    """
    message = encode_content(content)
    return _request([message], Single(tuple(phones), message.mes), login, psw, id, time, tz, translit, sender, test)


def compose_list(
    login: str,
    psw: str,
    messages: Iterable[tuple[Iterable[str], Content]],
    *,
    id: str | None = None,
    time: Time | None = None,
    tz: int | None = None,
    translit: Translit = Translit.NONE,
    sender: str | None = None,
    test: int = 0,
) -> Request:
    """The list request that sends each content to its phones; the other fields are as in :class:`Request`.

    A list has one format. Contents of several kinds go together where all but ordinary texts have a prefix.

    >>> messages = [(["79991234567"], Text("one")), (["79997654321"], Text("two"))]
    >>> request = compose_list("alex", "psw", messages)
    >>> encode_request(request).split("\\n")
    ['alex:psw:::::79991234567:one', '79997654321:two']

    Raises :class:`EncodeError` as :func:`compose_single` does, or if the contents do not go together in one list.
    """
    pairs = [(tuple(phones), to_content(content)) for phones, content in messages]
    mixed = len({kind_of_content(content) for _, content in pairs}) > 1
    written = [
        encode_content(content, by_prefix=mixed and kind_of_content(content) is not Kind.TEXT) for _, content in pairs
    ]
    rows = tuple(Row(phones, message.mes) for (phones, _), message in zip(pairs, written, strict=True))
    return _request(written, Batch(rows), login, psw, id, time, tz, translit, sender, test)


def _request(
    messages: list[Message],
    body: Single | Batch,
    login: str,
    psw: str,
    id: str | None,
    time: Time | None,
    tz: int | None,
    translit: Translit,
    sender: str | None,
    test: int,
) -> Request:
    format = messages[0].format if messages else Format.TEXT
    sender = _common_sender(messages, sender)
    request = build(login, psw, id, time, tz, translit, format, sender, test, body)
    encode_request(request)  # Refuses what cannot be sent.
    return request


def _common_sender(messages: list[Message], sender: str | None) -> str | None:
    senders = {one for one in (sender, *(message.sender for message in messages)) if one}
    if len(senders) > 1:
        raise refusal("content-value", "sender", "a request has one sender, and an e-mail brings its own")
    return next(iter(senders), None)
