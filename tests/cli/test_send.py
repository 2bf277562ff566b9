"""Sending: the command ``smsmail send`` and the function behind it, against servers of all manners, and replies found."""

import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import repeat
from pathlib import Path

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from click.testing import CliRunner, Result

from smsmail.cli import main
from smsmail.codec import Accepted, DecodeError, EncodeError, Rejected, Request, Single, decode_mail
from smsmail.conformance.smtp import Listener
from smsmail.gateway.address import Address
from smsmail.gateway.client import NoReply, NotSent, Uncertain, send, wait_for_reply

PSW = "Kx7vPq2m"
PHONE = "79991234567"
SERVICE = "send@send.smscentre.com"
HERE = Address("127.0.0.1", 0)
COMMAND = [sys.executable, "-P", "-m", "smsmail.cli", "send"]
PATIENCE = 60


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener(HERE) as listening:
        yield listening


def run(*arguments: str, stdin: str = "", **environment: str | None) -> Result:
    """What the command says; the password, wherever it comes from, is nowhere in it."""
    env = {"SMSMAIL_PSW": PSW, "SMSMAIL_FROM": "shop@example.com", "SMSMAIL_VIA": None} | environment
    result = CliRunner().invoke(main, ["send", *arguments], input=stdin, env=env, catch_exceptions=False)
    assert PSW not in result.output
    assert "Traceback" not in result.output
    return result


def to(server: Listener, *arguments: str, **more: str) -> Result:
    return run("--via", str(server.address), "--login", "alex", "--to", PHONE, *arguments, **more)


def only_line(listener: Listener) -> str:
    """The request in the one mail that arrived."""
    ((sender, recipients, content),) = listener.take()
    assert (sender, recipients) == ("shop@example.com", (SERVICE,))
    return decode_mail(content).text


# ---- What is sent


def test_a_message(listener: Listener) -> None:
    result = to(listener, "Your order is ready")
    assert result.exit_code == 0, result.output
    ((_, _, content),) = listener.take()
    assert decode_mail(content).text == f"alex:{PSW}::::{PHONE}:Your order is ready"
    mail = message_from_bytes(content, policy=policy.default)
    assert (mail["From"], mail["To"]) == ("shop@example.com", SERVICE)
    assert mail["Date"].datetime.utcoffset() is not None
    assert str(mail["Message-ID"]) in result.stdout
    assert str(mail["Message-ID"]).endswith("@example.com>")


def test_all_that_can_be_said(listener: Listener) -> None:
    result = to(
        listener,
        *("--to", "+79998887766", "--id", "order-7", "--time", "9-21", "--tz", "2"),
        *("--translit", "1", "--format", "1", "--sender", "Alex", "--test", "1", "--subject", "Order 7"),
        *("--charset", "utf-8", "Заказ готов: 5"),
    )
    assert result.exit_code == 0, result.output
    ((_, _, content),) = listener.take()
    mail = decode_mail(content)
    assert mail.text == f"alex:{PSW}:order-7:9-21,2:1,1,Alex,1:{PHONE},+79998887766:Заказ готов: 5"
    assert mail.charset == "utf-8"
    assert b"Subject: Order 7\r\n" in content


@pytest.mark.parametrize(
    ("time", "field"),
    [
        ("3101301200", "3101301200"),
        ("31.01.30 12.00", "3101301200"),
        ("+30", "+30"),
        ("01900000000", "01900000000"),
        ("0", ""),
    ],
)
def test_times_as_the_protocol_writes_them(listener: Listener, time: str, field: str) -> None:
    assert to(listener, "--time", time, "hi").exit_code == 0
    assert only_line(listener) == f"alex:{PSW}::{field}::{PHONE}:hi"


def test_without_a_login_the_secret_is_an_api_key(listener: Listener) -> None:
    assert run("--via", str(listener.address), "--to", PHONE, "hi").exit_code == 0
    assert only_line(listener) == f":{PSW}::::{PHONE}:hi"


@pytest.mark.parametrize("argument", [["-"], []])
def test_a_text_from_standard_input_ends_without_the_line_break_of_its_last_line(
    listener: Listener, argument: list[str]
) -> None:
    assert to(listener, *argument, stdin="one\n\ntwo\n").exit_code == 0
    assert only_line(listener) == f"alex:{PSW}::::{PHONE}:one\n\ntwo"


