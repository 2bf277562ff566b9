"""What a server says, without the password that it quotes."""

import re
from base64 import b64encode

from ...codec.model import MASK

_RUN = re.compile(r"[A-Za-z0-9+/]+=*")


def without(psw: str, text: str) -> str:
    """*text* with ``***`` for *psw*, and for each run of base64 in which *psw* stands, wherever it begins."""
    cores = [_core(offset, psw.encode()) for offset in range(3)]
    text = _RUN.sub(lambda run: MASK if any(core in run[0] for core in cores) else run[0], text)
    return text.replace(psw, MASK)


def _core(offset: int, octets: bytes) -> str:
    """The base64 of *octets* behind *offset* others: the characters in which no other octet has a part."""
    begin, end = -(-offset * 4 // 3), (offset + len(octets)) * 4 // 3
    return b64encode(bytes(offset) + octets).decode("ascii")[begin:end]
