"""All that is to be said of a mail and of the request in it."""

from ..decode import check
from ..findings.diagnostic import DecodeError, Diagnostic
from .decode import decode_mail


def check_mail(raw: bytes) -> list[Diagnostic]:
    """The findings of the mail *raw*, then those of the request that it carries.

    A finding of the mail has a field that begins with ``mail``, and its offsets count octets; one of the request has
    offsets, line and column in the request's text, which :func:`decode_mail` gives. Without an error among them the
    mail carries a request that :func:`decode_request` accepts. Never raises.

    >>> [found.rule for found in check_mail(b"Subject: SMS\\n\\nalex:psw::::7999x:hi")]
    ['charset-default', 'phone-format']
    """
    try:
        mail = decode_mail(raw)
    except DecodeError as error:
        return list(error.diagnostics)
    # A mail says which charset it is written in, be it by saying nothing.
    return [*mail.findings, *(one for one in check(mail.text) if one.rule != "charset-needed")]
