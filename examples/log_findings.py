"""What is wrong with the requests in a log, as JSON logs: one finding a line, and no piece of any request.

    tail -F outgoing.log | python3 examples/log_findings.py > findings.jsonl

A request is what stands behind ``sms: `` in a line. It is not repeated, since in a wrong one nobody knows for sure where
the password ends; the number of the line and the offsets say where to look.
"""

import json
import logging
import sys
from collections.abc import Iterable

from smsmail.codec import check

MARK = "sms: "
LEVELS = {"error": logging.ERROR, "warning": logging.WARNING, "note": logging.INFO}
SHOWN = ("rule", "field", "start", "end", "expected", "remedy")  # not `fix`, which writes pieces of the line

logger = logging.getLogger("sms")


class AsJson(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        common = {"time": self.formatTime(record), "level": record.levelname, "message": record.getMessage()}
        return json.dumps(common | getattr(record, "found", {}), ensure_ascii=False)


def log_findings(lines: Iterable[str]) -> None:
    for number, entry in enumerate(lines, 1):
        _, mark, request = entry.rstrip("\r\n").partition(MARK)
        for found in check(request) if mark else ():
            members = {"entry": number} | {name: found[name] for name in SHOWN}
            logger.log(LEVELS[found.severity], found.message, extra={"found": members})


if __name__ == "__main__":
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(AsJson())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")  # type: ignore[union-attr]
    log_findings(sys.stdin)
