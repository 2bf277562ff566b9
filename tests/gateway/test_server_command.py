"""``smsmail gateway`` as a command: what it refuses to do, what it says, and running without an argument."""

import logging
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from smsmail.cli import main
from smsmail.gateway.server import Address
from smsmail.gateway.server.hashed import Key, Password
from tests.support.running import COMMAND, PATIENCE, PSW, Peer, eventually, mail

pytestmark = pytest.mark.process

HERE = "127.0.0.1:0"


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """What the command does to the log of its process shall not outlast the test."""
    loggers = [logging.getLogger(name) for name in ("smsmail.gateway", "mail", "mail.log", "mail.debug", "asyncio")]
    before = [(logger, logger.handlers[:], logger.propagate, logger.level) for logger in loggers]
    yield
    for logger, handlers, propagate, level in before:
        logger.handlers[:], logger.propagate, logger.level = handlers, propagate, level


def run(*arguments: str, input: str = "") -> Result:
    return CliRunner().invoke(main, ["gateway", *arguments], input=input)


def problem(*arguments: str, input: str = "") -> str:
    result = run(*arguments, input=input)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    return result.output


def test_it_runs_without_an_argument() -> None:
    """But for the port, since the usual one may be taken. All that it writes is in a temporary place."""
    process = subprocess.Popen(
        [*COMMAND, "--listen", HERE],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout
    said = ""
    while "Ctrl-C" not in said:
        line = process.stdout.readline()
        assert line
        said += line
    address = said.splitlines()[0].removeprefix("listening on ")
    login, psw = re.findall(r"^account: (\w+), password (\w+)$", said, re.MULTILINE)[0]
    replies = Path(re.findall(r"^replies: (.+)$", said, re.MULTILINE)[0])
    assert f"smsmail send --via {address} --login {login}" in said
    assert "swaks --server" in said
    curl = next(line for line in said.replace("\\\n", "").splitlines() if "curl" in line)
    if subprocess.run(["which", "curl"], capture_output=True, check=False).returncode == 0:  # noqa: S607
        sent = subprocess.run(curl, shell=True, capture_output=True, text=True, check=False)  # noqa: S602
        assert sent.returncode == 0, sent.stderr
    else:
        with Peer(Address.of(address).port).begin().up_to_data() as peer:
            assert peer.ask(mail(f"{login}:{psw}:::,,,1:79991234567:Hello") + b".").startswith("250")
    (reply,) = eventually(lambda: list((replies / "new").iterdir()))
    assert "OK - 1 SMS, ID - " in reply.read_text()
    process.terminate()
    _, log = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert '"event":"mail"' in log
    assert not replies.exists()
    assert not replies.parent.exists()
    assert replies.is_relative_to(tempfile.gettempdir())


# ---- Hashes


def test_a_hash_of_a_password() -> None:
    result = run("--hash", input=f"{PSW}\n")
    assert result.exit_code == 0
    assert Password(result.output.strip()).verify(PSW)


def test_a_hash_of_a_key() -> None:
    result = run("--hash=apikey", input=f"{PSW * 3}\r\n")
    assert Key(result.output.strip()).matches(PSW * 3)
    assert run("--hash=apikey", input=f"{PSW}\n").exit_code == 2


@pytest.mark.parametrize("kind", ["password", "apikey"])
def test_what_no_request_can_hold_is_not_hashed(kind: str) -> None:
    said = problem(f"--hash={kind}", input=f"{PSW * 3}:{PSW}\n")
    assert "colon" in said
    assert PSW not in said


def test_there_is_nothing_to_hash() -> None:
    assert "no password on standard input" in problem("--hash")


# ---- Wrong usage


@pytest.mark.parametrize("address", ["0.0.0.0:0", "[::]:0", "192.0.2.1:2525"])
def test_a_public_address_is_not_taken_by_chance(address: str, tmp_path: Path) -> None:
    assert "--public" in problem("--listen", address)
    assert "--accounts" in problem("--listen", address, "--public")


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.1:x", "127.0.0.1:65536", "::1:25", "127.0.0.1:-1", ""])
def test_what_is_no_address(address: str) -> None:
    said = problem("--listen", address)
    assert "--listen" in said
    assert "HOST:PORT" in said or "brackets" in said


@pytest.mark.parametrize(
    ("text", "address"),
    [("127.0.0.1:25", ("127.0.0.1", 25)), ("[::1]:25", ("::1", 25)), (":25", ("127.0.0.1", 25)), ("a.b:0", ("a.b", 0))],
)
def test_addresses(text: str, address: tuple[str, int]) -> None:
    assert Address.of(text) == address
    assert Address.of(str(Address.of(text))) == address


@pytest.mark.parametrize("seconds", ["nan", "inf", "1e30", "0", "-1"])
def test_a_time_that_has_no_end(seconds: str) -> None:
    # Were it accepted, the missing file would be what is wrong.
    assert "--timeout" in problem("--listen", HERE, "--timeout", seconds, "--accounts", "nowhere.toml")


def test_an_address_that_is_taken() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"127.0.0.1:{port}" in problem("--listen", f"127.0.0.1:{port}")


def test_options_that_do_not_go_together(tmp_path: Path) -> None:
    assert "not both" in problem("--listen", HERE, "--reply-via", "127.0.0.1:25", "--reply-dir", str(tmp_path))
    assert "--tls-cert" in problem("--listen", HERE, "--tls-key", "key.pem")


def test_files_that_cannot_be_used(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere" / "file"
    assert str(nowhere) in problem("--listen", HERE, "--accounts", str(nowhere))
    assert str(nowhere) in problem("--listen", HERE, "--store", str(nowhere))
    assert str(nowhere) in problem("--listen", HERE, "--tls-cert", str(nowhere))
    file = tmp_path / "file"
    file.write_text("text")
    assert str(file) in problem("--listen", HERE, "--store", str(file))
    assert str(file) in problem("--listen", HERE, "--tls-cert", str(file))
    assert str(file) in problem("--listen", HERE, "--accounts", str(file))
    assert str(file) in problem("--listen", HERE, "--reply-dir", str(file / "replies"))


def test_accounts_that_do_not_go_together(tmp_path: Path) -> None:
    accounts = tmp_path / "accounts.toml"
    accounts.write_text('[[account]]\nlogin = "alex"\npsw = "x"\n[[account]]\nlogin = "ALEX"\npsw = "x"\n')
    assert f"{accounts}: account 'ALEX'" in problem("--listen", HERE, "--accounts", str(accounts))


def test_what_is_missing_is_told() -> None:
    code = "import sys; sys.modules['aiosmtpd'] = None; from smsmail.cli import main; main(prog_name='smsmail')"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, "gateway", "--listen", HERE],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONWARNINGS": ""},
    )
    assert done.returncode == 2
    assert "pip install 'smsmail[gateway]'" in done.stderr
    assert "Traceback" not in done.stderr
