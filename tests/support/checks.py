"""``smsmail check`` in this process."""

from click.testing import CliRunner, Result

from smsmail.cli import main
from smsmail.codec import check

BAD = "alex:psw:::1:7999x:ж"
HEADERS = b'To: send@send.smscentre.com\nContent-Type: text/plain; charset="utf-8"\n\n'
FROM_LINE = b"From a@b.cd Thu Jan 31 12:00:00 2030\n"
FILES = {
    "good.txt": b"alex:psw::::79991234567:hi",
    "warned.txt": b"alex: psw:::1:79991234567:hi",
    "bad, really: 100%.txt": f"\r\n\n{BAD}\n".encode(),
    "list.txt": b"alex:psw:::::79991234567:one\n\n79991234568:two\r\n79991234569:three",
    "query.txt": b"login=alex&psw=hunter2&phones=79991234567&mes=hi",
    "shop.eml": HEADERS + b"alex:psw:::1:7999x:hi",
    "in.mbox": 2 * (FROM_LINE + HEADERS + b"alex:psw::::79991234567:\xff\n\n"),
    "latin.txt": b"\xff",
}
"""What is in the folder of the tests."""


def run(*arguments: str, stdin: str | bytes = "", columns: int = 80, color: bool = False) -> Result:
    runner = CliRunner(env={"COLUMNS": str(columns)})
    arguments = ("check", "--no-config", *arguments)
    return runner.invoke(main, arguments, input=stdin, color=color, catch_exceptions=False)


def message_of(line: str) -> str:
    [found] = check(line)
    return found.message
