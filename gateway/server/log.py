"""The log: one event a line, as JSON, or as text for people at a terminal.

An event never carries a password, an API key or a text of a message. What a client wrote and nobody could read is not
quoted either, since any of it may be a password. What others wrote is written so that no terminal obeys it.
"""

import logging
import time
from datetime import UTC, datetime
from typing import TextIO

import msgspec

INFO, WARNING, ERROR = logging.INFO, logging.WARNING, logging.ERROR

AT_ONCE = 100
"""Events of one name within :data:`PERIOD`, of those that strangers and a broken system can cause without end."""

PERIOD = 10.0

_LOGGER = logging.getLogger("smsmail.gateway")
_FIELDS = "fields"
_LONGEST = 1000
"""Characters of a field."""

_json = msgspec.json.Encoder()


def event(name: str, level: int = INFO, **fields: object) -> None:
    """Write that *name* happened."""
    if _LOGGER.isEnabledFor(level):
        _LOGGER.log(level, name, extra={_FIELDS: {key: _harmless(value) for key, value in fields.items()}})


def bug(error: BaseException) -> None:
    """Write that something happened which nobody thought of; of *error* its place, since its text might say too much."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else ""
    often("bug", ERROR, error=type(error).__name__, where=where)


class _Rate:
    """How often an event has been written of late."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.written = self.left_out = 0


_rates: dict[str, _Rate] = {}


def often(name: str, level: int = INFO, **fields: object) -> None:
    """Write that *name* happened, unless it has been written too often of late; then the next one says how many are
    missing, as ``left_out``."""
    rate = _rates.get(name)
    if rate is None or time.monotonic() - rate.began >= PERIOD:
        missing = rate.left_out if rate else 0
        rate = _rates[name] = _Rate()
        if missing:
            fields["left_out"] = missing
    if rate.written >= AT_ONCE:
        rate.left_out += 1
        return
    rate.written += 1
    event(name, level, **fields)


def set_up(stream: TextIO) -> None:
    """Log to *stream*, as JSON unless it is a terminal."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_AsText() if stream.isatty() else _AsJson())
    _LOGGER.handlers[:] = [handler]
    _LOGGER.propagate = False
    _LOGGER.setLevel(logging.INFO)
    # They quote what clients write.
    for name in ("mail", "mail.log", "mail.debug", "asyncio", "uvicorn", "sse_starlette"):
        logging.getLogger(name).handlers[:] = [logging.NullHandler()]
        logging.getLogger(name).propagate = False
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _harmless(value: object) -> object:
    """*value*; a text without what a terminal would obey, and of a length that a line can have."""
    if not isinstance(value, str):
        return value
    cut = value if len(value) <= _LONGEST else f"{value[:_LONGEST]}…"
    return cut if cut.isprintable() else "".join(one if one.isprintable() else _escaped(one) for one in cut)


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


class _AsJson(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, object] = getattr(record, _FIELDS, {})
        line = {"time": _time(record), "level": record.levelname.lower(), "event": record.msg, **fields}
        return _json.encode(line).decode()


class _AsText(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, object] = getattr(record, _FIELDS, {})
        shown = " ".join(f"{name}={value}" for name, value in fields.items() if value is not None)
        return f"{_time(record)[11:23]} {record.msg} {shown}".rstrip()


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
