"""``smsmail send`` in this process."""

import sys
from email import policy
from email.message import EmailMessage
from pathlib import Path

from click.testing import CliRunner, Result

from smsmail.cli import main
from smsmail.conformance.smtp import Listener
from smsmail.gateway.address import Address

PSW = "Kx7vPq2m"
PHONE = "79991234567"
HERE = Address("127.0.0.1", 0)
COMMAND = [sys.executable, "-P", "-m", "smsmail.cli", "send"]
PATIENCE = 60


def run(*arguments: str, stdin: str = "", **environment: str | None) -> Result:
    """What the command says; the password, wherever it comes from, is nowhere in it."""
    env = {"SMSMAIL_PSW": PSW, "SMSMAIL_FROM": "shop@example.com", "SMSMAIL_VIA": None} | environment
    result = CliRunner().invoke(main, ["send", *arguments], input=stdin, env=env, catch_exceptions=False)
    assert PSW not in result.output
    assert "Traceback" not in result.output
    return result


def to(server: Listener, *arguments: str, **more: str) -> Result:
    return run("--via", str(server.address), "--login", "alex", "--to", PHONE, *arguments, **more)


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
