"""The web page of a gateway that runs: printed at the start, told of each mail, and gone at the end with whoever watches."""

import json
import os
import re
import shlex
import signal
import smtplib
import socket
import subprocess
import sys
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from smsmail.cli import main
from tests.support import ROOT
from tests.support.interpreters import interpreter
from tests.support.running import CLIENT, COMMAND, PATIENCE, PSW, SERVICE, eventually, free_port, mail

pytest_plugins = ["pytester"]
pytestmark = pytest.mark.process


class Running:
    """What a gateway printed, and its process."""

    def __init__(self, process: subprocess.Popen[str], said: dict[str, str]) -> None:
        self.process, self.said = process, said
        self.port = int(said["listening on"].rpartition(":")[2])

    def web(self) -> HTTPConnection:
        """A connection to the page."""
        found = re.fullmatch(r"http://(.*):(\d+)/", self.said["web:"])
        assert found
        return HTTPConnection(found[1], int(found[2]), timeout=PATIENCE)

    def json(self, path: str, method: str = "GET", body: str | None = None) -> Any:
        connection = self.web()
        connection.request(method, path, body)
        answer = json.loads(connection.getresponse().read())
        connection.close()
        return answer

    def send(self, request: str, to: str = SERVICE) -> None:
        with smtplib.SMTP("127.0.0.1", self.port, timeout=PATIENCE) as client:
            client.sendmail(CLIENT, [to], mail(request))


