"""``smsmail check``."""

from .command import check

__all__ = ["check"]
