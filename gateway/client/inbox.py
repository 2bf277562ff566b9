"""The inbox of a gateway that runs, for tests of applications: what came, by its HTTP interface."""

import json
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

_MORE = 10.0
"""Seconds beyond those that the gateway is to wait."""


class NothingCame(AssertionError):
    """No such message came in time."""


class Inbox:
    """What came to the gateway whose page is at *url*."""

    def __init__(self, url: str) -> None:
        self.url = url

    def wait(
        self, *, phone: str = "", text: str = "", id: str = "", kind: str = "", timeout: float = 10
    ) -> dict[str, Any]:
        """The newest mail that goes to this *phone*, has this *text* in it, has this *id* and came to this *kind*
        (accepted, refused, forwarded), once there is one; all that is given has to hold.

        Raises :class:`NothingCame` where none comes within so many seconds, at most 60.
        """
        wanted = {"phone": phone, "text": text, "id": id, "kind": kind, "timeout": f"{timeout:g}"}
        status, answer = self._ask("GET", f"/api/wait?{urlencode(wanted)}", patience=timeout + _MORE)
        if status == 404:
            came = "; ".join(f"{mail['kind']} {mail['seq']} to {mail['to']}" for mail in self.messages(limit=5))
            raise NothingCame(f"{answer['error']}; what came: {came or 'nothing'}")
        return self._expected(status, answer)

    def messages(self, **wanted: Any) -> list[dict[str, Any]]:
        """The newest mails, by ``phone``, ``text``, ``id``, ``kind``, ``after``, ``before`` and ``limit``."""
        return self._expected(*self._ask("GET", f"/api/messages?{urlencode(wanted)}"))["mails"]

    def clear(self) -> None:
        """Forget what came; replies on their way are delivered before."""
        self._do("POST", "/control", {"op": "settle"})
        self._do("DELETE", "/api/messages")

    def set_balance(self, login: str, balance: int) -> None:
        """Give an account another balance."""
        self._do("PUT", f"/api/accounts/{quote(login, safe='')}", {"balance": balance})

    def set_clock(self, now: str | None) -> None:
        """Let this be the time, ISO 8601 with an offset, at which it stands still; ``None`` lets it go."""
        self._do("PUT", "/api/clock", {"now": now})

    def fail_next(self, error: int) -> None:
        """Have the next request refused with this error."""
        self._do("POST", "/api/fail", {"error": error})

    def _do(self, method: str, path: str, body: object = None) -> None:
        self._expected(*self._ask(method, path, body))

    @staticmethod
    def _expected(status: int, answer: Any) -> Any:
        if status != 200:
            raise ValueError(f"the gateway answered {status}: {answer.get('error')}")
        return answer

    def _ask(self, method: str, path: str, body: object = None, patience: float = 30.0) -> tuple[int, Any]:
        at = urlsplit(self.url)
        connection = HTTPConnection(at.hostname or "", at.port, timeout=patience)
        try:
            connection.request(method, path, None if body is None else json.dumps(body))
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()