def test_a_request_as_json(listener: Listener) -> None:
    rows = [{"phones": [PHONE], "mes": "one\ntwo"}, {"phones": ["79998887766", "G1"], "mes": "три"}]
    request = {"login": "alex", "psw": PSW, "id": "5", "body": {"kind": "list", "rows": rows}}
    result = run("--via", str(listener.address), "--request", "-", stdin=json.dumps(request))
    assert result.exit_code == 0, result.output
    assert only_line(listener) == f"alex:{PSW}:5::::{PHONE}:one\\ntwo\n79998887766,G1:три"


def test_a_reply_is_asked_for_where_it_is_waited_for(listener: Listener, tmp_path: Path) -> None:
    maildir = a_maildir(tmp_path)
    waiting = to(listener, "--wait", "--reply-dir", str(maildir), "--timeout", "0.1", "hi")
    assert waiting.exit_code == 2
    assert "no reply" in waiting.output
    assert only_line(listener) == f"alex:{PSW}:::,,,1:{PHONE}:hi"
    to(listener, "--wait", "--reply-dir", str(maildir), "--timeout", "0.1", "--test", "0", "hi")
    assert only_line(listener) == f"alex:{PSW}::::{PHONE}:hi"


def test_a_dry_run_sends_nothing_and_needs_no_server() -> None:
    result = run("--login", "alex", "--to", PHONE, "--dry-run", "hi")
    assert result.exit_code == 0
    assert decode_mail(result.stdout_bytes).text == f"alex:***::::{PHONE}:hi"


# ---- What is not sent


@pytest.mark.parametrize(
    ("arguments", "rule"),
    [
        (["--to", "7999x", "hi"], "phone-format"),
        (["--id", "a b", "hi"], "id-format"),
        (["--sender", "A:B", "hi"], "unrepresentable"),
        (["a" * 1001], "mes-length"),
        ([""], "mes-empty"),
        (["hi\n"], "mail-end"),
    ],
)
def test_what_check_refuses_is_refused(listener: Listener, arguments: list[str], rule: str) -> None:
    result = to(listener, *arguments)
    assert result.exit_code == 1
    assert f"error[{rule}]" in result.output
    assert "remedy:" in result.output
    assert listener.take() == []


def test_what_check_warns_of_is_sent_and_told(listener: Listener) -> None:
    result = to(listener, "--sender", "Shop!", "hi")
    assert result.exit_code == 0
    assert "warning[sender-characters]" in result.stderr
    assert only_line(listener) == f"alex:{PSW}:::,,Shop!:{PHONE}:hi"


def test_a_text_that_the_charset_lacks(listener: Listener) -> None:
    result = to(listener, "--charset", "koi8-r", "№ 5")
    assert result.exit_code == 1
    assert "NUMERO SIGN" in result.output
    assert listener.take() == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["hi"], "--to"),
        (["--to", PHONE, "--via", "somewhere", "hi"], "HOST:PORT"),
        (["--to", PHONE, "--via", "::1:25", "hi"], "brackets"),
        (["--to", PHONE, "--via", "127.0.0.1:65536", "hi"], "HOST:PORT"),
        (["--to", PHONE, "--time", "9-9", "hi"], "the same hour"),
        (["--to", PHONE, "--time", "tomorrow", "hi"], "--time"),
        (["--to", PHONE, "--wait", "hi"], "--reply-dir"),
        (["--to", PHONE, "--timeout", "nan", "hi"], "no number of seconds"),
        (["--to", PHONE, "--timeout", "inf", "hi"], "--timeout"),
        (["--to", PHONE, "--timeout", "1e30", "hi"], "--timeout"),
        (["--to", PHONE, "--tz", "99", "hi"], "-15<=x<=11"),
        (["--to", PHONE, "--starttls", "--tls", "hi"], "--starttls or --tls"),
        (["--to", PHONE, "--from", "nobody", "hi"], "--from"),
        (["--to", PHONE, "--charset", "klingon", "hi"], "klingon"),
        (["--to", PHONE, "--request", "-"], "goes without --to"),
        (["--request", "-", "--tz", "2"], "goes without --tz"),
        (["--request", "-", "hi"], "goes without a text"),
        (["--test", "0", "--request", "-"], "goes without --test"),
        (["--case"], "smsmail conformance"),
    ],
)
def test_wrong_usage(listener: Listener, arguments: list[str], says: str) -> None:
    via = [] if "--via" in arguments else ["--via", str(listener.address)]
    result = run(*via, *arguments, stdin="{}")
    assert result.exit_code == 2
    assert says in result.output
    assert listener.take() == []


def test_without_a_server() -> None:
    assert "--via" in run("--to", PHONE, "hi").output


