"""Reading and writing mails: beside the standard library doing the same to the same."""

from collections.abc import Mapping
from email import message_from_bytes

from smsmail.codec import Request, decode_mail, decode_request, encode_mail, encode_request

from . import mail_floors
from .goals import Goal, Result
from .mail_cases import DATE, FROM, MESSAGE_ID, READ, SUBJECT, WRITTEN, Letter
from .measure import Task, fastest

WITH_SMTP = "MIMEText, SMTP"
NEWER = "EmailMessage"
REQUEST = "encode_request"

_MOST = {"decode_mail": 0.35, "encode_mail": 0.8}

_Taken = Mapping[tuple[str, str], float]


def results() -> list[list[Result]]:
    """Decoding and encoding, measured now."""
    reading = fastest({(name, way): task for name, raw in READ.items() for way, task in _reading(raw).items()})
    writing = fastest({(name, way): task for name, one in WRITTEN.items() for way, task in _writing(one).items()})
    return [
        [_result("decode_mail", name, reading, {NEWER}) for name in READ],
        [_result("encode_mail", name, writing, {WITH_SMTP, NEWER, REQUEST}) for name in WRITTEN],
    ]


def _result(function: str, name: str, taken: _Taken, beside: set[str]) -> Result:
    time, floor = taken[name, "codec"], taken[name, "floor"]
    return Result(
        name=f"{function} {name}",
        time=time,
        floor=floor,
        cost=Goal(time / floor, _MOST[function]),
        peers={one: taken[name, one] for one in beside},
    )


def _reading(raw: bytes) -> dict[str, Task]:
    """What is timed, once all have been seen to read the same."""
    text = decode_mail(raw).text
    for read in (mail_floors.decode, mail_floors.decode_newer):
        assert read(raw).replace("\r\n", "\n").strip("\n") == text, f"{read.__name__} reads something else"
    return {"codec": (decode_mail, raw), "floor": (mail_floors.decode, raw), NEWER: (mail_floors.decode_newer, raw)}


def _writing(letter: Letter) -> dict[str, Task]:
    """What is timed, once all have been seen to write as good as the same mail."""
    request = decode_request(letter.line)
    ours = _encode(request)
    for write in (mail_floors.encode, mail_floors.encode_smtp, mail_floors.encode_newer):
        _assert_same_mail(write(letter), ours, write.__name__)
    return {
        "codec": (_encode, request),
        "floor": (mail_floors.encode, letter),
        WITH_SMTP: (mail_floors.encode_smtp, letter),
        NEWER: (mail_floors.encode_newer, letter),
        REQUEST: (encode_request, request),
    }


def _encode(request: Request) -> bytes:
    """The charset and the transfer encoding it chooses itself."""
    return encode_mail(request, from_address=FROM, subject=SUBJECT, date=DATE, message_id=MESSAGE_ID)


def _assert_same_mail(theirs: bytes, ours: bytes, name: str) -> None:
    """Headers in another order and lines of another length are no difference."""
    assert theirs.count(b"\n") == theirs.count(b"\r\n"), f"{name} does not end its lines as SMTP wants it"
    assert decode_mail(theirs) == decode_mail(ours), f"{name} writes another text"
    one, other = message_from_bytes(theirs), message_from_bytes(ours)
    for header in ("From", "To", "Date", "Message-ID", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"):
        assert one[header] == other[header], f"{name} writes another header {header}"
