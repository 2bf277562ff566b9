"""Mails that went over a wire: written by Python's own mail client or by the encoder, and received by a server.

The server is aiosmtpd on the loopback interface. What it was handed must decode to the request that was sent.
"""

import asyncio
import smtplib
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from hypothesis import given

from smsmail.codec import (
    Batch,
    EncodeError,
    Request,
    Row,
    Single,
    decode_mail,
    decode_request,
    encode_mail,
    encode_request,
)
from smsmail.conformance.strategies import requests
from tests.support.each import each
from tests.support.effort import examples

SHOP, SERVICE = "shop@example.com", "send@send.smscentre.com"
Send = Callable[[smtplib.SMTP], object]


class Keeper:
    """Keeps the octets of each mail that the server is handed."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.mails.append(envelope.content)
        return "250 OK"


def arrived(*sends: Send) -> list[bytes]:
    """What a server receives from a client that does *sends* in one session."""
    keeper = Keeper()

    def talk(port: int) -> None:
        with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost", timeout=30) as client:
            for send in sends:
                send(client)

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(keeper, hostname="localhost", loop=loop), "127.0.0.1", 0)
        async with server:
            await asyncio.to_thread(talk, server.sockets[0].getsockname()[1])

    asyncio.run(serve())
    assert len(keeper.mails) == len(sends)
    return keeper.mails


def single(mes: str) -> Request:
    return Request(login="alex", psw="s3cr3t", body=Single(("79991234567",), mes))


def list_of_500_rows() -> Request:
    rows = (Row((f"7999{number:07}",), f"Заказ {number} готов,\nждём вас") for number in range(500))
    return Request(login="alex", psw="s3cr3t", id="orders-1", body=Batch(tuple(rows)))


REQUESTS = {
    "plain": single("Hello"),
    "koi8-r Cyrillic": single("Ваш заказ готов, ёлки тоже"),
    "several lines": single("Первая\n\n третья \nпоследняя"),
    "lines beginning with a dot": single("x\n.hidden\n..two\n.\n...\n.\nend."),
    "lines beginning with From": single("x\nFrom here\n>From there"),
    "long lines": single("x" * 990),
    "long lines of letters": single("Ж" * 1000),
    "a list of 500 rows": list_of_500_rows(),
}
LONG = {name for name, request in REQUESTS.items() if len(max(encode_request(request).split("\n"), key=len)) > 998}
AS_THEY_STAND = [name for name in REQUESTS if name not in LONG]
# Python's mail client writes a ">" before a line that begins with From, and quoted-printable does not keep it from that.
UNCHANGED = [name for name in REQUESTS if "From" not in name]


def by_hand(request: Request, *headers: str) -> Send:
    """A header and a body as scripts put them together, in octets of koi8-r."""
    lines = [f"From: {SHOP}", f"To: {SERVICE}", *headers, "", encode_request(request)]
    octets = "\n".join(lines).replace("\n", "\r\n").encode("koi8-r")
    return lambda client: client.sendmail(SHOP, SERVICE, octets, mail_options=["BODY=8BITMIME"])


def by_email_message(request: Request, charset: str, cte: str) -> Send:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = SHOP, SERVICE, "SMS"
    message.set_content(encode_request(request), charset=charset, cte=cte)
    return lambda client: client.send_message(message)


def by_encoder(request: Request, charset: str | None = None) -> Send:
    mail = encode_mail(request, charset, from_address=SHOP, subject="Заказ")
    return lambda client: client.sendmail(SHOP, SERVICE, mail)


@pytest.mark.parametrize("name", AS_THEY_STAND)
def test_8_bit_octets_without_any_mime_header(name: str) -> None:
    (mail,) = arrived(by_hand(REQUESTS[name]))
    read = decode_mail(mail)
    assert read.charset == "koi8-r"
    assert decode_request(read.text) == REQUESTS[name]


@pytest.mark.parametrize("name", AS_THEY_STAND)
def test_8_bit_octets_with_their_charset(name: str) -> None:
    (mail,) = arrived(
        by_hand(
            REQUESTS[name],
            "Content-Type: text/plain; charset=KOI8-R",
            "Content-Transfer-Encoding: 8bit",
            "Subject: SMS",
        )
    )
    assert mail.isascii() == encode_request(REQUESTS[name]).isascii()
    assert decode_request(decode_mail(mail).text) == REQUESTS[name]


@each("cte", ["quoted-printable", "base64"])
@each("charset", ["koi8-r", "windows-1251", "utf-8"])
@each("name", UNCHANGED)
def test_what_the_standard_library_writes(name: str, charset: str, cte: str) -> None:
    (mail,) = arrived(by_email_message(REQUESTS[name], charset, cte))
    read = decode_mail(mail)
    assert read.charset == charset
    assert decode_request(read.text) == REQUESTS[name]


@each("charset", ["koi8-r", "windows-1251", "utf-8", "utf-16", None])
@each("name", REQUESTS)
def test_what_the_encoder_writes(name: str, charset: str | None) -> None:
    (mail,) = arrived(by_encoder(REQUESTS[name], charset))
    assert decode_request(decode_mail(mail).text) == REQUESTS[name]


def test_the_mails_of_one_session_are_kept_apart() -> None:
    mails = arrived(*(by_encoder(request) for request in REQUESTS.values()))
    assert [decode_request(decode_mail(mail).text) for mail in mails] == list(REQUESTS.values())


@given(requests())
@examples(50)
def test_any_request_arrives_octet_for_octet(request: Request) -> None:
    try:
        mail = encode_mail(request, from_address=SHOP)
    except EncodeError as error:
        assert {found.rule for found in error.diagnostics} <= {"mail-end", "unrepresentable"}
        return
    assert arrived(lambda client: client.sendmail(SHOP, SERVICE, mail)) == [mail]