@pytest.mark.parametrize("arguments", [["--to", PHONE, "-"], ["--to", PHONE], ["--request", "-"]])
def test_standard_input_without_an_end_is_not_read_to_it(listener: Listener, arguments: list[str]) -> None:
    env = {**os.environ, "SMSMAIL_PSW": PSW}
    command = [*COMMAND, "--via", str(listener.address), *arguments]
    with Path("/dev/zero").open("rb") as endless:
        ended = subprocess.run(
            command, check=False, stdin=endless, capture_output=True, env=env, text=True, timeout=PATIENCE
        )
    assert ended.returncode == 2
    assert "no mail takes as much" in ended.stderr
    assert listener.take() == []


def test_what_is_no_utf_8_is_told_without_an_option_that_is_not_there(listener: Listener) -> None:
    env = {"SMSMAIL_PSW": PSW}
    arguments = ["send", "--via", str(listener.address), "--to", PHONE]
    result = CliRunner().invoke(main, arguments, input=b"\xff", env=env, catch_exceptions=False)
    assert result.exit_code == 2
    assert "the text must be UTF-8" in result.output
    assert "--encoding" not in result.output


@pytest.mark.parametrize("request_", ["no JSON", "[]", '{"login": "alex"}'])
def test_a_file_that_is_no_request(listener: Listener, request_: str) -> None:
    result = run("--via", str(listener.address), "--request", "-", stdin=request_)
    assert result.exit_code == 2
    assert listener.take() == []


def test_without_a_password_and_without_anybody_to_ask(listener: Listener) -> None:
    env = {name: value for name, value in os.environ.items() if name != "SMSMAIL_PSW"}
    command = [*COMMAND, "--via", str(listener.address), "--login", "alex", "--to", PHONE, "hi"]
    ended = subprocess.run(
        command, check=False, stdin=subprocess.DEVNULL, capture_output=True, env=env, start_new_session=True
    )
    assert ended.returncode == 2
    assert b"SMSMAIL_PSW" in ended.stderr
    assert listener.take() == []


def test_a_password_is_asked_for_and_not_shown(listener: Listener) -> None:
    env = {name: value for name, value in os.environ.items() if name != "SMSMAIL_PSW"}
    command = [*COMMAND, "--via", str(listener.address), "--login", "alex", "--to", PHONE]
    command += ["--from", "shop@example.com", "hi"]
    terminal = [sys.executable, "-c", "import pty, sys; sys.exit(pty.spawn(sys.argv[1:]) >> 8)", *command]
    with subprocess.Popen(terminal, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env) as process:
        assert process.stdin
        assert process.stdout
        said = b""
        while b"password:" not in said:
            piece = os.read(process.stdout.fileno(), 1000)
            assert piece, said
            said += piece
        process.stdin.write(PSW.encode() + b"\n")
        process.stdin.flush()
        said += process.stdout.read()
        assert process.wait(PATIENCE) == 0, said
    assert PSW.encode() not in said
    assert only_line(listener) == f"alex:{PSW}::::{PHONE}:hi"


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
    with socket.socket() as free:
        free.bind(HERE)
        port: int = free.getsockname()[1]
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
        ("DATA", f"550 5.6.0 refused: alex:{PSW}::::", "refuses the mail: 550 5.6.0 refused: alex:***::::"),
        ("DATA", "451 4.3.0 not now", "refuses the mail (try again later): 451 4.3.0 not now"),
        ("DATA", "554 \x1b[31mred", "554 \\x1b[31mred"),
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


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("piece", [b"250-" + b"x" * 1000 + b"\r\n", b"x" * 1000])
def test_an_answer_without_an_end_is_given_up(stage: str, piece: bytes) -> None:
    error = refusal_of(stage, repeat(piece, 10_000))
    assert f"its answer to {STAGES[stage]} has more than 65536 octets" in str(error)
    assert isinstance(error, Uncertain) == (stage == ".")


@pytest.mark.parametrize("stage", STAGES)
def test_a_server_that_hangs_up(stage: str) -> None:
    error = refusal_of(stage, [])
    assert f"it closed the connection instead of answering {STAGES[stage]}" in str(error)
    assert ("it may be sent twice" in str(error)) == isinstance(error, Uncertain) == (stage == ".")


