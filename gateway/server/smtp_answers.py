"""What the server says at SMTP time to refuse something."""

from collections.abc import Sequence

from ...codec import RULES, Diagnostic

_LONGEST = 510
"""Octets of an answer without its CR LF (RFC 5321, 4.5.3.1.5)."""

NO_SUCH_SENDER = "553 5.1.7 this is no address to answer to"
TOO_MANY_RECIPIENTS = "452 4.5.3 too many recipients"
NOT_STORED = "451 4.3.0 the mail could not be stored, try again later"
STOPPING = "421 4.3.2 the server is shutting down, try again later"
BUG = "451 4.3.0 something went wrong here, try again later"
NO_AUTH = "502 5.5.1 AUTH is not offered: the password is in the request"
NO_VRFY = "252 2.5.0 no address is verified; a mail to it may be tried"


def no_such_address(right: str) -> str:
    """The answer to RCPT TO an address of nobody; requests go to the *right* one."""
    return f"550 5.1.1 no such address here: requests go to {right}"


def of_findings(found: Sequence[Diagnostic]) -> str:
    """The answer to a mail whose request cannot be read because of what was *found*.

    It has the words of the rule and not those of the finding: a finding may quote a piece of the line, and in a line that
    is out of order any piece may be the password.
    """
    errors = [one for one in found if one.severity == "error"]
    first = errors[0]
    rule = RULES[first.rule]
    where = f"{first.field}: " if first.field else ""
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    text = f"550 5.6.0 request refused: {where}{rule.says} [{rule.code}, error {first.error}]{more}. {rule.remedy}"
    return text.encode("ascii", "replace").decode("ascii")[:_LONGEST]
