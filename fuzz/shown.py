"""What strangers' input makes the command line and the gateway say: no password is in it, and nothing is raised."""

from datetime import UTC, datetime

from click.testing import CliRunner

from smsmail.cli import main
from smsmail.codec import DecodeError, decode_reply, decode_request
from smsmail.codec.request.certainty import is_certain
from smsmail.gateway import Account, Mail, Plain, begin, handle

from .promises import SECRET, are_told

PIECE = 3
"""So many characters of the password in a row are not there by chance."""

_PIECES = [SECRET[at : at + PIECE] for at in range(len(SECRET) - PIECE + 1)]
_FURTHEST = 3
"""So many colons may stand in front of a password that is not where it should be."""
_COMMANDS = (
    *(["check", "--no-config", "--line", "--format", format, "--diff"] for format in ("text", "json")),
    ["decode", "--mask-psw", "--line"],
)
_OWNER = Account(login="alex", secret=Plain(SECRET), groups={"G1": 1}, forward=("79991234567",), balance=10**9)
_STATE = begin([_OWNER])
_NOW = datetime(2030, 1, 31, 12, tzinfo=UTC)
_RECIPIENTS = ("send@send.smscentre.com", "alex@send.smscentre.com")


def masking(octets: bytes) -> None:
    """No command shows the password of a line or ends otherwise than it says."""
    line = octets.decode("utf-8", "replace").strip("\r\n")
    before, _, behind = line.partition(SECRET)
    # Further behind it is no password in any sense, and pieces of it elsewhere would be shown with right.
    if before.count(":") > _FURTHEST or _has_piece(before + ":" + behind) or _is_told_otherwise(line):
        return
    for command in _COMMANDS:
        done = CliRunner(env={"COLUMNS": "2000"}).invoke(main, command, input=octets, catch_exceptions=False)
        assert done.exit_code in (0, 1, 2)
        assert not _has_piece(done.output)


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


def _is_told_otherwise(line: str) -> bool:
    """Whether *line* has a sense in which the password is none, but an id, a login, …"""
    try:
        return SECRET not in decode_request(line).psw
    except DecodeError:
        return is_certain(line) and SECRET not in line.split(":")[1]


def _has_piece(text: str) -> bool:
    return any(piece in text for piece in _PIECES)
