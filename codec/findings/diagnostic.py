"""What the codec says of a text or a value, and the two exceptions that carry it."""

from collections.abc import Iterable
from typing import Literal

from ..values import Value
from .edits import Edit

Severity = Literal["error", "warning", "note"]
"""An error refuses; a warning is about what is accepted and should be written differently; a note is worth knowing."""


class Diagnostic(Value, frozen=True, kw_only=True):
    """One finding: what is wrong, where, what was expected, why, and how to mend it.

    Offsets count code points of the text as it was given and form a half-open span; for a value that was to be
    encoded they count in the value of the field. No part of a password is ever quoted.

    >>> [found] = check("alex:psw:::1:7999x:hi")
    >>> found.rule, found.error, found.field, found.clause
    ('phone-format', 7, 'body.phones[0]', 'C-PHONES')
    """

    rule: str
    severity: Severity
    error: int | None
    """The protocol's error number that a server would answer (C-ERRNO)."""
    field: str
    """Path into the request or reply, such as ``time`` or ``body.rows[3].phones[1]``; empty for the whole text."""
    start: int
    end: int
    line: int
    """1 for the first line."""
    column: int
    """In code points, 1 for the first of its line."""
    message: str
    expected: str
    remedy: str
    clause: str
    reading: str | None
    fix: tuple[Edit, ...] = ()
    """The edits that mend it, in the text as it was given; empty where the mend would be a guess."""

    def __str__(self) -> str:
        where = f"{self.field}, " if self.field else ""
        number = f" (error {self.error})" if self.error else ""
        basis = f"{self.clause}, {self.reading}" if self.reading else self.clause
        return (
            f"{where}offset {self.start}: {self.message}{number}; expected {self.expected}. {self.remedy} "
            f"[{self.rule}: {basis}]"
        )


_SHOWN = 10
"""How many errors the text of an exception names; all are in its ``diagnostics``."""


class _CodecError(ValueError):
    """A refusal with its findings, in the order of the text; at least one of them is an error.

    A web framework that shows a ValueError by its ``vars`` shows the findings.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]):
        self.diagnostics = tuple(diagnostics)
        super().__init__()

    def __str__(self) -> str:
        errors = self.errors
        more = [f"… and {len(errors) - _SHOWN} more errors"] if len(errors) > _SHOWN else []
        return "\n".join([*map(str, errors[:_SHOWN]), *more])

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def __reduce__(self) -> tuple[type["_CodecError"], tuple[tuple[Diagnostic, ...]]]:
        return type(self), (self.diagnostics,)

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The findings that are errors."""
        return tuple(found for found in self.diagnostics if found.severity == "error")

    @property
    def code(self) -> int | None:
        """The protocol's error number (1 to 9) of the first error, or ``None`` where it has none, as in a reply."""
        return self.errors[0].error


class DecodeError(_CodecError):
    """A text that is not a request, or not a reply.

    >>> try:
    ...     decode_request("alex:psw::3102301200::79991234567:hi")
    ... except DecodeError as error:
    ...     print(error.code, error.errors[0].rule)
    5 time-calendar
    """


class EncodeError(_CodecError):
    """A value that no text of the protocol can carry.

    >>> try:
    ...     encode_request(Request(login="alex", psw="a:b", body=Single(("79991234567",), "hi")))
    ... except EncodeError as error:
    ...     print(error.code, error.errors[0].rule)
    1 unrepresentable
    """
