"""Gateway, client and the place where replies arrive, together on loopback, as processes and with real mails.

The mails are sent by Python's smtplib, by curl, which shares nothing with it, and by ``smsmail send``.
"""

import json
import os
import re
import smtplib
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import pytest

from smsmail.codec import decode_mail
from smsmail.conformance.smtp import Listener
from smsmail.gateway.address import Address
from tests.support import ROOT
from tests.support.interpreters import interpreter
from tests.support.running import CLIENT, PATIENCE, PSW, SERVICE, Gateway, eventually, mail

pytestmark = pytest.mark.process

ACCOUNTS = f"""
[[account]]
login = "alex"
psw = "{PSW}"
apikeys = ["a-key-of-more-than-20-characters"]
balance = 100000
forward = ["79990001122", "79990001133"]
groups = {{ G5 = 40 }}

[[account]]
login = "poor"
psw = "{PSW}"
balance = 1
"""
SEND = [sys.executable, "-P", "-m", "smsmail.cli", "send"]

Client = Callable[[int, str, str, bytes], bool]
"""Sends a mail by the server at a port, from an address to another; whether the server took it."""

_numbers = count(79000000000)


def new_number() -> str:
    """A number that no test has used before, so that no rule on repeats and floods mixes them up."""
    return str(next(_numbers))


def by_smtplib(port: int, sender: str, recipient: str, mail: bytes) -> bool:
    with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE) as server:
        try:
            server.sendmail(sender, [recipient], mail)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException):
            return False
    return True


def by_curl(port: int, sender: str, recipient: str, mail: bytes) -> bool:
    with NamedTemporaryFile() as file:  # whose size it announces
        file.write(mail)
        file.flush()
        ended = subprocess.run(
            [
                *(interpreter("curl"), "--silent", "--show-error", "--max-time", str(PATIENCE)),
                *("--mail-from", sender, "--mail-rcpt", recipient, "--upload-file", file.name),
                f"smtp://127.0.0.1:{port}/client.example.org",
            ],
            capture_output=True,
            check=False,
        )
    assert ended.returncode in (0, *_CURL_REFUSED), ended.stderr
    return ended.returncode == 0


_CURL_REFUSED = (8, 55)
"""The exit statuses with which curl says that a mail was refused: after its end, or at a command before."""


@pytest.fixture(params=[by_smtplib, by_curl], ids=["smtplib", "curl"])
def client(request: pytest.FixtureRequest) -> Client:
    return request.param


class Service:
    """A gateway, and the mailbox that its replies go to."""

    def __init__(self, gateway: Gateway, listener: Listener) -> None:
        self.gateway = gateway
        self._listener = listener
        self._replies: dict[str, str] = {}
        self._mails = count(1)

    def ask(self, client: Client, request: str, *, to: str = SERVICE, **headers: str) -> str:
        """The reply to a mail."""
        id = self.send(client, request, to=to, **headers)
        return eventually(lambda: self._reply_to(id))

    def send(self, client: Client, request: str, *, to: str = SERVICE, **headers: str) -> str:
        """Send a mail; its Message-ID."""
        id = f"<{next(self._mails)}@client.example.org>"
        assert client(self.gateway.port, CLIENT, to, mail(request, From=CLIENT, To=to, Message_ID=id, **headers))
        return id

    def last(self) -> dict[str, Any]:
        """What the gateway has stored of the last mail."""
        names = ("seq", "kind", "error", "sms", "id", "messages")
        ((*values,),) = self.gateway.rows(f"SELECT {', '.join(names)} FROM mails ORDER BY seq DESC LIMIT 1")  # noqa: S608
        row = dict(zip(names, values, strict=True))
        return {**row, "messages": json.loads(row["messages"] or "[]")}

    def answered(self, id: str) -> bool:
        """Whether there is a reply to the mail, by the time that a later one is answered."""
        self.ask(by_smtplib, f"alex:{PSW}:::,,,1:{new_number()}:are you there?")
        return bool(self._reply_to(id))

    def _reply_to(self, id: str) -> str:
        for arrived in self._listener.take():
            assert (arrived.sender, arrived.recipients) == ("", (CLIENT,))
            self._replies[_answered_id(arrived.content)] = decode_mail(arrived.content).text
        return self._replies.get(id, "")


