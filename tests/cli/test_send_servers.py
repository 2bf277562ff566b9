"""Sending to servers of all manners."""

import socket
import ssl
import threading
import time
from base64 import b32encode, b64encode
from codecs import encode
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import repeat
from pathlib import Path

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from hypothesis import given
from hypothesis import strategies as st

from smsmail.codec import EncodeError, Request, Single
from smsmail.conformance.smtp import Listener
from smsmail.gateway.address import Address
from smsmail.gateway.client import NotSent, Uncertain, send, shown_of
from tests.support.each import each
from tests.support.running import free_port
from tests.support.sending import HERE, PATIENCE, PHONE, PSW, run, to

# ---- Servers that refuse


class Refusing:
    """A server that answers one command as it is told."""

    def __init__(self, command: str, answer: str) -> None:
        self._command, self._answer = command, answer

    def _or(self, command: str, usual: str) -> str:
        return self._answer if self._command == command else usual

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self._or("MAIL", "250 OK")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self._or("RCPT", "250 OK")

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        return self._or("DATA", "250 OK")


@contextmanager
def refusing(command: str, answer: str, context: ssl.SSLContext | None = None, **tls: bool) -> Generator[str]:
    port = free_port()
    if tls.get("at_once"):
        controller = Controller(Refusing(command, answer), "127.0.0.1", port, ssl_context=context)
    else:
        controller = Controller(Refusing(command, answer), "127.0.0.1", port, tls_context=context)
    controller.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        controller.stop()


@pytest.mark.parametrize(
    ("command", "answer", "says"),
    [
        ("MAIL", "552 5.3.4 too large", "refuses the sender: 552 5.3.4 too large"),
        ("RCPT", "550 5.1.1 no such address", "refuses the recipient: 550 5.1.1 no such address"),
        ("DATA", f"550 5.6.0 refused: alex:{PSW}::::", "refuses the mail: 550 5.6.0"),
        ("DATA", "451 4.3.0 not now", "refuses the mail (try again later): 451 4.3.0 not now"),
        ("DATA", "554 \x1b[31mred", "refuses the mail: 554\n"),
    ],
)
def test_what_the_server_refuses(command: str, answer: str, says: str) -> None:
    with refusing(command, answer) as via:
        result = run("--via", via, "--login", "alex", "--to", PHONE, "hi")
    assert result.exit_code == 1
    assert says in result.output


def test_a_refusal_as_an_exception() -> None:
    request = Request(login="alex", psw=PSW, body=Single((PHONE,), "hi"))
    with refusing("RCPT", f"450 4.2.1 {PSW}, come back") as via, pytest.raises(NotSent) as caught:
        send(request, *Address.of(via), from_address="shop@example.com")
    assert (caught.value.code, caught.value.is_for_now) == (450, True)
    assert PSW not in str(caught.value)
    with refusing("RCPT", "550 no") as via, pytest.raises(NotSent) as caught:
        send(request, *Address.of(via), from_address="shop@example.com")
    assert (caught.value.code, caught.value.is_for_now) == (550, False)


def test_a_request_that_cannot_be_written_is_refused_before_anybody_is_called() -> None:
    request = Request(login="alex", psw=PSW, body=Single(("7999x",), "hi"))
    with pytest.raises(EncodeError) as caught:
        send(request, "host.invalid", from_address="shop@example.com")
    assert [found.rule for found in caught.value.diagnostics] == ["phone-format"]


# ---- Servers that are none


@contextmanager
def saying(greeting: bytes, *, hang_up: bool = False) -> Generator[str]:
    """What says one thing to whoever comes, and nothing more."""
    over = threading.Event()
    with socket.create_server(HERE) as server:

        def greet() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(greeting)
                if not hang_up:
                    over.wait(PATIENCE)

        thread = threading.Thread(target=greet)
        thread.start()
        try:
            yield f"127.0.0.1:{server.getsockname()[1]}"
        finally:
            over.set()
            thread.join()


@pytest.mark.parametrize(
    ("greeting", "hang_up", "timeout", "says"),
    [
        (b"", True, "60", "closed the connection"),
        (b"", False, "0.3", "does not answer"),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", False, "60", "does not speak SMTP"),
        (b"220 hello\r\n", False, "0.3", "does not answer"),
    ],
)
def test_what_is_no_server(greeting: bytes, hang_up: bool, timeout: str, says: str) -> None:
    with saying(greeting, hang_up=hang_up) as via:
        result = run("--via", via, "--timeout", timeout, "--login", "alex", "--to", PHONE, "hi")
    assert result.exit_code == 2
    assert says in result.output


