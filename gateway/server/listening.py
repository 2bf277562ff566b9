"""The address to listen on."""

import socket
from ipaddress import ip_address


def is_loopback(host: str) -> bool:
    """Whether *host* can be reached from this machine alone.

    Raises :class:`OSError` for a name that nobody knows.
    """
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return all(ip_address(str(address[0]).partition("%")[0]).is_loopback for *_, address in found)