def _answered_id(reply: bytes) -> str:
    (line,) = (line for line in reply.split(b"\r\n") if line.startswith(b"In-Reply-To: "))
    return line.removeprefix(b"In-Reply-To: ").decode()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("end-to-end")
    with (
        Listener(Address("127.0.0.1", 0)) as listener,
        Gateway(folder, "--reply-via", str(listener.address), accounts=ACCOUNTS, replies=False) as gateway,
    ):
        yield Service(gateway, listener)
        assert gateway.stop() == 0
        assert gateway.events("bug") == []
        assert PSW not in gateway.log


# ---- Mails of clients that know nothing of the protocol


def test_a_plain_message(service: Service, client: Client) -> None:
    number = new_number()
    reply = service.ask(client, f"alex:{PSW}:order-7::,,,1:{number}:Your order is ready")
    assert reply == "OK - 1 SMS, ID - order-7"
    (message,) = service.last()["messages"]
    assert message["recipients"] == [number]
    assert message["content"] == {"kind": "text", "text": "Your order is ready"}


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251", "utf-8"])
def test_a_cyrillic_message(service: Service, client: Client, charset: str) -> None:
    text = "Ваш заказ готов, приходите за ним в любой день с десяти утра до десяти вечера"
    octets = (
        f"From: {CLIENT}\r\nMessage-ID: <{charset}@client.example.org>\r\n"
        f'Content-Type: text/plain; charset="{charset}"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'
        f"alex:{PSW}:9::,,,1:{new_number()}:{text}\r\n"
    ).encode(charset)
    before = service.last()["seq"] if service.gateway.rows("SELECT seq FROM mails") else 0
    assert client(service.gateway.port, CLIENT, SERVICE, octets)
    stored = service.last()
    assert stored["seq"] == before + 1
    assert (stored["kind"], stored["sms"]) == ("accepted", 2)  # of 77 characters, where 70 are one
    assert stored["messages"][0]["content"]["text"] == text


def test_a_list(service: Service, client: Client) -> None:
    one, two, three = new_number(), new_number(), new_number()
    reply = service.ask(client, f"alex:{PSW}:5::,,,1::{one}:first\\nmessage\n{two},{three}:second")
    assert reply == "OK - 3 SMS, ID - 5"
    first, second = service.last()["messages"]
    assert (first["recipients"], first["content"]["text"]) == ([one], "first\nmessage")
    assert (second["recipients"], second["content"]["text"]) == ([two, three], "second")


def test_refused_messages(service: Service, client: Client) -> None:
    assert service.ask(client, f"alex:{PSW}:5::,,,1:7999x:hi").startswith("ERROR = 7 (")
    assert service.ask(client, f"alex:{PSW}:5::,,,1:7999x:hi").endswith("), ID - 5")
    assert service.ask(client, f"alex:wrong:5:::{new_number()}:hi").startswith("ERROR = 2 (")
    assert service.ask(client, f"alex:{PSW}:5:3102301200::{new_number()}:hi").startswith("ERROR = 5 (")
    assert service.ask(client, f"poor:{PSW}:5:::{new_number()},{new_number()}:hi").startswith("ERROR = 3 (")
    assert service.ask(client, "hello").startswith("ERROR = 1 (")
    assert service.last()["messages"] == []


def test_a_message_that_is_sent_again_and_again(service: Service, client: Client) -> None:
    request = f"alex:{PSW}:5::,,,1:{new_number()}:the same"
    assert [service.ask(client, request).partition(" (")[0] for _ in range(3)] == [
        *("OK - 1 SMS, ID - 5", "OK - 1 SMS, ID - 5", "ERROR = 9")
    ]


def test_a_scheduled_message(service: Service, client: Client) -> None:
    assert service.ask(client, f"alex:{PSW}:5:3101990930,2:,,,1:{new_number()}:later") == "OK - 1 SMS, ID - 5"
    (message,) = service.last()["messages"]
    assert message["at"] == "2099-01-31T04:30:00Z"  # two hours east of Moscow, which is three east of Greenwich


def test_a_forwarded_mail(service: Service, client: Client) -> None:
    id = service.send(client, "disk full: 99 %", to="Alex@send.smscentre.com")
    stored = service.last()
    (message,) = stored["messages"]
    assert (stored["kind"], stored["sms"]) == ("forwarded", 2)
    assert message["recipients"] == ["79990001122", "79990001133"]
    assert message["content"]["text"] == "disk full: 99 %"
    assert not service.answered(id)


def test_a_message_of_which_nobody_wants_to_hear(service: Service, client: Client) -> None:
    id = service.send(client, f"alex:{PSW}:5:::{new_number()}:quietly")
    assert service.last()["kind"] == "accepted"
    assert not service.answered(id)


