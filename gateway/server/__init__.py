"""A real SMTP server on the pure core, with a durable store: ``smsmail gateway``. It needs ``smsmail[gateway]``."""

from ..address import Address
from .accounts_file import read_accounts
from .control import Control
from .deliver import ToMaildir, ToServer
from .demo import demo_accounts, how_to_try
from .hashed import hash_key, hash_password
from .limits import Limits
from .listening import is_loopback
from .log import set_up as set_up_log
from .problems import CannotStart
from .run import Settings, serve
from .store import Store
from .tls import tls_context

__all__ = [
    "Address",
    "CannotStart",
    "Control",
    "Limits",
    "Settings",
    "Store",
    "ToMaildir",
    "ToServer",
    "demo_accounts",
    "hash_key",
    "hash_password",
    "how_to_try",
    "is_loopback",
    "read_accounts",
    "serve",
    "set_up_log",
    "tls_context",
]
