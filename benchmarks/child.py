"""``python child.py COMMAND…`` prints as JSON how long the command takes and how much memory it has at most.

It is a process of its own, and imports next to nothing, because what a process starts with counts as its peak as well:
in Linux that is what the one that starts it holds.
"""

import json
import os
import sys
from time import perf_counter


def main(command: list[str]) -> None:
    """Run *command*; its output goes to standard error."""
    start = perf_counter()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, 2, 1)])
    _, _, usage = os.wait4(child, 0)
    seconds = perf_counter() - start
    octets = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    json.dump({"seconds": seconds, "peak": octets}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
