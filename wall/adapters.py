"""Testees of `segment`: what packages of PyPI make of a text, `python adapters.py PACKAGE VERSION`.

Each adapter calls its package as that package's own documentation does, and changes no answer of it. It runs where the
package is installed and smsmail is not.
"""

import json
import sys
from typing import Any


def smsutil() -> Any:
    import smsutil

    def segment(text: str) -> Any:
        found = smsutil.split(text)
        parts = [part.content for part in found.parts]
        return {"encoding": "gsm7" if found.encoding == "gsm0338" else "ucs2", "parts": parts}

    return segment


def smpplib() -> Any:
    from smpplib import consts, gsm

    def segment(text: str) -> Any:
        chunks, encoding, _ = gsm.make_parts(text)
        bodies = [chunk[6:] for chunk in chunks] if len(chunks) > 1 else chunks
        if encoding == consts.SMPP_ENCODING_ISO10646:
            return {"encoding": "ucs2", "parts": [body.decode("utf-16-be", "surrogatepass") for body in bodies]}
        # Octet by octet as its own table has them; an escape that is cut from its character stays one.
        signs = gsm.GSM_CHARACTER_TABLE
        texts = ["".join(map(signs.__getitem__, body)) for body in bodies if b"\x1b" not in body]
        if len(texts) == len(bodies):
            return {"encoding": "gsm7", "parts": texts}
        return {"encoding": "gsm7", "units": sum(map(len, bodies)), "count": len(bodies)}

    return segment


def gsmmodem() -> Any:
    from gsmmodem import pdu

    def segment(text: str) -> Any:
        try:
            septets = len(pdu.encodeGsm7(text))
        except ValueError:
            units = len(text)
            return {"encoding": "ucs2", "parts": [text] if units <= 70 else pdu.divideTextUcs2(text)}
        return {"encoding": "gsm7", "parts": [text] if septets <= 160 else pdu.divideTextGsm7(text)}

    return segment


def pdubuild() -> Any:
    from pdubuild import split
    from pdubuild.sms_submit import DataEncoding

    def segment(text: str) -> Any:
        # Which encoding to take, its caller decides; this is the rule of its command line's help.
        encoding = "gsm7" if text.isascii() else "ucs2"
        return {"encoding": encoding, "parts": split(DataEncoding.from_alias(encoding).maxchunksize, text)}

    return segment


def messaging() -> Any:
    from messaging.sms import SmsSubmit

    def segment(text: str) -> Any:
        submit = SmsSubmit("+79991234567", text)
        return {"count": len(submit.to_pdu()), "encoding": "gsm7" if submit.fmt == 0 else "ucs2"}

    return segment


def smssafe() -> Any:
    from smssafe.charsets import GSM7_EXTENDED, GSM7_STANDARD
    from smssafe.segments import gsm7_encoded_length, segment_count

    def segment(text: str) -> Any:
        # Its sanitizer changes texts; its counters are asked for the text as it is.
        if set(text) <= set(GSM7_STANDARD) | set(GSM7_EXTENDED):
            units = gsm7_encoded_length(text)
            return {"encoding": "gsm7", "units": units, "count": segment_count(units, "gsm7")}
        units = len(text.encode("utf-16-le")) // 2
        return {"encoding": "ucs2", "units": units, "count": segment_count(units, "ucs2")}

    return segment


def sms_counter() -> Any:
    from sms.counter import SMSCounter

    def segment(text: str) -> Any:
        found = SMSCounter().count(text)
        return {
            "encoding": "ucs2" if found.encoding == "UTF16" else "gsm7",
            "units": found.sms_size,
            "count": found.segment,
        }

    return segment


ADAPTERS = {
    "smsutil": smsutil,
    "smpplib": smpplib,
    "python-gsmmodem-new": gsmmodem,
    "pdubuild": pdubuild,
    "python-messaging": messaging,
    "smssafe": smssafe,
    "sms-counter": sms_counter,
}

name, version = sys.argv[1:]
segment = ADAPTERS[name]()
for line in sys.stdin:
    question = json.loads(line)
    if question["op"] == "bye":
        break
    if question["op"] == "hello":
        about = {"implementation": name, "version": version, "language": "Python", "ops": ["segment"]}
        answer = {"protocol": 1, **about}
    else:
        answer = {"id": question["id"], "ok": segment(question["input"]["text"])}
    print(json.dumps(answer), flush=True)
