"""``smsmail gateway``, which makes each mail last, beside a bare aiosmtpd handler that stores nothing.

Both are processes of their own, and the client is this one. They take turns, and the median of their rounds counts.
"""

from statistics import median

from .gateway_client import Sent, send
from .gateway_servers import memory_of, running
from .goals import Goal, Result

_MAILS = {1: 500, 10: 2_000, 100: 3_000}
"""By the number of connections."""
_ROUNDS = 3
_SHARES = {1: 0.65, 10: 0.75, 100: 0.95}

_FEW, _MANY = 5_000, 25_000
_GROWTH = 1.1
_CONNECTIONS = 100


def results() -> list[list[Result]]:
    """Speed and memory, measured now."""
    speed = [_speed(connections, mails) for connections, mails in _MAILS.items()]
    # With one connection each mail waits for the disk, whatever is written: so this is what there is to be had.
    alone = _speed(1, _MAILS[1], beside="syncing")
    return [speed, [alone._replace(name=f"{alone.name}, beside a handler that syncs a file")], _memory()]


def _speed(connections: int, mails: int, beside: str = "bare") -> Result:
    ours: list[Sent] = []
    theirs: list[Sent] = []
    with running("gateway") as gateway, running(beside) as other:
        for round in range(_ROUNDS + 1):
            for server, sent in ((gateway, ours), (other, theirs)):
                one = send(server.port, mails, connections)
                if round:  # the first one warms up
                    sent.append(one)
    rate, floor = median(one.rate for one in ours), median(one.rate for one in theirs)
    limit = _SHARES[connections] if beside == "bare" else None
    return Result(
        name=f"{connections} connection{'s' * (connections > 1)}",
        time=median(one.p99 for one in ours),
        floor=median(one.p99 for one in theirs),
        rate=rate,
        lead=Goal(rate / floor, limit, at_least=True),
    )


def _memory() -> list[Result]:
    """On a clock that runs so fast that what is remembered for two minutes has passed long before the few are sent."""
    with running("hasty") as (port, process, _):
        first = send(port, _FEW, _CONNECTIONS)
        few = memory_of(process)
        last = send(port, _MANY - _FEW, _CONNECTIONS)
        many = memory_of(process)
    return [
        Result(name=f"after {_FEW} mails", time=first.p99, rate=first.rate, peak=few),
        Result(name=f"after {_MANY} mails", time=last.p99, rate=last.rate, peak=many, cost=Goal(many / few, _GROWTH)),
    ]