@contextmanager
def started(*options: str, command: Sequence[str] = COMMAND) -> Generator[Running]:
    with subprocess.Popen(
        [*command, "--listen", "127.0.0.1:0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout
        said: dict[str, str] = {}
        for line in process.stdout:
            if found := re.fullmatch(r"(listening on|\w+:) (.*)\n", line):
                said[found[1]] = found[2]
            if line.startswith("account:"):
                break
        try:
            yield Running(process, said)
        finally:
            process.kill()


def test_a_mail_is_told_to_who_watches_and_the_end_is_not_kept_waiting() -> None:
    with started("--web", "127.0.0.1:0") as gateway:
        watching = gateway.web()
        watching.request("GET", "/events")
        events = watching.getresponse()
        assert events.headers["content-type"].startswith("text/event-stream")

        def last() -> int:
            while not (line := events.readline()).startswith(b"data:"):
                assert line
            return json.loads(line[5:])["last"]

        assert last() == 0
        gateway.send("demo:demo:7::,,,1:79991234567:hello")
        while last() == 0:
            pass
        assert gateway.json("/api/wait?id=7")["sms"] == 1
        with pytest.raises(smtplib.SMTPRecipientsRefused, match=r"requests go to send@send\.smscentre\.com"):
            gateway.send("hello", to="sms@send.smscentre.com")
        assert [one["to"] for one in gateway.json("/api/nobody")] == ["sms@send.smscentre.com"]
        gateway.process.send_signal(signal.SIGTERM)
        assert gateway.process.wait(PATIENCE) == 0
        events.close()
        watching.close()


def test_any_login_is_accepted_and_any_port_is_taken() -> None:
    with started("--accept-any") as one, started("--accept-any") as other:
        assert one.said["web:"] != other.said["web:"]
        assert one.said["account:"] == "any login, any password"
        other.send(f"bob:{PSW}:1::,,,1:79991234567:hello")
        other.send(f":{PSW * 3}:2::,,,1:79995554433:hello")
        assert other.json("/api/wait?id=1")["login"] == "bob"
        assert other.json("/api/wait?id=2")["login"] == "anybody"
        assert other.json("/control", "POST", '{"op": "hello", "control": 1}')["control"] == 1
        assert {"bob", "anybody"} <= {account["login"] for account in other.json("/api/accounts")}


def test_the_fixture_for_tests_of_applications(pytester: pytest.Pytester) -> None:
    """As docs/gateway.md has it, and the inbox is empty before each test."""
    (page,) = re.findall(
        r"```python\n(import smtplib.*?)```", (ROOT / "docs" / "gateway.md").read_text("utf-8"), re.DOTALL
    )
    more = """
def test_it_begins_anew(smsmail_gateway):
    inbox = smsmail_gateway.inbox
    assert inbox.messages() == []
    inbox.fail_next(8)
    inbox.set_balance("shop", 5)
    with pytest.raises(AssertionError, match="nothing"):
        inbox.wait(phone="79991234567", timeout=0.01)
"""
    pytester.makepyfile(f"import pytest\n{page}{more}")
    pytester.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(passed=2)


def test_a_port_that_is_named_and_taken_is_told_before_anything_is_served() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        place = f"127.0.0.1:{taken.getsockname()[1]}"
        result = CliRunner().invoke(main, ["gateway", "--listen", "127.0.0.1:0", "--web", place])
    assert (result.exit_code, result.stdout) == (2, "")
    assert place in result.stderr
    assert "in use" in result.stderr


BROKEN = {
    "its application raises": "thread.application = lambda *_: fail",
    "it does not come up": "thread.application = fail",
    "there is no memory left for it": "Live.arrived = Live.signal = fail",
    "a mail cannot be masked": "live.masked_mail = fail",
}


@pytest.mark.parametrize("breaks", BROKEN.values(), ids=BROKEN)
def test_mails_are_answered_whatever_becomes_of_the_page(breaks: str) -> None:
    program = f"""
from smsmail.cli import main
from smsmail.gateway.web import live, thread
from smsmail.gateway.web.live import Live

def fail(*given, **named):
    raise MemoryError

{breaks}
main()
"""
    with started("--accept-any", command=[sys.executable, "-P", "-c", program, "gateway"]) as gateway:
        for number in range(1, 4):
            gateway.send(f"shop:any:{number}::,,,1:7999123456{number}:hello")
            with suppress(OSError, HTTPException):
                gateway.json("/api/messages/1/raw")
        replies = Path(gateway.said["replies:"], "new")
        eventually(lambda: len(list(replies.iterdir())) == 3)
        gateway.process.send_signal(signal.SIGTERM)
        assert gateway.process.wait(PATIENCE) == 0


def test_the_recipes_for_other_languages() -> None:
    """As docs/gateway.md has them: the line that starts a gateway in a workflow, and what PHP and Node ask of it."""
    page = (ROOT / "docs" / "gateway.md").read_text("utf-8")
    recipes = dict(
        re.findall(r"```(sh|php|js)\n((?:smsmail gateway --accept-any|\$mail|const answer).*?)```", page, re.DOTALL)
    )
    smtp, web = str(free_port()), str(free_port())
    for name, recipe in recipes.items():
        recipes[name] = recipe.replace("2525", smtp).replace("8025", web)
    line = re.sub(r"^smsmail", shlex.join([sys.executable, "-P", "-m", "smsmail.cli"]), recipes["sh"].rstrip())
    interpreter("curl")
    started = subprocess.Popen(
        [interpreter("sh"), "-c", line], start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        assert started.wait(PATIENCE) == 0
        with smtplib.SMTP("127.0.0.1", int(smtp), timeout=PATIENCE) as client:
            client.sendmail(CLIENT, [SERVICE], mail("shop:any::::79991234567:Your order is ready"))
        for command, program in (
            ([interpreter("php"), "-d", "zend.assertions=1", "-r"], recipes["php"]),
            ([interpreter("node"), "--input-type=module", "-e"], f'import assert from "node:assert";{recipes["js"]}'),
        ):
            subprocess.run([*command, program], check=True, timeout=PATIENCE)
            wrong = subprocess.run(
                [*command, program.replace("is ready", "is late")], check=False, capture_output=True, timeout=PATIENCE
            )
            assert wrong.returncode != 0
    finally:
        os.killpg(started.pid, signal.SIGTERM)


def test_what_is_in_a_store_is_printed(tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite"
    with started("--no-web", "--store", str(store), "--accept-any") as gateway:
        gateway.send(f"alex:{PSW}:7::,,,1:79991234567:hello\n\x1b[31mred")
        gateway.send(f"alex:{PSW}:8::,,,1:79995554433:more")
        said = CliRunner().invoke(main, ["gateway", "messages", "--store", str(store)])
        assert [line.partition(" accepted ")[2] for line in said.output.splitlines()] == [
            "79991234567 (1 part): hello⏎\\x1b[31mred → OK - 1 SMS, ID - 7",
            "79995554433 (1 part): more → OK - 1 SMS, ID - 8",
        ]
        one = CliRunner().invoke(
            main, ["gateway", "messages", "--store", str(store), "--phone", "+79995554433", "--json"]
        )
        assert json.loads(one.output)["id"] == "8"


def test_cases_by_the_control_of_the_page() -> None:
    listen = f"127.0.0.1:{free_port()}"
    with started("--web", "127.0.0.1:0", "--reply-via", listen) as gateway:
        options = ["--server", gateway.said["listening on"], "--control", f"{gateway.said['web:']}control"]
        options += ["--listen", listen, "--case", "serve/errors/blocked-*", "--case", "serve/errors/number"]
        result = CliRunner().invoke(main, ["conformance", *options])
        assert result.exit_code == 0, result.output
        assert "smsmail gateway" in result.output


@pytest.mark.parametrize(
    ("url", "says"),
    [("ftp://127.0.0.1/", "HOST:PORT"), ("http://127.0.0.1:x/", "Port"), ("http://send.smscentre.com/", "vendor")],
)
def test_what_is_no_control(url: str, says: str) -> None:
    result = CliRunner().invoke(main, ["conformance", "--server", "127.0.0.1:1", "--control", url])
    assert result.exit_code == 2
    assert says in result.output
