"""The listener for replies leaves nothing open, whoever calls while it closes."""

import gc
import socket
import sys
import threading

import pytest

from smsmail.conformance.smtp.listener import Listener
from tests.support.sending import HERE


@pytest.mark.filterwarnings("error::ResourceWarning")
def test_who_calls_while_it_closes_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", left.append)
    for _ in range(30):
        calls: list[socket.socket] = []
        with Listener(HERE) as listener:
            calling = threading.Thread(target=_call, args=(listener.address, calls))
            calling.start()
            while len(calls) < 5:
                pass
        calling.join()
        for call in calls:
            call.close()
    gc.collect()
    assert left == []


def _call(there: tuple[str, int], calls: list[socket.socket]) -> None:
    for _ in range(40):
        call = socket.socket()
        call.setblocking(False)
        call.connect_ex(there)
        calls.append(call)
