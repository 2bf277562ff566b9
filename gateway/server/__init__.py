"""A real SMTP server on the pure core, with a durable store: ``smsmail gateway``. It needs ``smsmail[gateway]``."""

from ..address import Address
from .accounts_file import read_accounts
from .control import Control
from .deliver import ToMaildir, ToServer
from .demo import ANYBODY, demo_accounts, how_to_try
from .hashed import hash_key, hash_password
from .log import set_up as set_up_log
from .run import Settings, serve
from .settings import CannotServe, Limits, is_loopback, tls_context
from .store import Store, prune
from .watch import Watcher

__all__ = [
    "ANYBODY",
    "Address",
    "CannotServe",
    "Control",
    "Limits",
    "Settings",
    "Store",
    "ToMaildir",
    "ToServer",
    "Watcher",
    "demo_accounts",
    "hash_key",
    "hash_password",
    "how_to_try",
    "is_loopback",
    "prune",
    "read_accounts",
    "serve",
    "set_up_log",
    "tls_context",
]
