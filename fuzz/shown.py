"""What strangers' input makes the command line and the gateway say: no password is in it, and nothing is raised."""

from datetime import UTC, datetime

import msgspec
from click.testing import CliRunner
from msgspec.structs import replace

from smsmail.cli import main
from smsmail.codec import DecodeError, decode_reply, decode_request
from smsmail.codec.request.certainty import is_certain
from smsmail.gateway import Account, Mail, Plain, begin, handle

from .promises import SECRET, are_told

PIECE = 3
"""So many characters of the password in a row are not there by chance."""

_PIECES = [SECRET[at : at + PIECE] for at in range(len(SECRET) - PIECE + 1)]
_COMMANDS = (
    *(["check", "--no-config", "--line", "--format", format, "--diff"] for format in ("text", "json")),
    ["decode", "--mask-psw", "--line"],
)
_OWNER = Account(login="alex", secret=Plain(SECRET), groups={"G1": 1}, forward=("79991234567",), balance=10**9)
_STATE = begin([_OWNER])
_NOW = datetime(2030, 1, 31, 12, tzinfo=UTC)
_RECIPIENTS = ("send@send.smscentre.com", "alex@send.smscentre.com")


def masking(octets: bytes) -> None:
    """No command shows the password of a line, wherever in it the password stands, or ends otherwise than it says."""
    if _is_told_otherwise(octets):
        return
    for command in _COMMANDS:
        done = CliRunner(env={"COLUMNS": "2000"}).invoke(main, command, input=octets, catch_exceptions=False)
        assert done.exit_code in (0, 1, 2)
        assert not any(piece in done.output for piece in _PIECES)


def gateway(octets: bytes) -> None:
    """Any mail to either address is decided, and the answer is one that can be read and shows no password."""
    for recipient in _RECIPIENTS:
        _, outcome = handle(_STATE, Mail("client@example.org", recipient, octets), _NOW)
        assert outcome.kind != "no_such_address"
        assert bool(outcome.messages) == (outcome.kind in ("accepted", "forwarded"))
        are_told(outcome.diagnostics)
        if outcome.reply is not None:
            assert decode_reply(outcome.reply) == outcome.answer
            assert "\n" not in outcome.reply
            assert SECRET not in outcome.reply


def _is_told_otherwise(octets: bytes) -> bool:
    """Whether the line has a sense in which some of the password is no password: then it is an id, a message, …"""
    line = octets.decode("utf-8", "replace").strip("\r\n")
    try:
        request = decode_request(line)
        psw, beside = request.psw, str(msgspec.to_builtins(replace(request, psw="")))
    except DecodeError:
        if not is_certain(line):
            return False
        login, psw, *others = line.split(":")
        beside = ":".join([login, *others])
    return any(piece in beside for piece in _PIECES) or not any(piece in psw for piece in _PIECES)