USUAL = {"greeting": b"220 here\r\n", "DATA": b"354 go on\r\n"}


@contextmanager
def scripted(stage: str, pieces: Iterable[bytes]) -> Generator[str]:
    """A server that says *pieces* at one stage, which is a command or ``.`` for a mail; without any it hangs up."""

    def serve() -> None:
        connection, _ = server.accept()
        connection.settimeout(PATIENCE)
        with connection, suppress(OSError), connection.makefile("rb") as lines:
            for one in stages_of(lines):
                said = False
                for piece in pieces if one == stage else [USUAL.get(one, b"250 good\r\n")]:
                    connection.sendall(piece)
                    said = True
                if not said:
                    return

    with socket.create_server(HERE) as server:
        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"127.0.0.1:{server.getsockname()[1]}"
        finally:
            thread.join()


def stages_of(lines: Iterable[bytes]) -> Iterator[str]:
    yield "greeting"
    in_mail = False
    for line in lines:
        if in_mail and line != b".\r\n":
            continue
        stage = line.split()[0].decode()
        in_mail = stage == "data"
        yield stage.upper()


def dripping(octets: bytes) -> Iterator[bytes]:
    """For longer than anybody shall wait, though not for good."""
    for _ in range(500):
        yield octets
        time.sleep(0.02)


def refusal_of(stage: str, pieces: Iterable[bytes], timeout: float = PATIENCE) -> NotSent:
    request = Request(login="alex", psw=PSW, body=Single((PHONE,), "hi"))
    with scripted(stage, pieces) as via, pytest.raises(NotSent) as caught:
        send(request, *Address.of(via), from_address="shop@example.com", timeout=timeout)
    return caught.value


STAGES = {"greeting": "our call", "EHLO": "EHLO", "MAIL": "MAIL", "RCPT": "RCPT", "DATA": "DATA", ".": "the mail"}


@pytest.mark.parametrize("stage", STAGES)
def test_a_server_that_drips_has_no_more_time_than_others(stage: str) -> None:
    error = refusal_of(stage, dripping(b"2"), 0.3)
    assert f"it does not answer {STAGES[stage]} within 0.3 s" in str(error)
    assert isinstance(error, Uncertain) == (stage == ".")


@each("stage", STAGES)
@each("piece", [b"250-" + b"x" * 1000 + b"\r\n", b"x" * 1000])
def test_an_answer_without_an_end_is_given_up(stage: str, piece: bytes) -> None:
    error = refusal_of(stage, repeat(piece, 10_000))
    assert f"its answer to {STAGES[stage]} has more than 65536 octets" in str(error)
    assert isinstance(error, Uncertain) == (stage == ".")


@pytest.mark.parametrize("stage", STAGES)
def test_a_server_that_hangs_up(stage: str) -> None:
    error = refusal_of(stage, [])
    assert f"it closed the connection instead of answering {STAGES[stage]}" in str(error)
    assert ("it may be sent twice" in str(error)) == isinstance(error, Uncertain) == (stage == ".")


@each(
    ("stage", "answer"),
    [
        *(("MAIL", answer) for answer in (b"", b"25", b"\xff\xfe\x00 250", b"100 no", b"354 no", b"999 no", b"+25 no")),
        *(("DATA", b"250 no"), (".", b"354 no"), ("greeting", b"354 no")),
    ],
)
def test_answers_that_are_none(stage: str, answer: bytes) -> None:
    error = refusal_of(stage, [answer + b"\r\n"])
    assert "it does not speak SMTP: its answer to" in str(error)
    assert error.code is None


@pytest.mark.parametrize(("stage", "answer"), [("MAIL", b"299"), ("RCPT", b"251 forwarded"), (".", b"251 later")])
def test_an_answer_counts_by_its_first_digit(stage: str, answer: bytes) -> None:
    """RFC 5321, 4.2.1."""
    request = Request(login="alex", psw=PSW, body=Single((PHONE,), "hi"))
    with scripted(stage, [answer + b"\r\n"]) as via:
        assert send(request, *Address.of(via), from_address="shop@example.com").message_id


