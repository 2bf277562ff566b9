"""The control of the server, by which tests set its account and its clock."""

import json
import re
import smtplib
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from smsmail.cli import main
from smsmail.codec import decode_mail
from tests.support.running import CLIENT, COMMAND, PATIENCE, PSW, SERVICE, mail

pytestmark = pytest.mark.process

ACCOUNT = {"login": "alex", "psw": PSW}
REQUEST = f"alex:{PSW}:5::,,,1:79991234567:hi"


class Controlled:
    """A gateway under control, its replies in a Maildir."""

    def __init__(self, said: dict[str, str], maildir: Path) -> None:
        self._port = int(said["listening on"].rpartition(":")[2])
        host, _, port = said["control:"].rpartition(":")
        self._socket = socket.create_connection((host, int(port)), PATIENCE)
        self._lines = self._socket.makefile("rb")
        self._maildir = maildir

    def order(self, **order: Any) -> dict[str, Any]:
        return self.say(json.dumps(order).encode())

    def say(self, line: bytes) -> dict[str, Any]:
        self._socket.sendall(line + b"\n")
        return json.loads(self._lines.readline())

    def ask(self, request: str) -> list[str]:
        """The replies there are once all is settled."""
        for file in (self._maildir / "new").iterdir():
            file.unlink()
        with smtplib.SMTP("127.0.0.1", self._port, timeout=PATIENCE) as client:
            client.sendmail(CLIENT, [SERVICE], mail(request))
        assert self.order(op="settle") == {"ok": True}
        return [decode_mail(file.read_bytes()).text for file in (self._maildir / "new").iterdir()]

    def close(self) -> None:
        self._lines.close()
        self._socket.close()


@pytest.fixture(scope="module")
def controlled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Controlled]:
    maildir = tmp_path_factory.mktemp("control") / "replies"
    command = [*COMMAND, "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0", "--reply-dir", str(maildir)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout
        said: dict[str, str] = {}
        while "control:" not in said:
            found = re.fullmatch(r"(listening on|\w+:) (.*)\n", process.stdout.readline())
            assert found
            said[found[1]] = found[2]
        running = Controlled(said, maildir)
        try:
            yield running
        finally:
            running.close()
            process.terminate()
            assert process.wait(PATIENCE) == 0


def test_who_it_is(controlled: Controlled) -> None:
    said = controlled.order(op="hello", control=1)
    assert (said["control"], said["implementation"], said["language"]) == (1, "smsmail gateway", "Python")
    assert said["version"]


def test_a_clock_that_stands_still_until_it_is_turned(controlled: Controlled) -> None:
    assert controlled.order(op="reset", account=ACCOUNT, now="2030-01-31T12:00:00+03:00") == {"ok": True}
    assert controlled.ask(REQUEST) == controlled.ask(REQUEST) == ["OK - 1 SMS, ID - 5"]
    assert controlled.ask(REQUEST)[0].startswith("ERROR = 9")
    assert controlled.order(op="clock", now="2030-01-31T12:00:59.999999+03:00") == {"ok": True}
    assert controlled.ask(REQUEST)[0].startswith("ERROR = 9")
    assert controlled.order(op="clock", now="2030-01-31T09:01:00Z") == {"ok": True}
    assert controlled.ask(REQUEST) == ["OK - 1 SMS, ID - 5"]


def test_all_is_forgotten(controlled: Controlled) -> None:
    for _ in range(2):
        poor = {**ACCOUNT, "balance": 1, "denied_words": ["casino"]}
        assert controlled.order(op="reset", account=poor, now="2030-01-31T12:00:00+03:00") == {"ok": True}
        assert controlled.ask(f"alex:{PSW}:::,,,1:79991234567:hi") == ["OK - 1 SMS, ID - 1"]
        assert controlled.ask(f"alex:{PSW}:7::,,,1:79991234567:more")[0].startswith("ERROR = 3")
        assert controlled.ask(f"alex:{PSW}:7::,,,1:79991234567:a casino")[0].startswith("ERROR = 6")
    assert controlled.order(op="reset", account={**ACCOUNT, "login": "bob"}, now="2029-01-01T00:00:00Z") == {"ok": True}
    assert controlled.ask(REQUEST)[0].startswith("ERROR = 2")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"hello", "JSON"),
        (b"[]", "object"),
        (b'{"op": "stop"}', "stop"),
        (b'{"op": "hello", "control": 2}', "control"),
        (b'{"op": "clock"}', "now"),
        (b'{"op": "clock", "now": "2030-01-31T12:00:00"}', "offset"),
        (b'{"op": "clock", "now": "noon"}', "now"),
        (b'{"op": "reset", "now": "2030-01-31T12:00:00Z", "account": {"login": "alex"}}', "psw"),
        (b'{"op": "reset", "now": "2030-01-31T12:00:00Z", "account": {"login": "a:b", "psw": "x"}}', "login"),
        (b'{"op": "reset", "now": "2030-01-31T12:00:00Z", "account": {"login": "a", "psw": 5}}', "text"),
        (
            b'{"op": "reset", "now": "2030-01-31T12:00:00Z", "account": {"login": "a", "psw": "x", "rich": true}}',
            "rich",
        ),
        (b"", "JSON"),
        (b"\xff", "JSON"),
    ],
)
def test_what_it_does_not_do(controlled: Controlled, line: bytes, says: str) -> None:
    said = controlled.say(line)
    assert list(said) == ["error"]
    assert says in said["error"] or says == "JSON"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--control", "127.0.0.1:0", "--store", "store.sqlite"], "--accounts and --store"),
        (["--control", "127.0.0.1:0", "--accounts", "accounts.toml"], "--accounts and --store"),
        (["--control", "0.0.0.0:0"], "other machines"),
        (["--control", "somewhere"], "HOST:PORT"),
    ],
)
def test_where_it_is_not_to_be_had(arguments: list[str], says: str) -> None:
    result = CliRunner().invoke(main, ["gateway", "--listen", "127.0.0.1:0", *arguments])
    assert result.exit_code == 2
    assert says in result.output


def test_a_port_that_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [*COMMAND, "--listen", "127.0.0.1:0", "--control", f"127.0.0.1:{port}"]
        ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert ended.returncode == 2
    assert f"127.0.0.1:{port}" in ended.stderr
    assert "Traceback" not in ended.stderr
