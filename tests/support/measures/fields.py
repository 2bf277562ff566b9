"""What is measured of the other fields of requests."""

import re
from typing import Any

from smsmail.conformance import Case
from tests.support.measures.parts import FORMAT, ID, MES, PHONES, body, given, line, number, option, options


def id_of(case: Case) -> str | None:
    """The id of a request or a reply, whichever the case has."""
    match case.op:
        case "decode_request":
            return line(case, ID)
        case "encode_request":
            return given(case, "id")
        case "encode_reply":
            return case.input["reply"].get("id")
        case "decode_reply":
            found = re.fullmatch(r"(?:OK|ERROR).*, ID - (\S*)", case.input["text"])
            return found[1] if found else None
        case _:
            return None


def recipients(case: Case) -> list[str]:
    """Those of a single message."""
    text = line(case, PHONES)
    return re.split("[,;]", text) if text else body(case, "single").get("phones", [])


def the_recipient(case: Case) -> str | None:
    """The recipient, if there is but one."""
    found = recipients(case)
    return found[0] if len(found) == 1 else None


def single_mes(case: Case) -> str | None:
    """The message of a single request, or of a content."""
    if case.op == "decode_content":
        return case.input["mes"]
    return line(case, MES) if line(case, PHONES) else body(case, "single").get("mes")


def row_mes(case: Case) -> str | None:
    """The message of a list of one row, its newlines expanded."""
    written: list[dict[str, Any]] = body(case, "list").get("rows", [])
    if len(written) == 1:
        return written[0].get("mes")
    rest = line(case, MES) if line(case, PHONES) == "" else None
    found = re.fullmatch(r"[^:;\n]*[:;]([^\n]*)", rest or "")
    return found[1].replace("\\n", "\n") if found else None


def colons(case: Case) -> int | None:
    return case.input["text"].count(":") if case.op == "decode_request" else None


def items(case: Case) -> int | None:
    found = options(case)
    return len(found) if found and found != [""] else None


def hex_digits(case: Case) -> int | None:
    mes = single_mes(case) or ""
    asked = case.input.get("format") if case.op == "decode_content" else number(option(FORMAT, "format")(case))
    return len(mes) if asked == 5 and re.fullmatch(r"[0-9A-Fa-f]+", mes) else None


def rows(case: Case) -> int | None:
    """Lines of a list that are not blank."""
    if written := body(case, "list"):
        return len(written["rows"])
    return len([one for one in (line(case, MES) or "").split("\n") if one]) if line(case, PHONES) == "" else None