def test_addresses_that_do_not_exist(service: Service, client: Client) -> None:
    for address in ("info@send.smscentre.com", "bob@send.smscentre.com", "send@example.com"):
        assert not client(service.gateway.port, CLIENT, address, mail("hello"))


def test_a_mail_that_is_too_large(service: Service, client: Client) -> None:
    before = service.gateway.rows("SELECT count(*) FROM mails")
    padding = "X-Padding: x\r\n" * 8000
    request = mail(f"alex:{PSW}::::{new_number()}:hi")
    assert not client(service.gateway.port, CLIENT, SERVICE, padding.encode() + request)
    assert service.gateway.rows("SELECT count(*) FROM mails") == before


# ---- Our own client


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with Gateway(tmp_path_factory.mktemp("send"), accounts=ACCOUNTS) as running:
        yield running


def send(gateway: Gateway, *arguments: str, psw: str = PSW, stdin: str = "") -> tuple[int, str]:
    """The exit status of ``smsmail send``, and its last line."""
    command = [*SEND, "--via", f"127.0.0.1:{gateway.port}", "--from", CLIENT, *arguments]
    wait = ["--wait", "--reply-dir", str(gateway.maildir), "--timeout", str(PATIENCE)]
    ended = subprocess.run(
        [*command, *wait],
        input=stdin,
        capture_output=True,
        text=True,
        env={**os.environ, "SMSMAIL_PSW": psw},
        check=False,
    )
    assert psw not in ended.stdout + ended.stderr
    assert ended.returncode in (0, 1), ended.stderr
    return ended.returncode, ended.stdout.rpartition("as <")[2].partition("\n")[2].strip()


def test_sending_and_being_told(gateway: Gateway) -> None:
    number = new_number()
    sent = ("--login", "alex", "--to", number, "--id", "order-7", "Ваш заказ готов")
    assert send(gateway, *sent) == (0, "accepted: 1 SMS, id order-7")
    assert send(gateway, *sent) == (0, "accepted: 1 SMS, id order-7")
    status, told = send(gateway, *sent)
    assert (status, told.partition(" (")[0]) == (1, "refused: error 9")


def test_sending_what_is_refused(gateway: Gateway) -> None:
    status, told = send(gateway, "--login", "alex", "--to", new_number(), "hi", psw="wrong-one")
    assert (status, told.partition(" (")[0]) == (1, "refused: error 2")
    status, told = send(gateway, "--login", "poor", "--to", "79991234567", "--id", "5", "a" * 161)
    assert (status, told.partition(" (")[0], told.rpartition(", ")[2]) == (1, "refused: error 3", "id 5")


def test_sending_with_an_api_key_to_a_group_and_later(gateway: Gateway) -> None:
    key = "a-key-of-more-than-20-characters"
    options = ("--to", "G5", "--to", new_number(), "--time", "3101990930", "--tz", "0", "--id", "8")
    assert send(gateway, *options, "-", psw=key, stdin="Good morning\n") == (0, "accepted: 41 SMS, id 8")
    ((messages,),) = gateway.rows("SELECT messages FROM mails ORDER BY seq DESC LIMIT 1")
    (message,) = json.loads(messages)
    assert (message["at"], message["content"]["text"]) == ("2099-01-31T06:30:00Z", "Good morning")


def test_sending_a_list(gateway: Gateway, tmp_path: Path) -> None:
    rows = [{"phones": [new_number()], "mes": "one\ntwo"}, {"phones": [new_number()], "mes": "три"}]
    request = {"login": "alex", "psw": PSW, "id": "6", "test": 1, "body": {"kind": "list", "rows": rows}}
    file = tmp_path / "request.json"
    file.write_text(json.dumps(request), "utf-8")
    assert send(gateway, "--request", str(file)) == (0, "accepted: 2 SMS, id 6")


def test_what_the_guide_shows_in_python(gateway: Gateway, capsys: pytest.CaptureFixture[str]) -> None:
    guide = (ROOT / "docs" / "sending.md").read_text("utf-8")
    found = re.search(r"```python\n(.*?)```", guide, re.DOTALL)
    assert found
    code = found[1].replace('"demo", "demo"', f'"alex", "{PSW}"').replace("2525", str(gateway.port))
    exec(code.replace('"replies"', repr(str(gateway.maildir))), {})  # noqa: S102
    told = capsys.readouterr().out.split()
    assert told[0] == "True"
    assert told[1].isdecimal()
