"""By what a request is known again."""

from hashlib import blake2b

from msgspec import json
from msgspec.structs import replace

from ..codec import Request
from .account import Account


def fingerprint(request: Request, account: Account) -> str:
    """The same for requests that are equal once decoded, whichever password or API key of *account* they come with.

    It is what is left of a request in the memory of the gateway, and nothing of the request can be read from it (R-SAME,
    R-DUPCOUNT).
    """
    octets = json.encode(replace(request, login=account.login, psw=""))
    return blake2b(octets, digest_size=16).hexdigest()
