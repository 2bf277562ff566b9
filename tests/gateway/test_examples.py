"""The examples do what their texts say, on the loopback interface."""

import asyncio
import importlib.util
import re
import signal
import smtplib
import subprocess
import sys
from collections.abc import Callable, Iterable
from email.message import EmailMessage
from typing import TypeVar

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from hypothesis import example, given
from hypothesis import strategies as st

from fixtures.mails import MAILS
from smsmail.codec import RULES, check_mail
from tests.support import ROOT
from tests.support.running import free_port

pytestmark = pytest.mark.process

EXAMPLES = ROOT / "examples"
SHOP, SERVICE, COLLEAGUE = "shop@example.com", "send@send.smscentre.com", "ann@example.com"
SECRET = "s3cr3t-P4ss"
GOOD = f"alex:{SECRET}::::79991234567:Your order is ready"

_spec = importlib.util.spec_from_file_location("mail_gateway", EXAMPLES / "mail_gateway.py")
assert _spec
assert _spec.loader
mail_gateway = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(mail_gateway)

Result = TypeVar("Result")
Hop = tuple[str, list[str], bytes]


class Kept:
    """A next hop that keeps what it is handed, or fails."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.mails: list[Hop] = []
        self._failure = failure

    def __call__(self, sender: str, recipients: Iterable[str], mail: bytes) -> dict[str, tuple[int, bytes]] | None:
        if self._failure:
            raise self._failure
        self.mails.append((sender, list(recipients), mail))
        return None


class Server:
    """The next hop as a server."""

    def __init__(self, answer: str = "250 OK") -> None:
        self.mails: list[Hop] = []
        self._answer = answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.mails.append((envelope.mail_from or "", envelope.rcpt_tos, envelope.original_content or b""))
        return self._answer


def while_serving(handler: object, talk: Callable[[int], Result]) -> Result:
    """What *talk* makes of the port at which *handler* serves."""

    async def serve() -> Result:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(handler, hostname="localhost", loop=loop), "127.0.0.1", 0)
        async with server:
            return await asyncio.to_thread(talk, server.sockets[0].getsockname()[1])

    return asyncio.run(serve())


def answers(relay: object, *mails: bytes, to: tuple[str, ...] = (SERVICE,)) -> list[str]:
    """What a client in one session is answered to each of *mails*."""

    def talk(port: int) -> list[str]:
        with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost", timeout=30) as client:
            return [answer(client, mail, to) for mail in mails]

    return while_serving(mail_gateway.Gateway(relay), talk)


def answer(client: smtplib.SMTP, mail: bytes, to: tuple[str, ...] = (SERVICE,)) -> str:
    try:
        client.sendmail(SHOP, to, mail)
    except smtplib.SMTPDataError as error:
        assert isinstance(error.smtp_error, bytes)
        return f"{error.smtp_code} {error.smtp_error.decode('ascii')}"
    return "250"


def mail_of(line: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = SHOP, SERVICE, "SMS"
    message.set_content(line)
    return message.as_bytes().replace(b"\n", b"\r\n")


@pytest.mark.parametrize(
    ("line", "field", "rule", "more"),
    [
        (f"alex:{SECRET}::::7999x:hi", "body.phones[0]: ", "phone-format", ""),
        (f"alex:{SECRET}::32.01.30 12.00::7999x,8:hi", "time: ", "time-calendar", " (and 2 more)"),
        (f"alex:{SECRET}:::0:1:Alex:1:79991234567:hi", "", "colons-for-commas", ""),
        ("hello", "", "field-count", ""),
    ],
)
def test_a_wrong_request_is_refused_with_the_first_error_and_its_remedy(
    line: str, field: str, rule: str, more: str
) -> None:
    kept = Kept()
    (told,) = answers(kept, mail_of(line))
    assert told.startswith(f"550 5.6.0 SMS request refused: {field}")
    assert told.endswith(f" [{rule}]{more}. {RULES[rule].remedy}")
    assert not kept.mails


def test_the_answer_that_the_readme_shows() -> None:
    (told,) = answers(Kept(), mail_of(f"alex:{SECRET}::::7999x:hi"))
    assert f"```text\n{told}\n```" in (EXAMPLES / "README.md").read_text("utf-8")


def test_a_right_request_goes_on_octet_for_octet() -> None:
    kept = Kept()
    koi8 = b"Subject: SMS\r\n\r\n" + GOOD.replace("Your order is ready", "Ваш заказ готов").encode("koi8-r") + b"\r\n"
    assert answers(kept, mail_of(GOOD), koi8) == ["250", "250"]
    assert kept.mails == [(SHOP, [SERVICE], mail_of(GOOD)), (SHOP, [SERVICE], koi8)]


def test_the_session_goes_on_after_a_refusal() -> None:
    kept = Kept()
    first, second, third = answers(kept, mail_of("hello"), mail_of(GOOD), b"")
    assert (first[:3], second, third[:3]) == ("550", "250", "550")
    assert len(kept.mails) == 1


@pytest.mark.parametrize("to", [(COLLEAGUE,), (COLLEAGUE, "send@example.com")])
def test_other_mails_are_none_of_its_business(to: tuple[str, ...]) -> None:
    kept = Kept()
    assert answers(kept, mail_of("hello"), to=to) == ["250"]
    assert kept.mails == [(SHOP, list(to), mail_of("hello"))]


@pytest.mark.parametrize("to", [("Send@Send.SMScentre.com",), (COLLEAGUE, SERVICE)])
def test_the_service_is_known_in_capitals_and_among_others(to: tuple[str, ...]) -> None:
    assert answers(Kept(), mail_of("hello"), to=to)[0].startswith("550 ")


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (ConnectionRefusedError("no"), "451 4.4.1 the next mail server cannot be reached, try again later"),
        (smtplib.SMTPServerDisconnected("gone"), "451 4.4.1 the next mail server cannot be reached, try again later"),
        (smtplib.SMTPDataError(554, b"5.7.1 not \xff\r\nhere"), "554 5.7.1 not \\ufffd??here"),
        (smtplib.SMTPHeloError(501, "who are you"), "501 who are you"),
    ],
)
def test_what_the_next_hop_says_is_passed_back(failure: Exception, said: str) -> None:
    assert answers(Kept(failure), mail_of(GOOD)) == [said]


@pytest.mark.parametrize(("said", "answered"), [("250 OK", "250"), ("452 4.3.1 full", "452 4.3.1 full")])
def test_relaying_to_a_server(said: str, answered: str) -> None:
    hop = Server(said)
    assert while_serving(hop, lambda port: answers(mail_gateway.relay_to("127.0.0.1", port), mail_of(GOOD))) == [
        answered
    ]
    assert hop.mails == [(SHOP, [SERVICE], mail_of(GOOD))]


class Choosy(Server):
    """A next hop that does not take everybody."""

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address == COLLEAGUE:
            return "550 5.1.1 she has left"
        envelope.rcpt_tos.append(address)
        return "250 OK"


def test_a_recipient_whom_the_next_hop_refuses_is_refused() -> None:
    """The others get the mail."""
    hop = Choosy()

    def talk(next_hop: int) -> dict[str, tuple[int, bytes]]:
        def send(port: int) -> dict[str, tuple[int, bytes]]:
            with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost", timeout=30) as client:
                return client.sendmail(SHOP, [COLLEAGUE, SERVICE], mail_of(GOOD))

        return while_serving(mail_gateway.Gateway(mail_gateway.relay_to("127.0.0.1", next_hop)), send)

    assert while_serving(hop, talk) == {COLLEAGUE: (550, b"5.1.1 she has left")}
    assert hop.mails == [(SHOP, [SERVICE], mail_of(GOOD))]


def test_nobody_is_told_of_success_where_a_recipient_is_refused_only_then() -> None:
    class Late(Kept):
        def __call__(self, sender: str, recipients: Iterable[str], mail: bytes) -> dict[str, tuple[int, bytes]]:
            return {COLLEAGUE: (550, b"5.1.1 she has just left")}

    assert answers(Late(), mail_of(GOOD), to=(COLLEAGUE, SERVICE)) == ["550 5.1.1 she has just left"]


# ---- what a refusal says


def with_secret() -> st.SearchStrategy[bytes]:
    """Mails with a known password, most of them wrong, and some without the empty line before the request."""
    pieces = [
        *(":", "::", ",", "\n", "\r", "\r\n", "\r\n550 x\r\n", " ", "x", "7", "Ж", "%3A", "\x00", "\x1b[31m", "&psw=")
    ]
    noise = st.lists(st.sampled_from(pieces), max_size=4).map("".join)
    lines = st.tuples(noise, noise, noise).map(lambda it: f"alex{it[0]}:{SECRET}:{it[1]}:::{it[2]}79991234567:hi")
    heads = ["", "\n", "Subject: SMS\n\n", "Content-Type: text/plain; charset=", "Content-Transfer-Encoding: ", "X: "]
    return st.tuples(st.sampled_from(heads), lines).map(lambda it: "".join(it).encode())


@given(with_secret() | st.sampled_from(sorted(MAILS.values())) | st.binary(max_size=100))
@example(b"Content-Type: text/plain; charset=a\r250\n\nx")
@example(b"Content-Type: \xff/\xfe\r\n\r\nx")
@example(f"\nlogin=alex&psw={SECRET}&phones=7&mes=hi".encode())
def test_a_refusal_is_one_line_of_ascii_without_the_password(mail: bytes) -> None:
    said = mail_gateway.refusal(mail)
    refused = any(found.severity == "error" for found in check_mail(mail))
    assert (said is not None) == refused
    if said is not None:
        assert re.fullmatch(r"550 5\.6\.0 SMS request refused: [ -~]+", said)
        assert len(said) <= 510
        assert SECRET not in said


def test_what_is_long_is_cut_and_what_is_foreign_is_spelled_out() -> None:
    assert mail_gateway.one_line("550 " + "x" * 1000) == "550 " + "x" * 506
    assert mail_gateway.one_line("550 é\r\n250 OK\x1b\x00\u2028") == "550 \\xe9??250 OK??\\u2028"


# ---- the program


def test_the_program_serves_until_it_is_interrupted() -> None:
    hop = Server()

    def talk(next_hop: int) -> list[str]:
        port = free_port()
        program = [sys.executable, str(EXAMPLES / "mail_gateway.py")]
        places = ["--listen", f"127.0.0.1:{port}", "--next-hop", f"127.0.0.1:{next_hop}"]
        with subprocess.Popen([*program, *places], stdout=subprocess.PIPE, text=True) as running:
            try:
                assert running.stdout
                assert running.stdout.readline() == f"listening on 127.0.0.1:{port}, stop with Ctrl-C\n"
                with smtplib.SMTP("127.0.0.1", port, local_hostname="localhost", timeout=30) as client:
                    return [answer(client, mail_of(line))[:3] for line in (GOOD, "hello")]
            finally:
                running.send_signal(signal.SIGINT)
                try:
                    assert running.wait(30) == 0
                finally:
                    running.kill()

    assert while_serving(hop, talk) == ["250", "550"]
    assert hop.mails == [(SHOP, [SERVICE], mail_of(GOOD))]
