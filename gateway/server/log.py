"""The log: one event a line, as JSON, or as text for people at a terminal.

An event never carries a password, an API key or a text of a message. What a client wrote and nobody could read is not
quoted either, since any of it may be a password.
"""

import logging
from datetime import UTC, datetime
from typing import TextIO

import msgspec

INFO, WARNING, ERROR = logging.INFO, logging.WARNING, logging.ERROR

_LOGGER = logging.getLogger("smsmail.gateway")
_FIELDS = "fields"

_json = msgspec.json.Encoder()


def event(name: str, level: int = INFO, **fields: object) -> None:
    """Write that *name* happened."""
    if _LOGGER.isEnabledFor(level):
        _LOGGER.log(level, name, extra={_FIELDS: fields})


def bug(error: BaseException) -> None:
    """Write that something happened which nobody thought of; of *error* its place, since its text might say too much."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else ""
    event("bug", ERROR, error=type(error).__name__, where=where)


def set_up(stream: TextIO) -> None:
    """Log to *stream*, as JSON unless it is a terminal."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_AsText() if stream.isatty() else _AsJson())
    _LOGGER.handlers[:] = [handler]
    _LOGGER.propagate = False
    _LOGGER.setLevel(logging.INFO)
    # They quote what clients write, or the library's own mind.
    for name in ("mail", "mail.log", "mail.debug", "asyncio"):
        logging.getLogger(name).handlers[:] = [logging.NullHandler()]
        logging.getLogger(name).propagate = False
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


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