@pytest.mark.parametrize("before", ["", "a", "ab", "abc", "alex:"])
def test_a_password_quoted_in_base64_is_not_shown(before: str) -> None:
    quoted = b64encode(f"{before}{PSW}:::{PHONE}".encode())
    error = refusal_of("MAIL", [b"550 no: ", quoted, b" (it was)\r\n"])
    assert str(error).endswith("refuses the sender: 550")


SPELLINGS: list[Callable[[str], str]] = [
    str,
    str.upper,
    str.lower,
    " ".join,
    "-".join,
    "\r\n550-".join,
    repr,
    lambda psw: psw[::-1],
    lambda psw: psw.encode().hex(),
    lambda psw: "".join(f"\\x{ord(one):02x}" for one in psw),
    lambda psw: "".join(f"&#{ord(one)};" for one in psw),
    lambda psw: "".join(f"%{ord(one):02x}" for one in psw),
    lambda psw: encode(psw, "rot13"),
    lambda psw: b32encode(psw.encode()).decode(),
    lambda psw: b64encode(psw.encode()).decode().lower(),
    lambda psw: psw[:3],
    lambda psw: psw[2:5],
    lambda psw: f"{psw[:3]} and {psw[3:]}",
]


@each("psw", [PSW, "secret", "Geheim", "hunter"])
@each("spelling", SPELLINGS)
def test_a_password_in_any_spelling_is_not_shown(spelling: Callable[[str], str], psw: str) -> None:
    said = f"refused because of {spelling(psw)} here"
    sent = f"alex:{psw}:::{PHONE}:hi"
    assert shown_of(f"5.6.0 {said}", sent, psw) == "5.6.0"
    assert shown_of("5.6.0 refused because of it", sent, psw) == "5.6.0 refused because of it"


@given(st.text("abcdefgh", min_size=3, max_size=12), st.text("abcdefgh ", max_size=40))
def test_no_run_of_a_password_is_shown(psw: str, said: str) -> None:
    shown = shown_of(said, f"alex:{psw}:::{PHONE}:hi", psw).replace(" ", "")
    assert not any(psw[at : at + 3] in shown for at in range(len(psw) - 2))


def test_what_was_sent_is_not_shown_either() -> None:
    sent = f"alex:{PSW}:::{PHONE}:Your order is ready"
    for said in ("your order is spam", f"no SMS to {PHONE}", "Y O U R order"):
        assert shown_of(said, sent, PSW) == ""
    assert shown_of("571 try again", sent, "571") == ""


def test_a_server_that_sends_everybody_away() -> None:
    with saying(b"421 too many connections\r\n") as via:
        result = run("--via", via, "--timeout", "60", "--login", "alex", "--to", PHONE, "hi")
    assert result.exit_code == 1
    assert "try again later" in result.output


def test_where_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(HERE)
        via = f"127.0.0.1:{free.getsockname()[1]}"
        result = run("--via", via, "--login", "alex", "--to", PHONE, "hi")
    assert result.exit_code == 2
    assert f"{via}: nothing listens there" in result.output


def test_a_host_that_cannot_be() -> None:
    result = run("--via", "a..b:25", "--login", "alex", "--to", PHONE, "hi")
    assert result.exit_code == 2
    assert "no such host" in result.output


# ---- TLS


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def certified(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    with authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.tempfile() as file:
        context.load_cert_chain(file)
    return context


@pytest.mark.parametrize(("option", "at_once"), [("--starttls", False), ("--tls", True)])
def test_a_protected_connection(authority: trustme.CA, tmp_path: Path, option: str, at_once: bool) -> None:
    trusted = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(trusted)
    arguments = [option, "--login", "alex", "--to", PHONE, "hi"]
    with refusing("", "", certified(authority), at_once=at_once) as via:
        good = run("--via", via, *arguments, SSL_CERT_FILE=str(trusted))
        bad = run("--via", via, *arguments)
    assert good.exit_code == 0, good.output
    assert bad.exit_code == 2
    assert "certificate cannot be trusted" in bad.output
    assert "SSL_CERT_FILE" in bad.output


@pytest.mark.parametrize(("option", "says"), [("--starttls", "offers no STARTTLS"), ("--tls", "try --starttls")])
def test_nothing_is_sent_where_there_is_no_protection(listener: Listener, option: str, says: str) -> None:
    result = to(listener, option, "hi")
    assert result.exit_code == 2
    assert says in result.output
    assert listener.take() == []
