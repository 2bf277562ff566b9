"""Where a server is, as people write it."""

from typing import NamedTuple

LOOPBACK = "127.0.0.1"


class Address(NamedTuple):
    """A host and a port; of a server's own address port 0 is any that is free."""

    host: str
    port: int

    @classmethod
    def of(cls, text: str) -> "Address":
        """The address that *text* names, as HOST:PORT, with an IPv6 address in brackets.

        Raises :class:`ValueError`.
        """
        host, colon, port = text.rpartition(":")
        if not colon or not (port.isascii() and port.isdecimal()) or len(port) > 5 or int(port) > 65535:
            raise ValueError(f"{text!r} is no HOST:PORT, such as {LOOPBACK}:2525 or [::1]:2525")
        if host.startswith("[") and host.endswith("]"):
            host = host[1:-1]
        elif ":" in host:
            raise ValueError(f"{text!r}: an IPv6 address stands in brackets, [::1]:2525")
        return cls(host or LOOPBACK, int(port))

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"
