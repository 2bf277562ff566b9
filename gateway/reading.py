"""What stands in a mail. It is read once, however many recipients the mail has, and may be read aside: it takes long."""

from msgspec import Struct

from ..codec import DecodeError, Request, decode_mail, decode_request


class Reading(Struct, frozen=True):
    """What :func:`read` found.

    >>> Reading("alex", error=read("alex").error).request is None
    True
    """

    text: str | None = None
    """What the mail carries; ``None`` where it cannot be read."""
    request: Request | None = None
    """The request that the text is, if it is one."""
    error: DecodeError | None = None
    """Why there is no text, or no request."""

    def __repr__(self) -> str:
        return f"Reading({'of a request' if self.request else 'without a request'})"


def read(content: bytes | str, *, as_request: bool = True) -> Reading:
    """What stands in a mail's *content*, its octets or its text: a request, or unless it is looked for *as_request* the
    text that is to be forwarded.

    >>> read("alex:psw::::79991234567:Hi").request.body.mes
    'Hi'
    >>> read("See you at six", as_request=False).text
    'See you at six'
    """
    text = None
    try:
        text = content if isinstance(content, str) else decode_mail(content, needs_tags=as_request).text
        return Reading(text, decode_request(text) if as_request else None)
    except DecodeError as error:
        return Reading(text, None, error)
