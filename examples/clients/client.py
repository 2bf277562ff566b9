"""A client that ``smsmail conformance --client 'python3 examples/clients/client.py'`` can test; docs/smtp-conformance.md.

Put your own code where the mail is made. The exit status says what came of the case: 0 for a mail that was sent, 1 for a
request that cannot be sent, 77 for a case that asks for what the client does not do.
"""

import json
import os
import smtplib
import sys
from base64 import b64encode
from email.utils import formatdate
from typing import Any

RECIPIENT = "send@send.smscentre.com"
SKIPPED = 77


def line_of(request: dict[str, Any]) -> str:
    """The request as the one line that the service takes; of the simplest form alone."""
    if any(request[name] for name in ("id", "time", "tz", "translit", "format", "sender", "test")):
        sys.exit(SKIPPED)
    login, psw, body = request["login"], request["psw"], request["body"]
    if body["kind"] != "single" or login.startswith("[text]"):
        sys.exit(SKIPPED)
    if not psw or any(separator in login + psw for separator in ":\r\n"):
        sys.exit("there is a password, and neither it nor the login holds a colon or a line break")
    mes = body["mes"]
    if not mes or len(mes) > 1000 or "\r" in mes or mes.endswith("\n"):
        sys.exit("a message has 1 to 1000 characters, no carriage return, and no line break at its end")
    return f"{login}:{psw}::::{','.join(body['phones'])}:{mes}"


def mail_of(line: str, charset: str) -> bytes:
    """The mail with the line in that charset, in base64, so that nothing on the way changes it."""
    try:
        if not charset:
            raise LookupError("this is no name of a charset")
        body = b64encode(line.encode(charset)).decode("ascii")
    except (LookupError, UnicodeEncodeError) as error:
        sys.exit(f"{charset!r}: {error}")
    lines = [body[at : at + 76] for at in range(0, len(body), 76)]
    head = [f"To: {RECIPIENT}", f"Date: {formatdate()}", "MIME-Version: 1.0"]
    head += [f'Content-Type: text/plain; charset="{charset}"', "Content-Transfer-Encoding: base64", ""]
    mail = "\r\n".join([*head, *lines, ""]).encode("ascii")
    if len(mail) > 100_000:
        sys.exit("the mail is too large")
    return mail


def main() -> None:
    """Send what standard input asks for to whom the environment names."""
    asked = json.load(sys.stdin)["input"]
    charset = "utf-8" if asked["charset"] is None else asked["charset"]
    mail = mail_of(line_of(asked["request"]), charset)
    with smtplib.SMTP(os.environ["SMSMAIL_HOST"], int(os.environ["SMSMAIL_PORT"])) as server:
        server.sendmail("client@example.org", [RECIPIENT], mail)


if __name__ == "__main__":
    main()