@pytest.mark.parametrize(
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
    assert str(error).endswith("refuses the sender: 550 no: *** (it was)")


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


# ---- Replies


def a_maildir(folder: Path) -> Path:
    for name in ("tmp", "new", "cur"):
        (folder / name).mkdir()
    return folder


def reply(text: str, **headers: str) -> bytes:
    mail = EmailMessage(policy=policy.SMTP)
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


def test_a_reply_is_known_by_what_it_answers(tmp_path: Path) -> None:
    maildir = a_maildir(tmp_path)
    (maildir / "new" / "1").write_bytes(reply("OK - 1 SMS, ID - 1", In_Reply_To="<other@example.com>"))
    (maildir / "new" / "2").write_bytes(reply("OK - 1 SMS, ID - 2"))
    (maildir / "new" / "3").write_bytes(reply("OK - 1 SMS, ID - 3", Subject="<mine@example.com>"))
    (maildir / "tmp" / "4").write_bytes(reply("OK - 1 SMS, ID - 4", In_Reply_To="<mine@example.com>"))
    (maildir / "new" / "5").write_bytes(b"\xff\x00 no mail at all")
    with pytest.raises(NoReply):
        wait_for_reply(maildir, "<mine@example.com>", 0)
    (maildir / "new" / "6").write_bytes(reply("OK - 3 SMS, ID - 6", In_Reply_To="<mine@example.com>"))
    assert wait_for_reply(maildir, "<mine@example.com>", 0) == Accepted(3, "6")


@pytest.mark.parametrize("place", ["new/1", "cur/1:2,S"])
@pytest.mark.parametrize("header", ["In-Reply-To", "References"])
def test_where_a_reply_may_be(tmp_path: Path, place: str, header: str) -> None:
    maildir = a_maildir(tmp_path)
    (maildir / place).write_bytes(reply("ERROR = 7 (no number), ID - 5", **{header: "<mine@example.com>"}))
    assert wait_for_reply(maildir, "<mine@example.com>", 0) == Rejected(7, "no number", "5")


def test_a_reply_that_comes_while_it_is_waited_for(tmp_path: Path) -> None:
    maildir = a_maildir(tmp_path)
    (maildir / "new" / "1").write_bytes(reply("OK - 1 SMS, ID - 1"))

    def deliver() -> None:
        time.sleep(0.2)
        (maildir / "tmp" / "2").write_bytes(reply("OK - 1 SMS, ID - 2", In_Reply_To="<mine@example.com>"))
        (maildir / "tmp" / "2").rename(maildir / "new" / "2")

    thread = threading.Thread(target=deliver)
    thread.start()
    assert wait_for_reply(maildir, "<mine@example.com>", PATIENCE) == Accepted(1, "2")
    thread.join()


def test_an_answer_that_is_no_reply(tmp_path: Path) -> None:
    maildir = a_maildir(tmp_path)
    (maildir / "new" / "1").write_bytes(reply("I am on holiday.", In_Reply_To="<mine@example.com>"))
    with pytest.raises(DecodeError):
        wait_for_reply(maildir, "<mine@example.com>", 0)


def test_a_folder_that_is_no_maildir(listener: Listener, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    result = to(listener, "--wait", "--reply-dir", str(tmp_path), "hi")
    assert result.exit_code == 2
    assert "is no Maildir: it has no folder cur" in result.output
    assert listener.take() == []


def test_what_is_no_mail_in_a_maildir_is_passed_over(tmp_path: Path) -> None:
    """Opening the pipe would wait for good."""
    maildir = a_maildir(tmp_path)
    os.mkfifo(maildir / "new" / "1")
    (maildir / "new" / "2").mkdir()
    (maildir / "new" / "3").symlink_to(tmp_path / "nowhere")
    (maildir / "new" / "4").symlink_to(tmp_path / "new" / "4")
    (maildir / "new" / "5").write_bytes(bytes(range(256)))
    (maildir / "new" / "6").write_bytes(reply("OK - 1 SMS, ID - 6", In_Reply_To="<mine@example.com>"))
    assert wait_for_reply(maildir, "<mine@example.com>", 0) == Accepted(1, "6")


def test_an_interrupted_wait(listener: Listener, tmp_path: Path) -> None:
    command = [*COMMAND, "--via", str(listener.address), "--login", "alex", "--to", PHONE, "--from", "shop@example.com"]
    command += ["--wait", "--reply-dir", str(a_maildir(tmp_path)), "--timeout", str(PATIENCE), "hi"]
    env = {**os.environ, "SMSMAIL_PSW": PSW, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env) as process:
        assert process.stdout
        assert process.stdout.readline().startswith(b"sent by")
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 128 + signal.SIGINT
    assert said == (b"", b"")


# ---- What it needs


def test_sending_needs_nothing_of_the_server() -> None:
    program = "import sys; sys.modules['aiosmtpd'] = sys.modules['argon2'] = None; import smsmail.cli.send, smsmail.gateway.client"
    subprocess.run([sys.executable, "-P", "-c", program], check=True)
