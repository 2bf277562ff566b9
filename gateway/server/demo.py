"""The account to try the server with, where no accounts file is given."""

from pathlib import Path

from .. import DOMAIN, Account, Plain
from ..address import Address
from .accounts_file import AccountsFile
from .hashed import Password

LOGIN = PSW = "demo"
"""No secret: the help and the documentation tell it, and the server takes it on loopback alone."""

NUMBER = "79991234567"

_SERVICE = f"send@{DOMAIN}"

ANYBODY = Account(login="anybody", secret=Plain(""), balance=100_000)
"""What every login has where any is accepted; one with an API key alone is called so."""


def demo_accounts() -> AccountsFile:
    """One account, with a group and a number that mails to its own address are forwarded to."""
    account = Account(
        login=LOGIN,
        secret=Password.of(PSW, LOGIN),
        balance=100_000,
        groups={"G1": 3},
        denied_words=("casino",),
        forward=(NUMBER,),
        undeliverable=frozenset({"79990000000"}),
    )
    return AccountsFile((account,), DOMAIN)


def how_to_try(address: Address, replies: Path, url: str | None) -> str:
    """The commands that send a request to the server at *address*, for a person to copy; it is seen at *url*."""
    look = f"\nand look at it: {url}" if url else ""
    return f"""account: {LOGIN}, password {PSW}

Try it in another terminal:
  SMSMAIL_PSW={PSW} smsmail send --via {address} --login {LOGIN} --to {NUMBER} --reply-dir {replies} --wait 'Hello'
or with any other client of SMTP:
  echo '{LOGIN}:{PSW}:::,,,1:{NUMBER}:Hello' | swaks --server {address} --from me@example.org \\
    --to {_SERVICE} --body -
  printf 'Subject: SMS\\n\\n{LOGIN}:{PSW}:::,,,1:{NUMBER}:Hello\\n' | curl smtp://{address} --mail-from me@example.org \\
    --mail-rcpt {_SERVICE} --crlf -T -
  ls {replies}/new{look}
Ctrl-C ends it."""
