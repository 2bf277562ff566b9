"""A testee of one package of PyPI: ``python testee.py HELLO``, with its introduction as JSON.

Each adapter calls its package as that package's own documentation does, and changes no answer of it. It runs where the
packages are installed and smsmail is not.
"""

import json
import sys
from typing import Any


class NotOffered(Exception):
    """What the package does not claim to do with this text."""


def smsutil(text: str) -> dict[str, Any]:
    import smsutil

    found = smsutil.split(text)
    encoding = "gsm7" if found.encoding == "gsm0338" else "ucs2"
    return {"encoding": encoding, "parts": [part.content for part in found.parts]}


def smpplib(text: str) -> dict[str, Any]:
    from smpplib import consts, gsm

    def in_gsm(octets: bytes) -> str:
        # With its own table; an escape that is cut from its character stays one.
        texts, signs = [], iter(octets)
        for sign in signs:
            second = next(signs, None) if sign == 0x1B else None
            texts.append(gsm.GSM_CHARACTER_TABLE[sign if second is None else second + 0x80])
        return "".join(texts)

    chunks, encoding, _ = gsm.make_parts(text)
    bodies = [chunk[6:] for chunk in chunks] if len(chunks) > 1 else chunks
    if encoding == consts.SMPP_ENCODING_ISO10646:
        return {"encoding": "ucs2", "parts": [body.decode("utf-16-be", "surrogatepass") for body in bodies]}
    return {"encoding": "gsm7", "parts": [in_gsm(body) for body in bodies]}


def gsmmodem(text: str) -> dict[str, Any]:
    from gsmmodem import pdu

    pdu.encodeSmsSubmitPdu("+79991234567", text)  # what is called to send; which parts it makes, these tell
    try:
        length, limit, divide, encoding = len(pdu.encodeGsm7(text)), 160, pdu.divideTextGsm7, "gsm7"
    except ValueError:
        length, limit, divide, encoding = len(text), 70, pdu.divideTextUcs2, "ucs2"
    return {"encoding": encoding, "parts": divide(text) if length > limit else [text]}


def pdubuild(text: str) -> dict[str, Any]:
    import pdubuild
    from pdubuild.sms_submit import DataEncoding

    encoding = "gsm7"
    try:
        list(pdubuild.build("+79990000000", "+79991234567", text, encoding))
    except ValueError:  # which of the two to ask for is left to its caller
        encoding = "ucs2"
    return {"encoding": encoding, "parts": pdubuild.split(DataEncoding.from_alias(encoding).maxchunksize, text)}


def messaging(text: str) -> dict[str, Any]:
    from messaging.sms import SmsSubmit

    submit = SmsSubmit("+79991234567", text)
    return {"count": len(submit.to_pdu()), "encoding": "gsm7" if submit.fmt == 0 else "ucs2"}


def smssafe(text: str) -> dict[str, Any]:
    from smssafe import sanitize

    found = sanitize(text)
    if found.sanitized != text:
        raise NotOffered("it replaces what is not GSM 03.38 before it counts")
    return {"encoding": found.encoding, "units": found.char_count, "count": found.segments}


def sms_counter(text: str) -> dict[str, Any]:
    from sms.counter import SMSCounter

    found = SMSCounter().count(text)
    encoding = "ucs2" if found.encoding == "UTF16" else "gsm7"
    return {"encoding": encoding, "units": found.sms_size, "count": found.segment}


ADAPTERS = {
    "smsutil": smsutil,
    "smpplib": smpplib,
    "python-gsmmodem-new": gsmmodem,
    "pdubuild": pdubuild,
    "python-messaging": messaging,
    "smssafe": smssafe,
    "sms-counter": sms_counter,
}


def main(hello: dict[str, Any]) -> None:
    segment = ADAPTERS[hello["implementation"]]
    for line in sys.stdin:
        question = json.loads(line)
        if question["op"] == "bye":
            return
        answer = hello
        if question["op"] != "hello":
            try:
                answer = {"id": question["id"], "ok": segment(question["input"]["text"])}
            except NotOffered as reason:
                answer = {"id": question["id"], "skip": str(reason)}
        print(json.dumps(answer), flush=True)


main(json.loads(sys.argv[1]))
